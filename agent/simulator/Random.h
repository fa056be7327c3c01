// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace resync::simulator {

/// One round of SplitMix64 (Steele, Lea, Flood 2014): a well-mixed 64-bit hash of a number.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t value)
{
    value += 0x9E3779B97F4A7C15U;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

/// A small generator whose sequence depends on the seed alone; the standard's distributions differ
/// between libraries and would make "same seed, same plan" a matter of the compiler.
class Random
{
public:
    explicit Random(std::uint64_t seed)
        : m_state(mixed(seed))
    {}

    std::uint64_t next() { return mixed(m_state += 0x9E3779B97F4A7C15U); }
    /// 0 … \a bound − 1; \a bound must not be 0.
    std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(next() % bound); }
    /// \a low … \a high, both included.
    std::uint32_t between(std::uint32_t low, std::uint32_t high)
    {
        return low + below(high - low + 1);
    }
    /// 0 ≤ x < 1.
    double unit() { return static_cast<double>(next() >> 11U) * 0x1p-53; }
    bool chance(double probability) { return unit() < probability; }

private:
    std::uint64_t m_state;
};

} // namespace resync::simulator

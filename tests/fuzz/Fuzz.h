// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

/// What every target needs. Each file fuzz_NAME.cpp gives libFuzzer's LLVMFuzzerTestOneInput, which
/// is called with one input after the other and keeps nothing between them.
namespace resync::fuzz {

inline std::string_view textOf(const std::uint8_t *data, std::size_t size)
{
    return {reinterpret_cast<const char *>(data), size};
}

/// Ends the run, which libFuzzer reports as a finding: what must hold for every input did not.
inline void require(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

/// Takes the text up to \a separator off \a rest; all of it when there is none.
inline std::string_view takeUntil(std::string_view &rest, char separator)
{
    const auto end = rest.find(separator);
    const auto part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    return part;
}

[[nodiscard]] bool isJson(std::string_view text);
/// Two documents that differ in the order of members at most.
[[nodiscard]] bool isSameJson(std::string_view a, std::string_view b);

/// Numbers that are the same for the same input: small decisions that a seed need not spell out.
class Dice
{
public:
    explicit Dice(std::string_view input)
    {
        for (const char c : input)
            m_state = (m_state ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }

    /// From 0 to \a most.
    [[nodiscard]] std::size_t roll(std::size_t most)
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::size_t>(m_state >> 33) % (most + 1);
    }

private:
    std::uint64_t m_state = 14695981039346656037ULL;
};

} // namespace resync::fuzz

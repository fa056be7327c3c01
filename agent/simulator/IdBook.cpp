// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/IdBook.h"

#include "agent/simulator/Random.h"

#include <charconv>

namespace resync::simulator {

namespace {

constexpr std::uint32_t Factor = 0x9E3779B1U;

/// The number that undoes a multiplication by \a odd modulo 2^32 (Newton's iteration).
constexpr std::uint32_t inverseOf(std::uint32_t odd)
{
    std::uint32_t inverse = odd;
    for (int i = 0; i < 5; ++i)
        inverse *= 2U - odd * inverse;
    return inverse;
}
static_assert(Factor * inverseOf(Factor) == 1U);

constexpr std::uint32_t scrambled(std::uint32_t row, std::uint32_t key)
{
    const std::uint32_t product = (row ^ key) * Factor;
    return product ^ (product >> 16U);
}

constexpr std::uint32_t unscrambled(std::uint32_t digits, std::uint32_t key)
{
    return ((digits ^ (digits >> 16U)) * inverseOf(Factor)) ^ key;
}
static_assert(unscrambled(scrambled(123'456, 77), 77) == 123'456);

constexpr std::uint32_t keyOf(std::uint64_t seed, IdKind kind)
{
    return static_cast<std::uint32_t>(mixed(seed ^ static_cast<std::uint64_t>(kind)));
}

char hexDigit(std::uint64_t value)
{
    return "0123456789abcdef"[value & 15U];
}

} // namespace

IdBook::IdBook(std::uint64_t seed, unsigned day)
    : m_lastingSeed(seed)
    , m_seed(day == 0 ? seed : mixed(seed ^ (std::uint64_t{day} << 32U)))
{}

std::uint64_t IdBook::firstHalf(IdKind kind, std::uint32_t row, std::uint32_t part) const
{
    const std::uint64_t name = mixed((std::uint64_t{part} << 40U) ^ (std::uint64_t{row} << 8U) ^
                                     static_cast<std::uint64_t>(kind));
    return (mixed(seedOf(kind) ^ name) & ~0xF000ULL) | 0x3000ULL; // version 3: name-based
}

Uuid IdBook::make(IdKind kind, std::uint32_t row, std::uint32_t part) const
{
    const std::uint64_t high = firstHalf(kind, row, part);
    std::uint64_t low = (mixed(high) << 32U) | scrambled(row, keyOf(seedOf(kind), kind));
    low = (low & ~(3ULL << 62U)) | (2ULL << 62U); // variant of RFC 4122
    Uuid::Text text{};
    std::size_t at = 0;
    for (unsigned digit = 0; digit < 32; ++digit) {
        if (digit == 8 || digit == 12 || digit == 16 || digit == 20)
            text[at++] = '-';
        const std::uint64_t word = digit < 16 ? high : low;
        text[at++] = hexDigit(word >> (60U - 4U * (digit % 16U)));
    }
    return Uuid(text);
}

std::optional<std::uint32_t> IdBook::rowOf(IdKind kind, std::string_view id,
                                           std::uint32_t part) const
{
    constexpr std::size_t RowDigits = 8;
    if (id.size() != Uuid::Text().size())
        return std::nullopt;
    const char *end = id.data() + id.size();
    std::uint32_t digits = 0;
    if (std::from_chars(end - RowDigits, end, digits, 16).ptr != end)
        return std::nullopt;
    const std::uint32_t row = unscrambled(digits, keyOf(seedOf(kind), kind));
    if (make(kind, row, part).view() != id)
        return std::nullopt;
    return row;
}

} // namespace resync::simulator

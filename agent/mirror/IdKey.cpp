// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/IdKey.h"

#include <array>

namespace resync::mirror {

namespace {

constexpr std::size_t TextSize = 36;

constexpr bool isDashAt(std::size_t i)
{
    return i == 8 || i == 13 || i == 18 || i == 23;
}

constexpr std::uint8_t NoDigit = 0x80;

/// The value of a lower-case hex digit, by its character; NoDigit: it is none.
constexpr auto Digits = [] {
    std::array<std::uint8_t, 256> digits{};
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const bool isLetter = i >= 'a' && i <= 'f';
        const bool isNumber = i >= '0' && i <= '9';
        const std::size_t value = isLetter ? i - 'a' + 10 : i - '0';
        digits.at(i) = isLetter || isNumber ? static_cast<std::uint8_t>(value) : NoDigit;
    }
    return digits;
}();

/// Appends \a count hex digits to \a half; \a seen gets NoDigit if one is none.
void readDigits(const char *text, int count, std::uint64_t &half, unsigned &seen)
{
    for (int i = 0; i < count; ++i) {
        const std::uint8_t digit = Digits[static_cast<unsigned char>(text[i])];
        seen |= digit;
        half = half << 4U | digit;
    }
}

std::array<char, TextSize> write(PackedUuid uuid)
{
    std::array<char, TextSize> text{};
    unsigned written = 0;
    for (std::size_t i = 0; i < TextSize; ++i) {
        if (isDashAt(i)) {
            text.at(i) = '-';
            continue;
        }
        const std::uint64_t half = written < 16 ? uuid.high : uuid.low;
        text.at(i) = "0123456789abcdef"[(half >> (60U - 4U * (written % 16U))) & 15U];
        ++written;
    }
    return text;
}

} // namespace

std::optional<PackedUuid> packUuid(std::string_view text)
{
    if (text.size() != TextSize)
        return std::nullopt;
    if (text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
        return std::nullopt;
    PackedUuid uuid;
    unsigned seen = 0;
    const char *at = text.data();
    readDigits(at, 8, uuid.high, seen);
    readDigits(at + 9, 4, uuid.high, seen);
    readDigits(at + 14, 4, uuid.high, seen);
    readDigits(at + 19, 4, uuid.low, seen);
    readDigits(at + 24, 12, uuid.low, seen);
    if ((seen & NoDigit) != 0)
        return std::nullopt;
    return uuid;
}

void appendUuid(std::string &out, PackedUuid uuid)
{
    const auto text = write(uuid);
    out.append(text.data(), text.size());
}

IdKey::IdKey(std::string_view text)
{
    if (const auto packed = packUuid(text)) {
        m_isUuid = true;
        m_uuid = *packed;
    } else {
        m_text = text;
    }
}

std::string IdKey::text() const
{
    std::string text(m_text);
    if (m_isUuid)
        appendUuid(text, m_uuid);
    return text;
}

std::strong_ordering IdKey::compareTexts(const IdKey &other) const
{
    std::array<char, TextSize> mine{};
    std::array<char, TextSize> theirs{};
    const auto view = [](const IdKey &key, std::array<char, TextSize> &buffer) {
        if (!key.m_isUuid)
            return key.m_text;
        buffer = write(key.m_uuid);
        return std::string_view(buffer.data(), buffer.size());
    };
    return view(*this, mine) <=> view(other, theirs);
}

} // namespace resync::mirror

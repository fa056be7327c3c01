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

/// 16 and more: no lower-case hex digit.
constexpr unsigned digit(char c)
{
    if (c >= '0' && c <= '9')
        return static_cast<unsigned>(c - '0');
    return c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a') + 10U : 16U;
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
    PackedUuid uuid;
    unsigned read = 0;
    for (std::size_t i = 0; i < TextSize; ++i) {
        if (isDashAt(i)) {
            if (text[i] != '-')
                return std::nullopt;
            continue;
        }
        const unsigned value = digit(text[i]);
        if (value > 15)
            return std::nullopt;
        std::uint64_t &half = read++ < 16 ? uuid.high : uuid.low;
        half = half << 4U | value;
    }
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

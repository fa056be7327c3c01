// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace resync::http {

/// Which bytes may stand where (RFC 9110 §5.5, §5.6.2, RFC 9112 §3.2, RFC 3986 §3.2.2).
enum ByteClass : unsigned char { Token = 1, TargetByte = 2, FieldByte = 4, HostByte = 8 };

namespace grammar {

constexpr std::string_view TokenMarks = "!#$%&'*+-.^_`|~";
constexpr std::string_view HostMarks = "-._~%!$&'()*+,;=:[]";

constexpr std::array<unsigned char, 256> classify()
{
    std::array<unsigned char, 256> classes{};
    for (unsigned byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        const bool isAlnum =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        unsigned value = 0;
        if (isAlnum || TokenMarks.find(c) != std::string_view::npos)
            value |= Token;
        if (byte > 0x20 && byte < 0x7F && c != '#')
            value |= TargetByte;
        if (byte == '\t' || (byte >= 0x20 && byte != 0x7F))
            value |= FieldByte;
        if (isAlnum || HostMarks.find(c) != std::string_view::npos)
            value |= HostByte;
        classes[byte] = static_cast<unsigned char>(value);
    }
    return classes;
}

inline constexpr std::array<unsigned char, 256> Classes = classify();

} // namespace grammar

[[nodiscard]] constexpr bool isOf(char c, ByteClass wanted)
{
    return (grammar::Classes[static_cast<unsigned char>(c)] & wanted) != 0;
}

[[nodiscard]] constexpr bool consistsOf(std::string_view text, ByteClass wanted)
{
    return std::all_of(text.begin(), text.end(), [wanted](char c) { return isOf(c, wanted); });
}

} // namespace resync::http

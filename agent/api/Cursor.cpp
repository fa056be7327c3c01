// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/Cursor.h"

#include "shared/core/Text.h"

namespace resync::api {

namespace {

constexpr char Version = '1';
constexpr std::size_t HashBytes = 8;
constexpr std::size_t HeadBytes = 1 + HashBytes + 4;

/// FNV-1a, 64 bits: stable over restarts and machines.
std::uint64_t hashOf(std::string_view text)
{
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return hash;
}

void appendNumber(std::string &out, std::uint64_t number, std::size_t bytes)
{
    for (std::size_t i = bytes; i > 0; --i)
        out += static_cast<char>(number >> ((i - 1) * 8));
}

std::uint64_t readNumber(std::string_view bytes)
{
    std::uint64_t number = 0;
    for (const char c : bytes)
        number = (number << 8) | static_cast<unsigned char>(c);
    return number;
}

} // namespace

std::string encodeCursor(const Cursor &cursor, std::string_view selection)
{
    std::string bytes(1, Version);
    appendNumber(bytes, hashOf(selection), HashBytes);
    appendNumber(bytes, cursor.key.size(), 4);
    return base64UrlEncode(bytes + cursor.key + cursor.id);
}

std::optional<Cursor> decodeCursor(std::string_view text, std::string_view selection)
{
    const auto bytes = base64UrlDecode(text);
    if (!bytes || bytes->size() <= HeadBytes || bytes->front() != Version)
        return std::nullopt;
    const std::string_view all = *bytes;
    if (readNumber(all.substr(1, HashBytes)) != hashOf(selection))
        return std::nullopt;
    const auto keySize = readNumber(all.substr(1 + HashBytes, 4));
    const auto rest = all.substr(HeadBytes);
    if (keySize >= rest.size())
        return std::nullopt;
    return Cursor{std::string(rest.substr(0, keySize)), std::string(rest.substr(keySize))};
}

} // namespace resync::api

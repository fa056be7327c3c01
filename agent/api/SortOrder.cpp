// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/SortOrder.h"

#include "shared/core/Text.h"

#include <algorithm>

namespace resync::api {

namespace {
constexpr char Known = '\x01';
constexpr char Unknown = '\x02';

std::string listOf(const std::vector<std::string_view> &names)
{
    std::string list;
    for (const auto name : names)
        list += (list.empty() ? "" : ", ") + std::string(name);
    return list;
}

bool isSortedBy(const SortParts &parts, std::size_t field)
{
    return std::any_of(parts.begin(), parts.end(),
                       [&](const SortPart &part) { return part.field == field; });
}
} // namespace

void SortKey::append(char byte, bool isDescending)
{
    m_bytes += isDescending ? static_cast<char>(~byte) : byte;
}

void SortKey::add(std::string_view text, bool isDescending)
{
    if (text.empty()) {
        m_bytes += Unknown;
        return;
    }
    m_bytes += Known;
    for (const char c : toLower(text))
        append(c == '\0' ? '\x01' : c, isDescending); // NUL ends the text
    append('\0', isDescending);
}

void SortKey::add(std::optional<std::int64_t> number, bool isDescending)
{
    if (!number) {
        m_bytes += Unknown;
        return;
    }
    m_bytes += Known;
    const auto shifted = static_cast<std::uint64_t>(*number) ^ (std::uint64_t(1) << 63);
    for (int shift = 56; shift >= 0; shift -= 8)
        append(static_cast<char>(shifted >> shift), isDescending);
}

void SortKey::add(const std::optional<Instant> &at, bool isDescending)
{
    add(at ? std::optional<std::int64_t>(at->time_since_epoch().count()) : std::nullopt,
        isDescending);
}

void SortKey::add(const std::optional<int> &number, bool isDescending)
{
    add(number ? std::optional<std::int64_t>(*number) : std::nullopt, isDescending);
}

Result<SortParts> parseSort(std::string_view text, const std::vector<std::string_view> &names)
{
    SortParts parts;
    for (std::string_view word : split(text, ',')) {
        SortPart part;
        part.isDescending = !word.empty() && word.front() == '-';
        if (part.isDescending)
            word.remove_prefix(1);
        const auto at = std::find(names.begin(), names.end(), word);
        if (at == names.end())
            return fail(ErrorKind::InvalidInput, "sort: part " + std::to_string(parts.size() + 1) +
                                                     " is none of " + listOf(names));
        part.field = static_cast<std::size_t>(at - names.begin());
        if (isSortedBy(parts, part.field))
            return fail(ErrorKind::InvalidInput,
                        "sort: part " + std::to_string(parts.size() + 1) +
                            " repeats a name; once each: " + listOf(names));
        parts.push_back(part);
    }
    return parts;
}

} // namespace resync::api

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/Target.h"

#include "shared/core/Text.h"

#include <algorithm>

namespace resync::http {

namespace {

bool isCleanText(std::string_view text)
{
    return text.find('\0') == std::string_view::npos && isUtf8(text);
}

/// Takes scheme and authority off an absolute \a target and returns the authority.
std::string_view takeAuthority(std::string_view &target)
{
    const auto scheme = target.find("://");
    if (target.empty() || target.front() == '/' || scheme == std::string_view::npos)
        return {};
    target.remove_prefix(scheme + 3);
    const std::string_view authority = target.substr(0, target.find_first_of("/?"));
    target.remove_prefix(authority.size());
    return authority;
}

std::optional<std::string> decodeFormText(std::string_view text)
{
    std::string blanked(text);
    std::replace(blanked.begin(), blanked.end(), '+', ' ');
    return decodeSegment(blanked);
}

} // namespace

Target splitTarget(std::string_view target)
{
    const std::string_view authority = takeAuthority(target);
    const auto mark = target.find('?');
    Target parts{target.substr(0, mark), {}, authority};
    if (mark != std::string_view::npos)
        parts.query = target.substr(mark + 1);
    if (parts.path.empty())
        parts.path = "/";
    return parts;
}

std::optional<std::string> decodeSegment(std::string_view segment)
{
    auto decoded = percentDecode(segment);
    if (decoded && !isCleanText(*decoded))
        return std::nullopt;
    return decoded;
}

bool decodeQuery(std::string_view query, QueryParameters &out)
{
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const std::string_view part = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (part.empty())
            continue;
        const auto equals = std::min(part.find('='), part.size());
        auto name = decodeFormText(part.substr(0, equals));
        auto value = decodeFormText(part.substr(std::min(equals + 1, part.size())));
        if (!name || !value)
            return false;
        out.emplace_back(std::move(*name), std::move(*value));
    }
    return true;
}

} // namespace resync::http

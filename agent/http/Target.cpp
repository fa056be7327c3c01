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

std::string_view withoutAuthority(std::string_view target)
{
    const auto scheme = target.find("://");
    if (target.empty() || target.front() == '/' || scheme == std::string_view::npos)
        return target;
    const auto pathOrQuery = target.find_first_of("/?", scheme + 3);
    return pathOrQuery == std::string_view::npos ? std::string_view() : target.substr(pathOrQuery);
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
    const std::string_view rest = withoutAuthority(target);
    const auto mark = rest.find('?');
    Target parts{rest.substr(0, mark), {}};
    if (mark != std::string_view::npos)
        parts.query = rest.substr(mark + 1);
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

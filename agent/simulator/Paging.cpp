// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Paging.h"

#include "shared/core/Text.h"

#include <limits>

namespace resync::simulator {

namespace {

Result<std::size_t> readNumber(const http::Request &request, std::string_view name,
                               std::size_t fallback, std::size_t low, std::size_t high)
{
    const std::string *text = request.queryValue(name);
    if (!text)
        return fallback;
    const auto number = parseNatural(*text);
    if (!number || *number < low || *number > high)
        return fail(ErrorKind::InvalidInput, std::string(name) + " must be a number from " +
                                                 std::to_string(low) + " to " +
                                                 std::to_string(high));
    return static_cast<std::size_t>(*number);
}

} // namespace

Result<Paging> readPaging(const http::Request &request)
{
    const auto limit = readNumber(request, "limit", Paging::MaxLimit, 1, Paging::MaxLimit);
    if (!limit)
        return tl::unexpected(limit.error());
    const auto offset = readNumber(request, "offset", 0, 0, std::numeric_limits<int>::max());
    if (!offset)
        return tl::unexpected(offset.error());
    return Paging{*limit, *offset};
}

std::string pageUrl(const http::Request &request, const Paging &paging, std::size_t offset)
{
    const std::string *host = request.header("Host");
    std::string url = (request.isTls ? "https://" : "http://") +
                      (host ? *host : std::string("localhost")) + request.path;
    url += "?limit=" + std::to_string(paging.limit) + "&offset=" + std::to_string(offset);
    for (const auto &[name, value] : request.query) {
        if (name != "limit" && name != "offset")
            url += '&' + percentEncode(name) + '=' + percentEncode(value);
    }
    return url;
}

} // namespace resync::simulator

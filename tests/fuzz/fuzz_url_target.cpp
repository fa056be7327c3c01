// SPDX-License-Identifier: GPL-3.0-or-later
// A request target: its parts, percent-encoding, form parameters, the way through the router.
#include "agent/http/Router.h"
#include "agent/http/Target.h"
#include "shared/core/Text.h"
#include "tests/fuzz/Fuzz.h"

#include <algorithm>
#include <string>
#include <string_view>

using namespace resync;
using namespace resync::http;
using resync::fuzz::require;

namespace {

const Router &router()
{
    static const Router made = [] {
        Router routes;
        for (const char *pattern : {"/", "/jobs", "/jobs/changes", "/jobs/{id}", "/jobs/{id}/log",
                                    "/{a}/{b}/c", "/streams/{id}/"})
            routes.add({Method::Get, pattern, {}, 0});
        routes.add({Method::Post, "/jobs/{id}", {}, 0});
        return routes;
    }();
    return made;
}

bool isClean(std::string_view text)
{
    return isUtf8(text) && text.find('\0') == std::string_view::npos;
}

void checkEncoding(std::string_view text)
{
    require(percentDecode(percentEncode(text)) == text, "percent-encoding is undone");
    require(base64Decode(base64Encode(text)) == text, "base64 is undone");
    require(base64UrlDecode(base64UrlEncode(text)) == text, "base64url is undone");
    if (const auto bytes = base64Decode(text))
        require(base64Encode(*bytes) == text, "base64 has one spelling");
    if (const auto segment = decodeSegment(text))
        require(isClean(*segment) && decodeSegment(percentEncode(*segment)) == segment,
                "a segment is clean text");
}

void checkQuery(std::string_view query)
{
    QueryParameters parameters;
    if (!decodeQuery(query, parameters))
        return;
    std::string written;
    for (const auto &[name, value] : parameters) {
        require(isClean(name) && isClean(value), "a parameter is clean text");
        written += percentEncode(name) + '=' + percentEncode(value) + '&';
    }
    QueryParameters again;
    require(decodeQuery(written, again) && again == parameters, "a query is read as it is written");
}

void checkMatch(std::string_view path)
{
    const auto match = router().match(Method::Get, path);
    require(match.route == nullptr || !match.allow.empty(), "a route's path has methods");
    require(!match.isMalformed || match.route == nullptr, "a malformed path has no route");
    if (match.route == nullptr)
        return;
    const auto &pattern = match.route->pattern;
    const auto places = std::count(pattern.begin(), pattern.end(), '{');
    require(match.parameters.size() == static_cast<std::size_t>(places),
            "each place of a route has its parameter");
    std::string made = pattern;
    for (const std::string &parameter : match.parameters) {
        require(isClean(parameter), "a parameter is clean text");
        const auto at = made.find('{');
        made.replace(at, made.find('}') - at + 1, percentEncode(parameter));
    }
    const auto again = router().match(Method::Get, made);
    require(again.route == match.route && again.parameters == match.parameters,
            "a path that is written anew leads to the same route");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text = fuzz::textOf(data, size);
    checkEncoding(text);
    const Target target = splitTarget(text);
    require(!target.path.empty(), "a target has a path");
    require(target.authority.find_first_of("/?") == std::string_view::npos,
            "an authority ends before the path");
    checkQuery(target.query);
    checkMatch(target.path);
    return 0;
}

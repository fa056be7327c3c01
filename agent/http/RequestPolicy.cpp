// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/RequestPolicy.h"

#include "agent/http/Grammar.h"
#include "agent/http/Request.h"
#include "shared/core/Text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace resync::http {

namespace {

using Violation = std::optional<PolicyViolation>;

bool isToken(std::string_view text)
{
    return !text.empty() && consistsOf(text, Token);
}

Violation badRequest(std::string detail)
{
    return PolicyViolation{400, "bad_request", std::move(detail)};
}

/// What the fields say that matters for the message as a whole.
struct Framing
{
    bool isHttp11 = false;
    unsigned hosts = 0;
    unsigned contentLengths = 0;
    unsigned transferEncodings = 0;
    unsigned authorizations = 0;
};

Violation checkSizes(std::string_view head, const PolicyLimits &limits)
{
    const std::string_view line = head.substr(0, head.find('\n'));
    const auto target = std::min(line.find(' '), line.size());
    const auto end = std::min(line.find(' ', std::min(target + 1, line.size())), line.size());
    if (end - target > limits.maxTargetBytes + 1)
        return PolicyViolation{414, "too_large", "The request target is too long."};
    if (head.size() > limits.maxHeaderBytes)
        return PolicyViolation{431, "too_large", "The header section is too large."};
    return std::nullopt;
}

/// uri-host [":" port]; an empty one is legal (RFC 9110 §7.2).
bool isHost(std::string_view value)
{
    if (!consistsOf(value, HostByte))
        return false;
    const auto bracket = value.rfind(']');
    const auto colon = value.find(':', bracket == std::string_view::npos ? 0 : bracket);
    const bool isLiteral = !value.empty() && value.front() == '[';
    if (isLiteral != (bracket != std::string_view::npos))
        return false;
    if (isLiteral && bracket + 1 != std::min(colon, value.size()))
        return false;
    if (colon == std::string_view::npos)
        return true;
    const std::string_view port = value.substr(colon + 1);
    return port.size() <= 5 &&
           std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isAbsoluteForm(std::string_view target)
{
    const auto scheme = target.find("://");
    if (scheme == std::string_view::npos)
        return false;
    const std::string_view name = target.substr(0, scheme);
    if (!equalsIgnoringCase(name, "http") && !equalsIgnoringCase(name, "https"))
        return false;
    const std::string_view rest = target.substr(scheme + 3);
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
    return !authority.empty() && isHost(authority);
}

Violation checkTarget(std::string_view method, std::string_view target)
{
    if (target.empty() || !consistsOf(target, TargetByte))
        return badRequest("The request target contains a byte that must be percent-encoded.");
    const bool isKnownForm =
        target.front() == '/' || (target == "*" && method == "OPTIONS") || isAbsoluteForm(target);
    if (!isKnownForm)
        return badRequest("The request target is neither a path nor an absolute http URL.");
    return std::nullopt;
}

Violation checkRequestLine(std::string_view line, Framing &framing)
{
    const auto first = line.find(' ');
    const auto second = first == std::string_view::npos ? first : line.find(' ', first + 1);
    if (second == std::string_view::npos)
        return badRequest("The request line is not \"method target version\".");
    const std::string_view method = line.substr(0, first);
    const std::string_view version = line.substr(second + 1);
    if (!isToken(method))
        return badRequest("The method is not a token.");
    framing.isHttp11 = version == "HTTP/1.1";
    if (!framing.isHttp11 && version != "HTTP/1.0")
        return badRequest("Only HTTP/1.1 and HTTP/1.0 are spoken here.");
    if (!methodFromString(method))
        return PolicyViolation{501, "not_implemented", "The method is not implemented."};
    return checkTarget(method, line.substr(first + 1, second - first - 1));
}

Violation checkTransferEncoding(std::string_view value, Framing &framing)
{
    if (++framing.transferEncodings > 1 || !equalsIgnoringCase(value, "chunked"))
        return badRequest("The only Transfer-Encoding taken is a single \"chunked\".");
    if (!framing.isHttp11)
        return badRequest("HTTP/1.0 has no Transfer-Encoding.");
    return std::nullopt;
}

Violation checkKnownField(std::string_view name, std::string_view value, Framing &framing)
{
    if (name.size() == 4 && equalsIgnoringCase(name, "Host")) {
        if (++framing.hosts > 1 || !isHost(value))
            return badRequest("The Host field is repeated or malformed.");
    } else if (name.size() == 14 && equalsIgnoringCase(name, "Content-Length")) {
        if (++framing.contentLengths > 1 || !parseNatural(value))
            return badRequest("The Content-Length field is repeated or malformed.");
    } else if (name.size() == 17 && equalsIgnoringCase(name, "Transfer-Encoding")) {
        return checkTransferEncoding(value, framing);
    } else if (name.size() == 13 && equalsIgnoringCase(name, "Authorization")) {
        if (++framing.authorizations > 1)
            return badRequest("The Authorization field is repeated.");
    } else if (framing.isHttp11 && name.size() == 6 && equalsIgnoringCase(name, "Expect") &&
               !equalsIgnoringCase(value, "100-continue")) {
        return badRequest("The only expectation met is 100-continue.");
    }
    return std::nullopt;
}

/// What holds for the fields of a head and of a trailer section; \a line is not empty.
Violation checkFieldLine(std::string_view line)
{
    if (line.front() == ' ' || line.front() == '\t')
        return badRequest("A field is folded over two lines.");
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !isToken(line.substr(0, colon)))
        return badRequest("A field is not \"name: value\".");
    if (!consistsOf(line.substr(colon + 1), FieldByte))
        return badRequest("A field contains a control byte.");
    return std::nullopt;
}

Violation checkField(std::string_view line, Framing &framing)
{
    if (auto violation = checkFieldLine(line))
        return violation;
    const auto colon = line.find(':');
    return checkKnownField(line.substr(0, colon), trimmed(line.substr(colon + 1)), framing);
}

/// Framing, routing, authentication, conditions and the form of the content: fields that come too
/// late to be heeded, and that somebody else on the way may have heeded (RFC 9110 §6.5.1).
bool isForbiddenTrailer(std::string_view name)
{
    static constexpr std::array<std::string_view, 6> Families = {
        "Content-", "If-", "Proxy-", "Sec-", "X-Forwarded-", "X-HTTP-Method"};
    static constexpr std::array<std::string_view, 21> Names = {"Accept-Encoding",
                                                               "Authorization",
                                                               "Cache-Control",
                                                               "Connection",
                                                               "Cookie",
                                                               "Expect",
                                                               "Forwarded",
                                                               "Host",
                                                               "Keep-Alive",
                                                               "Last-Event-ID",
                                                               "Max-Forwards",
                                                               "Origin",
                                                               "Pragma",
                                                               "Range",
                                                               "Referer",
                                                               "TE",
                                                               "Transfer-Encoding",
                                                               "Trailer",
                                                               "Upgrade",
                                                               "Via",
                                                               "X-Request-ID"};
    return std::any_of(Names.begin(), Names.end(),
                       [&](auto each) { return equalsIgnoringCase(each, name); }) ||
           std::any_of(Families.begin(), Families.end(), [&](auto each) {
               return equalsIgnoringCase(each, name.substr(0, each.size()));
           });
}

Violation checkFraming(const Framing &framing)
{
    if (framing.isHttp11 && framing.hosts != 1)
        return badRequest("HTTP/1.1 needs one Host field.");
    if (framing.transferEncodings > 0 && framing.contentLengths > 0)
        return badRequest("Content-Length and Transfer-Encoding exclude each other.");
    return std::nullopt;
}

} // namespace

std::optional<std::string_view> takeLine(std::string_view &rest)
{
    const auto end = rest.find('\n');
    if (end == std::string_view::npos || end == 0 || rest[end - 1] != '\r')
        return std::nullopt;
    const std::string_view line = rest.substr(0, end - 1);
    rest.remove_prefix(end + 1);
    return line;
}

PolicyViolation bodyTooLarge()
{
    return {413, "too_large", "The body is larger than this path takes."};
}

std::optional<PolicyViolation> checkTrailer(std::string_view line)
{
    if (auto violation = checkFieldLine(line))
        return violation;
    if (isForbiddenTrailer(line.substr(0, line.find(':'))))
        return badRequest("A trailer is a field that belongs into the head.");
    return std::nullopt;
}

std::optional<PolicyViolation> checkRequestHead(std::string_view head, const PolicyLimits &limits)
{
    if (auto violation = checkSizes(head, limits))
        return violation;
    Framing framing;
    auto line = takeLine(head);
    if (!line)
        return badRequest("A line of the head does not end with CR LF.");
    if (auto violation = checkRequestLine(*line, framing))
        return violation;
    for (line = takeLine(head); line && !line->empty(); line = takeLine(head)) {
        if (auto violation = checkField(*line, framing))
            return violation;
    }
    if (!line || !head.empty())
        return badRequest("A line of the head does not end with CR LF.");
    return checkFraming(framing);
}

} // namespace resync::http

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/ResponseHead.h"

#include "shared/core/Text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace resync::http {

namespace {

constexpr std::string_view LineEnd = "\r\n";

constexpr std::array<std::string_view, 5> OwnFields = {
    "Content-Length", "Transfer-Encoding", "Connection", "X-Request-ID", "X-Content-Type-Options"};

struct Reason
{
    int status;
    std::string_view line;
};

constexpr std::array Reasons = {
    Reason{200, "HTTP/1.1 200 OK\r\n"},
    Reason{201, "HTTP/1.1 201 Created\r\n"},
    Reason{202, "HTTP/1.1 202 Accepted\r\n"},
    Reason{204, "HTTP/1.1 204 No Content\r\n"},
    Reason{301, "HTTP/1.1 301 Moved Permanently\r\n"},
    Reason{302, "HTTP/1.1 302 Found\r\n"},
    Reason{304, "HTTP/1.1 304 Not Modified\r\n"},
    Reason{400, "HTTP/1.1 400 Bad Request\r\n"},
    Reason{401, "HTTP/1.1 401 Unauthorized\r\n"},
    Reason{403, "HTTP/1.1 403 Forbidden\r\n"},
    Reason{404, "HTTP/1.1 404 Not Found\r\n"},
    Reason{405, "HTTP/1.1 405 Method Not Allowed\r\n"},
    Reason{406, "HTTP/1.1 406 Not Acceptable\r\n"},
    Reason{408, "HTTP/1.1 408 Request Timeout\r\n"},
    Reason{409, "HTTP/1.1 409 Conflict\r\n"},
    Reason{410, "HTTP/1.1 410 Gone\r\n"},
    Reason{412, "HTTP/1.1 412 Precondition Failed\r\n"},
    Reason{413, "HTTP/1.1 413 Content Too Large\r\n"},
    Reason{414, "HTTP/1.1 414 URI Too Long\r\n"},
    Reason{415, "HTTP/1.1 415 Unsupported Media Type\r\n"},
    Reason{417, "HTTP/1.1 417 Expectation Failed\r\n"},
    Reason{422, "HTTP/1.1 422 Unprocessable Content\r\n"},
    Reason{429, "HTTP/1.1 429 Too Many Requests\r\n"},
    Reason{431, "HTTP/1.1 431 Request Header Fields Too Large\r\n"},
    Reason{500, "HTTP/1.1 500 Internal Server Error\r\n"},
    Reason{501, "HTTP/1.1 501 Not Implemented\r\n"},
    Reason{502, "HTTP/1.1 502 Bad Gateway\r\n"},
    Reason{503, "HTTP/1.1 503 Service Unavailable\r\n"},
    Reason{504, "HTTP/1.1 504 Gateway Timeout\r\n"},
};

void appendNumber(std::string &out, std::size_t number)
{
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void appendStatusLine(std::string &out, int status)
{
    const auto *known = std::find_if(Reasons.begin(), Reasons.end(),
                                     [status](const Reason &r) { return r.status == status; });
    if (known != Reasons.end()) {
        out += known->line;
        return;
    }
    out += "HTTP/1.1 ";
    appendNumber(out, static_cast<std::size_t>(status));
    out.append(" ").append(LineEnd); // the reason may be empty, the blank may not
}

void appendField(std::string &out, std::string_view name, std::string_view value)
{
    out.append(name).append(": ").append(value).append(LineEnd);
}

bool isOwn(std::string_view name)
{
    return std::any_of(OwnFields.begin(), OwnFields.end(), [name](std::string_view own) {
        return own.size() == name.size() && equalsIgnoringCase(own, name);
    });
}

bool isOneLine(std::string_view text)
{
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool isSendable(const Header &header)
{
    return !isOwn(header.name) && isOneLine(header.name) && isOneLine(header.value);
}

/// True when one of them is Date.
bool appendFieldsOf(std::string &out, const Response &response)
{
    bool hasDate = false;
    for (const Header &header : response.headers) {
        if (!isSendable(header))
            continue;
        hasDate = hasDate || equalsIgnoringCase(header.name, "Date");
        appendField(out, header.name, header.value);
    }
    return hasDate;
}

} // namespace

bool statusAllowsBody(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

bool asksToClose(const Response &response)
{
    return response.isCutShort ||
           std::any_of(response.headers.begin(), response.headers.end(), [](const Header &header) {
               return equalsIgnoringCase(header.name, "Connection") &&
                      equalsIgnoringCase(header.value, "close");
           });
}

void appendHead(std::string &out, const Response &response, const HeadFacts &facts)
{
    appendStatusLine(out, response.status);
    if (!response.contentType.empty() && isOneLine(response.contentType))
        appendField(out, "Content-Type", response.contentType);
    if (facts.framing == Framing::Chunked) {
        out += "Transfer-Encoding: chunked\r\n";
    } else if (facts.framing == Framing::Length && statusAllowsBody(response.status)) {
        out += "Content-Length: ";
        const std::size_t size = response.body != nullptr ? response.body->size() : 0;
        appendNumber(out, response.isCutShort ? 2 * size + 1 : size);
        out += LineEnd;
    }
    if (!appendFieldsOf(out, response))
        appendField(out, "Date", facts.date);
    appendField(out, "X-Request-ID", facts.requestId);
    out += "X-Content-Type-Options: nosniff\r\n";
    if (facts.isClosing)
        out += "Connection: close\r\n";
    else if (facts.isHttp10Kept)
        out += "Connection: keep-alive\r\n";
    out += LineEnd;
}

} // namespace resync::http

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/AnswerCheck.h"

#include "shared/core/Text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace resync::engine {

namespace {

using nlohmann::json;

constexpr std::size_t MaxMessageBytes = 300;
constexpr std::size_t MaxErrorBodyBytes = 256U << 10U; // more is no message

bool isHtml(const net::HttpResponse &response, bool isText)
{
    if (toLower(response.header("Content-Type")).find("html") != std::string::npos)
        return true;
    return !isText && trimmed(std::string_view(response.body).substr(0, 64)).substr(0, 1) == "<";
}

/// On one line, without control characters, cut at a character boundary.
std::string printable(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const std::size_t length = utf8SequenceLength(text);
        const std::size_t step = std::max<std::size_t>(length, 1);
        if (out.size() + step > MaxMessageBytes)
            break;
        const bool isControl = static_cast<unsigned char>(text.front()) < 0x20;
        out += length == 0 || isControl ? " " : text.substr(0, step);
        text.remove_prefix(step);
    }
    return std::string(trimmed(out));
}

std::string textOf(const json &value)
{
    return value.is_string() ? value.get<std::string>() : std::string();
}

/// The first text of an array of texts or of objects with a "message".
std::string firstOf(const json &value)
{
    if (!value.is_array() || value.empty())
        return {};
    const json &first = value.front();
    return first.is_object() && first.contains("message") ? textOf(first["message"])
                                                          : textOf(first);
}

/// The members that were seen to carry the message, in order of preference (tws-api §1.4).
std::string messageMember(const json &body)
{
    if (!body.is_object())
        return {};
    for (const char *name : {"messages", "message", "errors", "error", "exceptionMessage"}) {
        const auto at = body.find(name);
        if (at == body.end())
            continue;
        std::string text = at->is_array() ? firstOf(*at) : textOf(*at);
        if (!text.empty())
            return text;
    }
    return {};
}

/// Product message ids look like AWSJDB801E; a text that holds one is worth showing from there on.
std::string_view fromMessageId(std::string_view text)
{
    const std::size_t at = text.find("AWS");
    if (at == std::string_view::npos || text.size() < at + 10)
        return {};
    const std::string_view id = text.substr(at + 3);
    const bool hasLetters =
        std::all_of(id.begin(), id.begin() + 3, [](char c) { return c >= 'A' && c <= 'Z'; });
    const bool hasDigits =
        std::all_of(id.begin() + 3, id.begin() + 6, [](char c) { return c >= '0' && c <= '9'; });
    return hasLetters && hasDigits ? text.substr(at, text.find_first_of("<\r\n", at) - at)
                                   : std::string_view();
}

/// API v1 names the Java exception; with some, the name says more than the message.
std::string exceptionName(std::string_view body)
{
    if (body.size() > MaxErrorBodyBytes)
        return {};
    const json parsed = json::parse(body, nullptr, false);
    if (!parsed.is_object() || !parsed.contains("exceptionName"))
        return {};
    const std::string name = printable(textOf(parsed["exceptionName"]));
    return name.empty() ? name : " (" + name.substr(name.rfind('.') + 1) + ')';
}

std::string statusText(const net::HttpResponse &response)
{
    std::string text = "HTTP " + std::to_string(response.status);
    if (const std::string message = engineMessage(response.body); !message.empty())
        text += ", " + message;
    return text + exceptionName(response.body);
}

ErrorKind kindOf(int status)
{
    if (status == 401 || status == 403)
        return ErrorKind::Unauthorized;
    if (status == 404)
        return ErrorKind::NotFound;
    if (status == 405)
        return ErrorKind::NotOffered;
    if (status == 400)
        return ErrorKind::InvalidInput;
    return status >= 500 || status == 429 ? ErrorKind::Unavailable : ErrorKind::Protocol;
}

std::string_view hintOf(int status)
{
    if (status == 401)
        return "; the engine does not accept TWS_USER and TWS_PASSWORD (or TWS_API_KEY)";
    if (status == 403)
        return "; the engine's security rules do not allow this user to read here";
    if (status >= 300 && status < 400)
        return "; it redirects elsewhere: is TWS_PORT the engine's REST port?";
    return {};
}

} // namespace

std::string engineMessage(std::string_view body)
{
    if (body.size() > MaxErrorBodyBytes)
        return {};
    const json parsed = json::parse(body, nullptr, false);
    const std::string member = messageMember(parsed);
    return printable(member.empty() ? fromMessageId(body) : std::string_view(member));
}

Result<> checkAnswer(const net::HttpResponse &response, bool isText)
{
    const bool isSuccess = response.status >= 200 && response.status < 300;
    if (!isSuccess)
        return fail(kindOf(response.status),
                    statusText(response) + std::string(hintOf(response.status)));
    if (isHtml(response, isText))
        return fail(ErrorKind::Protocol,
                    "answered an HTML page: is TWS_PORT the engine's REST port?");
    return {};
}

std::string_view engineProblemCode(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Unavailable:
        return "engine_unavailable";
    case ErrorKind::Timeout:
        return "engine_timeout";
    case ErrorKind::Unauthorized:
        return "engine_unauthorized";
    case ErrorKind::Protocol:
        return "engine_protocol";
    case ErrorKind::NotFound:
        return "not_found";
    case ErrorKind::NotOffered:
        return "not_offered_by_engine";
    default:
        return {};
    }
}

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/EngineError.h"

#include "shared/core/Text.h"

#include <nlohmann/json.hpp>

namespace resync::engine {

namespace {

using nlohmann::json;

constexpr std::size_t LongestMessage = 300;

/// The first text at one of the places where engines put it (tws-api §1.4).
std::string messageIn(const json &body)
{
    if (!body.is_object())
        return {};
    for (const char *name : {"messages", "message", "errors", "error", "exceptionMessage"}) {
        const auto at = body.find(name);
        if (at == body.end())
            continue;
        const json &value = at->is_array() && !at->empty() ? at->front() : *at;
        if (value.is_string())
            return value.get<std::string>();
        if (value.is_object() && value.contains("message") && value["message"].is_string())
            return value["message"].get<std::string>();
    }
    return {};
}

bool looksLikeHtml(const net::HttpResponse &response)
{
    const auto start = toLower(trimmed(std::string_view(response.body).substr(0, 64)));
    return response.contentType.find("html") != std::string::npos ||
           start.starts_with("<!doctype") || start.starts_with("<html");
}

Error statusError(const net::HttpResponse &response)
{
    const std::string status = "HTTP " + std::to_string(response.status);
    switch (response.status) {
    case 401:
        return {ErrorKind::Unauthorized, "engine_unauthorized",
                "it refused the login (" + status + "): check TWS_USER and TWS_PASSWORD"};
    case 403:
        return {ErrorKind::Unauthorized, "engine_unauthorized",
                "the engine user may not do this (" + status + ")"};
    case 404:
        return {ErrorKind::NotFound, "engine_protocol",
                "it does not know this (" + status + "): is TWS_PORT the engine's REST port?"};
    case 408:
    case 504:
        return {ErrorKind::Timeout, "engine_timeout", "it gave up waiting (" + status + ")"};
    default:
        break;
    }
    if (response.status >= 500 || response.status == 429)
        return {ErrorKind::Unavailable, "engine_unavailable", "it answered " + status};
    return {ErrorKind::Protocol, "engine_protocol", "it answered " + status};
}

Error at(std::string_view host, Error error)
{
    error.message = "engine " + std::string(host) + ": " + error.message;
    return error;
}

} // namespace

std::string productMessage(std::string_view body)
{
    const std::string message = messageIn(json::parse(body, nullptr, false));
    const auto start = message.find("AWS");
    if (start == std::string::npos)
        return {};
    return message.substr(start, LongestMessage);
}

std::optional<Error> errorOf(const net::HttpResponse &response, std::string_view host)
{
    if (response.status / 100 != 2) {
        Error error = statusError(response);
        if (const auto message = productMessage(response.body); !message.empty())
            error.message += ", " + message;
        return at(host, std::move(error));
    }
    if (looksLikeHtml(response))
        return at(host, {ErrorKind::Protocol, "engine_protocol",
                         "it answered with an HTML page instead of JSON: is TWS_PORT the engine's "
                         "REST port, and no proxy in between?"});
    return std::nullopt;
}

Error errorOf(const Error &transfer, std::string_view host)
{
    Error error = transfer;
    switch (transfer.kind) {
    case ErrorKind::Timeout:
        error.code = "engine_timeout";
        break;
    case ErrorKind::Protocol:
        error.code = "engine_protocol";
        break;
    case ErrorKind::Cancelled:
        error.code = "shutting_down";
        break;
    default:
        error.code = "engine_unavailable";
        break;
    }
    return at(host, std::move(error));
}

} // namespace resync::engine

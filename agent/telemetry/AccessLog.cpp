// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/AccessLog.h"

#include "shared/core/Log.h"

namespace resync::telemetry {

std::optional<AccessLog> accessLogFromWord(std::string_view word)
{
    if (word == "off")
        return AccessLog::Off;
    if (word == "errors")
        return AccessLog::Errors;
    return word == "all" ? std::optional(AccessLog::All) : std::nullopt;
}

void logAccess(AccessLog which, const http::RequestObserver::Served &served,
               const ClientOf &clientOf)
{
    const bool isError = served.status >= 400;
    const auto level = served.status >= 500 ? log::Level::Warning : log::Level::Info;
    if (which == AccessLog::Off || (which == AccessLog::Errors && !isError) ||
        !log::isEnabled(level, "http"))
        return;
    const auto microseconds =
        std::chrono::duration_cast<std::chrono::microseconds>(served.duration).count();
    const http::Request &request = *served.request;
    const std::string client = clientOf ? clientOf(request) : request.peerAddress;
    const auto method = served.method ? http::toString(*served.method) : served.foreignMethod;
    log::Fields fields{
        {"status", served.status}, {"duration_us", microseconds}, {"bytes", served.bodyBytes}};
    if (!method.empty())
        fields.emplace_back("method", method);
    if (!request.path.empty())
        fields.emplace_back("path", request.path);
    fields.emplace_back("peer", client);
    if (client != request.peerAddress)
        fields.emplace_back("proxy", request.peerAddress);
    fields.emplace_back("request_id", request.requestId);
    log::write(level, "http", AccessMessage, fields);
}

} // namespace resync::telemetry

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/AccessAnswer.h"

#include "agent/api/Answer.h"

#include <chrono>
#include <utility>

namespace resync::api {

namespace {

constexpr const char *Challenge = R"(Basic realm="Resync", charset="UTF-8")";

/// Makes an answer that the caller has to wait for.
http::Response waitAnswer(std::string_view code, std::string detail, milliseconds wait,
                          const http::Request &request)
{
    auto response = problemAnswer(protocol::makeProblem(code, std::move(detail)), request);
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait);
    response.headers.push_back({"Retry-After", std::to_string(seconds.count())});
    return response;
}

std::string seconds(milliseconds span)
{
    return std::to_string(std::chrono::ceil<std::chrono::seconds>(span).count());
}

} // namespace

http::Response unauthorizedAnswer(const http::Request &request, std::string detail)
{
    auto response =
        problemAnswer(protocol::makeProblem("unauthorized", std::move(detail)), request);
    response.headers.push_back({"WWW-Authenticate", Challenge});
    return response;
}

http::Response failureAnswer(const access::Failure &failure, const http::Request &request)
{
    switch (failure.reason) {
    case access::Refusal::LockedOut:
        return waitAnswer("locked_out", "Too many wrong passwords; wait before the next try.",
                          failure.retryAfter, request);
    case access::Refusal::Busy:
        return waitAnswer("rate_limited", "Too many passwords are being checked; try again.",
                          failure.retryAfter, request);
    case access::Refusal::WrongPassword:
        return unauthorizedAnswer(request, "The user name or password is wrong.");
    case access::Refusal::Malformed:
        return unauthorizedAnswer(request,
                                  "The Authorization header is neither Basic nor a token.");
    default:
        return unauthorizedAnswer(request, "The token is not valid, or not any more.");
    }
}

http::Response noAccountAnswer(const Context &context, const http::Request &request)
{
    return problemAnswer(
        protocol::makeProblem("no_admin_account",
                              "No administrator is configured: set ADMIN_PASSWORD in " +
                                  context.settings.configurationFile + "."),
        request);
}

void noteRefusal(Context &context, const http::Request &request, access::Refusal reason,
                 std::string_view who, std::string_view address)
{
    const std::string what = whatOf(request);
    noteRefusal(context, reason, {who, address, what, {}, request.requestId});
}

void noteRefusal(Context &context, access::Refusal reason, access::AuditEntry entry)
{
    context.parts.authenticator.count(reason);
    entry.result = toString(reason);
    access::auditRefusal(entry);
}

std::string whatOf(const http::Request &request)
{
    return std::string(toString(request.method)) + ' ' + request.path;
}

bool takeFromLimit(Context &context, Call &call, const RateLimited &what)
{
    const access::RateLimit &limit = what.limiter.limit();
    const auto decision = what.limiter.take(what.key);
    const std::string name = '"' + std::string(what.name) + '"';
    call.headers.push_back({"RateLimit-Policy", name + ";q=" + std::to_string(limit.count) +
                                                    ";w=" + std::to_string(limit.period.count())});
    call.headers.push_back({"RateLimit", name + ";r=" + std::to_string(decision.remaining) +
                                             ";t=" + seconds(decision.resetAfter)});
    if (decision.isAllowed)
        return true;
    noteRefusal(context, call.request, access::Refusal::RateLimited, call.who(), call.address);
    call.send(
        waitAnswer("rate_limited", std::string(what.detail), decision.retryAfter, call.request));
    return false;
}

} // namespace resync::api

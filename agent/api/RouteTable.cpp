// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/RouteTable.h"

#include "agent/api/Answer.h"
#include "shared/core/Log.h"

#include <utility>
#include <variant>

namespace resync::api {

namespace {

constexpr const char *Challenge = R"(Basic realm="Resync", charset="UTF-8")";

Access effective(Access access, const LiveSettings &settings)
{
    if (access == Access::Metrics)
        return settings.areMetricsPublic ? Access::Anyone : Access::Viewer;
    if (access == Access::Viewer && settings.isPublicRead)
        return Access::Optional;
    return access;
}

http::Response unauthorized(const http::Request &request, std::string detail)
{
    auto response =
        problemAnswer(protocol::makeProblem("unauthorized", std::move(detail)), request);
    response.headers.push_back({"WWW-Authenticate", Challenge});
    return response;
}

http::Response refused(const access::Failure &failure, const http::Request &request)
{
    const bool isLocked = failure.reason == access::Failure::Reason::LockedOut;
    log::warning(
        "access", isLocked ? "locked out" : "credentials refused",
        {{"from", request.peerAddress}, {"path", request.path}, {"request_id", request.requestId}});
    if (!isLocked)
        return unauthorized(request, "The user name or password is wrong.");
    auto response = problemAnswer(
        protocol::makeProblem("locked_out", "Too many wrong passwords; wait before the next try."),
        request);
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(failure.retryAfter);
    response.headers.push_back({"Retry-After", std::to_string(seconds.count())});
    return response;
}

http::Response credentialsNeeded(const Context &context, const http::Request &request)
{
    if (!context.parts.authenticator.hasAdminAccount())
        return problemAnswer(
            protocol::makeProblem("no_admin_account",
                                  "No administrator is configured: set ADMIN_PASSWORD in " +
                                      context.settings.configurationFile + "."),
            request);
    return unauthorized(request, "This needs a user name and password.");
}

bool isForeignPage(const Context &context, const http::Request &request)
{
    const access::BrowserHeaders browser{request.header("Host"), request.header("Origin"),
                                         request.header("Sec-Fetch-Site")};
    const bool isRead = request.method == http::Method::Get || request.method == http::Method::Head;
    return !context.browsers.allows(browser, !isRead);
}

http::Response foreignPage(const http::Request &request)
{
    return problemAnswer(
        protocol::makeProblem("forbidden", "Browsers may not do this from another site, or by a "
                                           "host name that is not in ALLOWED_HOSTS."),
        request);
}

/// Runs \a handler if the caller may; answers itself otherwise. What is open to anyone is open to a
/// foreign page too, but without the name of the browser's user.
void checkAndRun(Context &context, Access wanted, const CallHandler &handler,
                 const http::Request &request, http::Responder responder)
{
    const Access access = effective(wanted, context.settings);
    const bool isOpen = access == Access::Anyone || access == Access::Lenient;
    const bool isForeign = isForeignPage(context, request);
    if (isForeign && !isOpen) {
        responder.send(foreignPage(request));
        return;
    }
    access::Verdict verdict = access::Anonymous();
    const bool isNameAsked = access != Access::Anyone && !isForeign;
    if (isNameAsked && context.parts.authenticator.hasAdminAccount())
        verdict = context.parts.authenticator.authenticate(request.header("Authorization"),
                                                           request.peerAddress);
    const auto *failure = std::get_if<access::Failure>(&verdict);
    if (failure != nullptr && access != Access::Lenient) {
        responder.send(refused(*failure, request));
        return;
    }
    std::optional<access::Identity> caller;
    if (auto *identity = std::get_if<access::Identity>(&verdict))
        caller = std::move(*identity);
    if (!caller && (access == Access::Viewer || access == Access::Admin)) {
        responder.send(credentialsNeeded(context, request));
        return;
    }
    if (access == Access::Admin && !includes(caller->role, access::Role::Admin)) {
        responder.send(problemAnswer(
            protocol::makeProblem("forbidden", "This needs the role admin."), request));
        return;
    }
    handler(context,
            std::make_shared<Call>(Call{request, std::move(responder), std::move(caller)}));
}

} // namespace

void RouteTable::get(std::string_view path, Access access, CallHandler handler)
{
    add(http::Method::Get, path, access, std::move(handler));
}

void RouteTable::post(std::string_view path, Access access, CallHandler handler)
{
    add(http::Method::Post, path, access, std::move(handler));
}

void RouteTable::add(http::Method method, std::string_view path, Access access, CallHandler handler)
{
    http::Route route;
    route.method = method;
    route.pattern = path;
    route.handler = [&context = m_context, access, handler = std::move(handler)](
                        const http::Request &request, http::Responder responder) {
        checkAndRun(context, access, handler, request, std::move(responder));
    };
    m_router.add(std::move(route));
}

} // namespace resync::api

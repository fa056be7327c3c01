// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/RouteTable.h"

#include "agent/access/Audit.h"
#include "agent/api/AccessAnswer.h"
#include "agent/api/Answer.h"
#include "agent/api/ClientAddress.h"
#include "agent/api/PlanAnswer.h"

#include <utility>
#include <variant>

namespace resync::api {

namespace {

bool isMutation(const http::Request &request)
{
    return request.method != http::Method::Get && request.method != http::Method::Head;
}

bool isForeignPage(const Context &context, const http::Request &request)
{
    const access::BrowserHeaders browser{request.header("Host"), request.header("Origin"),
                                         request.header("Sec-Fetch-Site")};
    return !context.browsers.allows(browser, isMutation(request));
}

http::Response foreignPage(const http::Request &request)
{
    return problemAnswer(
        protocol::makeProblem("forbidden", "Browsers may not do this from another site, or by a "
                                           "host name that is not in ALLOWED_HOSTS."),
        request);
}

/// A request on its way through the access check. May move to the access thread.
struct Visit
{
    Context &context;
    Access wanted; ///< by the route
    Access access; ///< effective
    const CallHandler &handler;
    const http::Request &request;
    http::Responder responder;
    std::string address;

    [[nodiscard]] access::Authenticator &authenticator() const
    {
        return context.parts.authenticator;
    }

    void note(access::Refusal reason, std::string_view who) const
    {
        noteRefusal(context, request, reason, who, address);
    }
    void refuse(access::Refusal reason, std::string_view who, http::Response response)
    {
        note(reason, who);
        if (request.header("Authorization") != nullptr)
            response.headers.push_back({"Cache-Control", "no-store"});
        responder.send(std::move(response));
    }

    void run(std::optional<access::Identity> caller)
    {
        handler(context,
                std::make_shared<Call>(Call{request, std::move(responder), std::move(caller),
                                            std::move(address), wanted}));
    }
};

void refuseAnonymous(Visit &visit)
{
    const bool isAnybody = visit.access == Access::Admin ? visit.authenticator().hasAdmin()
                                                         : visit.authenticator().hasAccount();
    if (isAnybody)
        visit.refuse(access::Refusal::NoCredentials, access::Nobody,
                     unauthorizedAnswer(visit.request, "This needs a user name and password."));
    else if (visit.access == Access::Plan && visit.context.parts.mirror == nullptr)
        visit.responder.send(problemAnswer(notConfigured(visit.context), visit.request));
    else
        visit.responder.send(noAccountAnswer(visit.context, visit.request));
}

/// What is left once it is known who comes.
void admit(Visit &visit, access::Verdict verdict)
{
    const auto *failure = std::get_if<access::Failure>(&verdict);
    if (failure != nullptr) {
        const std::string_view who =
            failure->account.empty() ? access::UnknownName : std::string_view(failure->account);
        if (visit.access != Access::Lenient)
            return visit.refuse(failure->reason, who, failureAnswer(*failure, visit.request));
        visit.note(failure->reason, who);
    }
    auto *caller = std::get_if<access::Identity>(&verdict);
    if (caller == nullptr && needsAccount(visit.access)) {
        refuseAnonymous(visit);
        return;
    }
    const auto needed = roleFor(visit.access);
    if (caller != nullptr && needsAccount(visit.access) && !includes(caller->role, needed)) {
        visit.refuse(access::Refusal::WrongRole, caller->name,
                     problemAnswer(protocol::makeProblem("forbidden",
                                                         "This needs the role " +
                                                             std::string(toString(needed)) + '.'),
                                   visit.request));
        return;
    }
    visit.run(caller != nullptr ? std::optional(std::move(*caller)) : std::nullopt);
}

/// Runs \a handler if the caller may; answers itself otherwise. What is open to anyone may be read
/// by a foreign page too, but without the name of the browser's user.
void checkAndRun(Context &context, Access wanted, const CallHandler &handler,
                 const http::Request &request, http::Responder responder)
{
    auto &authenticator = context.parts.authenticator;
    Visit visit{context,
                wanted,
                effective(wanted, context.settings),
                handler,
                request,
                std::move(responder),
                clientAddress(authenticator, request)};
    const bool isOpen = visit.access == Access::Anyone || visit.access == Access::Lenient;
    const bool isForeign = isForeignPage(context, request);
    if (isForeign && (!isOpen || isMutation(request))) {
        visit.refuse(access::Refusal::ForeignPage, access::Nobody, foreignPage(request));
        return;
    }
    access::Verdict verdict = access::Anonymous();
    const bool isNameAsked = visit.access != Access::Anyone && !isForeign;
    const std::string *credentials = isNameAsked ? request.header("Authorization") : nullptr;
    // elsewhere who has no account yet is told how to get one
    const bool isJudged = authenticator.hasAccount() || visit.access == Access::Optional;
    if (credentials != nullptr && isJudged) {
        if (!request.isTls)
            authenticator.noteUnencrypted(request.peerAddress, visit.address);
        verdict = authenticator.authenticate(credentials, visit.address);
    }
    auto *pending = std::get_if<access::Pending>(&verdict);
    if (pending == nullptr) {
        admit(visit, std::move(verdict));
        return;
    }
    auto shared = std::make_shared<Visit>(std::move(visit));
    authenticator.verify(std::move(*pending), shared->address,
                         [shared](access::Verdict known) { admit(*shared, std::move(known)); });
}

} // namespace

void RouteTable::get(std::string_view path, Access access, CallHandler handler)
{
    add({http::Method::Get, std::string(path), {}, 0}, access, std::move(handler));
}

void RouteTable::post(std::string_view path, Access access, CallHandler handler,
                      std::size_t maxBodyBytes)
{
    add({http::Method::Post, std::string(path), {}, maxBodyBytes}, access, std::move(handler));
}

void RouteTable::remove(std::string_view path, Access access, CallHandler handler)
{
    add({http::Method::Delete, std::string(path), {}, 0}, access, std::move(handler));
}

void RouteTable::add(http::Route route, Access access, CallHandler handler)
{
    route.handler = [&context = m_context, access, handler = std::move(handler)](
                        const http::Request &request, http::Responder responder) {
        checkAndRun(context, access, handler, request, std::move(responder));
    };
    m_router.add(std::move(route));
}

} // namespace resync::api

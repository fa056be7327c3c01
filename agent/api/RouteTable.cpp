// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/RouteTable.h"

#include "agent/access/Audit.h"
#include "agent/api/AccessAnswer.h"
#include "agent/api/Answer.h"
#include "agent/api/ClientAddress.h"
#include "agent/api/PlanAnswer.h"
#include "shared/core/Text.h"

#include <utility>
#include <variant>

namespace resync::api {

namespace {

bool isMutation(const http::Request &request)
{
    return request.method != http::Method::Get && request.method != http::Method::Head;
}

/// The headers by which a browser gives itself away; a browser sends each of them once.
access::BrowserHeaders browserHeaders(const http::Request &request)
{
    access::BrowserHeaders found;
    const auto take = [&](const http::Header &header, const std::string *&into) {
        found.isAmbiguous = found.isAmbiguous || into != nullptr;
        into = &header.value;
    };
    for (const http::Header &header : request.headers) {
        if (equalsIgnoringCase(header.name, "Host"))
            found.host = &header.value;
        else if (equalsIgnoringCase(header.name, "Origin"))
            take(header, found.origin);
        else if (equalsIgnoringCase(header.name, "Sec-Fetch-Site"))
            take(header, found.fetchSite);
    }
    return found;
}

http::Response foreignPage(const http::Request &request)
{
    return problemAnswer(
        protocol::makeProblem("forbidden", "Browsers may not do this from another site, or by a "
                                           "host name that is not in ALLOWED_HOSTS."),
        request);
}

/// Who wants what, and from where.
struct Visitor
{
    Visitor(Context &theContext, Access theWanted, const http::Request &theRequest)
        : context(theContext)
        , wanted(theWanted)
        , access(effective(theWanted, theContext.settings))
        , request(theRequest)
        , address(clientAddress(theContext.parts.authenticator, theRequest))
        , isForeign(!theContext.browsers.allows(browserHeaders(theRequest), isMutation(theRequest)))
    {}

    Context &context;
    Access wanted; ///< by the route
    Access access; ///< effective
    const http::Request &request;
    std::string address;
    bool isForeign; ///< a page of somebody else

    [[nodiscard]] access::Authenticator &authenticator() const
    {
        return context.parts.authenticator;
    }
    void note(access::Refusal reason, std::string_view who) const
    {
        noteRefusal(context, request, reason, who, address);
    }
    [[nodiscard]] http::Response refused(access::Refusal reason, std::string_view who,
                                         http::Response response) const
    {
        note(reason, who);
        return response;
    }
};

http::Response refuseAnonymous(const Visitor &visitor)
{
    const bool isAnybody = visitor.access == Access::Admin ? visitor.authenticator().hasAdmin()
                                                           : visitor.authenticator().hasAccount();
    if (isAnybody)
        return visitor.refused(
            access::Refusal::NoCredentials, access::Nobody,
            unauthorizedAnswer(visitor.request, "This needs a user name and password."));
    if (visitor.access == Access::Plan && visitor.context.parts.mirror == nullptr)
        return problemAnswer(notConfigured(visitor.context), visitor.request);
    return noAccountAnswer(visitor.context, visitor.request);
}

http::Response refuseRole(const Visitor &visitor, const std::string &who)
{
    const std::string needed(toString(roleFor(visitor.access)));
    return visitor.refused(
        access::Refusal::WrongRole, who,
        problemAnswer(protocol::makeProblem("forbidden", "This needs the role " + needed + '.'),
                      visitor.request));
}

/// What is open to anyone may be read by a foreign page too, but without the name of the browser's
/// user.
std::optional<http::Response> refusalOfPage(const Visitor &visitor)
{
    const bool isOpen = visitor.access == Access::Anyone || visitor.access == Access::Lenient;
    if (!visitor.isForeign || (isOpen && !isMutation(visitor.request)))
        return std::nullopt;
    return visitor.refused(access::Refusal::ForeignPage, access::Nobody,
                           foreignPage(visitor.request));
}

/// What is to be answered, once it is known who comes, to one who may not.
std::optional<http::Response> refusalOf(const Visitor &visitor, const access::Verdict &verdict)
{
    if (const auto *failure = std::get_if<access::Failure>(&verdict)) {
        const std::string_view who =
            failure->account.empty() ? access::UnknownName : std::string_view(failure->account);
        if (visitor.access != Access::Lenient)
            return visitor.refused(failure->reason, who, failureAnswer(*failure, visitor.request));
        visitor.note(failure->reason, who);
    }
    if (!needsAccount(visitor.access))
        return std::nullopt;
    const auto *caller = std::get_if<access::Identity>(&verdict);
    if (caller == nullptr)
        return refuseAnonymous(visitor);
    if (!includes(caller->role, roleFor(visitor.access)))
        return refuseRole(visitor, caller->name);
    return std::nullopt;
}

access::Verdict identify(const Visitor &visitor)
{
    const bool isNameAsked = visitor.access != Access::Anyone && !visitor.isForeign;
    const std::string *credentials =
        isNameAsked ? visitor.request.header("Authorization") : nullptr;
    auto &authenticator = visitor.authenticator();
    // elsewhere who has no account yet is told how to get one
    const bool isJudged = authenticator.hasAccount() || visitor.access == Access::Optional;
    if (credentials == nullptr || !isJudged)
        return access::Anonymous();
    if (!visitor.request.isTls)
        authenticator.noteUnencrypted(visitor.request.peerAddress, visitor.address);
    return authenticator.authenticate(credentials, visitor.address);
}

/// As every answer to somebody who gave credentials.
http::Response unstored(http::Response response, const http::Request &request)
{
    if (request.header("Authorization") != nullptr)
        response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

/// A request on its way through the access check. May move to the access thread.
struct Visit
{
    Visitor visitor;
    const CallHandler &handler;
    http::Responder responder;

    void refuse(http::Response response)
    {
        responder.send(unstored(std::move(response), visitor.request));
    }

    void admit(access::Verdict verdict)
    {
        if (auto refusal = refusalOf(visitor, verdict))
            return refuse(std::move(*refusal));
        auto *caller = std::get_if<access::Identity>(&verdict);
        handler(visitor.context,
                std::make_shared<Call>(
                    Call{visitor.request, std::move(responder),
                         caller != nullptr ? std::optional(std::move(*caller)) : std::nullopt,
                         std::move(visitor.address), visitor.wanted}));
    }
};

/// Runs \a handler if the caller may; answers itself otherwise.
void checkAndRun(Context &context, Access access, const CallHandler &handler,
                 const http::Request &request, http::Responder responder)
{
    Visit visit{Visitor(context, access, request), handler, std::move(responder)};
    if (auto refusal = refusalOfPage(visit.visitor))
        return visit.refuse(std::move(*refusal));
    access::Verdict verdict = identify(visit.visitor);
    auto *pending = std::get_if<access::Pending>(&verdict);
    if (pending == nullptr)
        return visit.admit(std::move(verdict));
    auto shared = std::make_shared<Visit>(std::move(visit));
    context.parts.authenticator.verify(
        std::move(*pending), shared->visitor.address,
        [shared](access::Verdict known) { shared->admit(std::move(known)); });
}

/// The refusal that the head alone brings about. A slow password hash is left for when the request
/// is whole.
std::optional<http::Response> checkHead(Context &context, Access access,
                                        const http::Request &request)
{
    const Visitor visitor(context, access, request);
    auto refusal = refusalOfPage(visitor);
    if (!refusal) {
        const access::Verdict verdict = identify(visitor);
        if (!std::holds_alternative<access::Pending>(verdict))
            refusal = refusalOf(visitor, verdict);
    }
    if (refusal)
        refusal = unstored(std::move(*refusal), request);
    return refusal;
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
    route.headCheck = [&context = m_context, access](const http::Request &request) {
        return checkHead(context, access, request);
    };
    m_router.add(std::move(route));
}

} // namespace resync::api

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/AuthRoutes.h"

#include "agent/access/Audit.h"
#include "agent/access/UsersFile.h"
#include "agent/api/AccessAnswer.h"
#include "agent/api/Answer.h"
#include "agent/api/QueryReader.h"
#include "shared/core/Log.h"
#include "shared/protocol/AuthCodec.h"
#include "shared/protocol/Routes.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace resync::api {

namespace {

constexpr std::size_t MaxBodyBytes = 4 * 1024;

/// Answers the 400 for a query parameter: these routes take none.
bool refuseParameters(Call &call)
{
    auto refusal = QueryReader(call.request).answer();
    if (!refusal)
        return false;
    call.send(std::move(*refusal));
    return true;
}

void sendBadBody(Call &call, std::vector<protocol::FieldProblem> fields)
{
    auto problem = protocol::makeProblem(fields.front().code, fields.front().message);
    problem.errors = std::move(fields);
    call.send(problemAnswer(std::move(problem), call.request));
}

void auditDone(const Call &call, std::string_view what, std::string_view subject = {})
{
    access::auditChange({call.who(), call.address, what, "ok", call.request.requestId, subject});
}

void finishLogin(Context &context, Call &call, access::Verdict verdict)
{
    if (const auto *failure = std::get_if<access::Failure>(&verdict)) {
        noteRefusal(context, call.request, failure->reason,
                    failure->account.empty() ? access::UnknownName : failure->account,
                    call.address);
        call.send(failureAnswer(*failure, call.request));
        return;
    }
    call.caller = std::get<access::Identity>(verdict);
    const auto session = context.parts.authenticator.beginSession(*call.caller);
    if (!session) { // the account went this very moment
        call.send(unauthorizedAnswer(call.request, "The user name or password is wrong."));
        return;
    }
    auditDone(call, "login");
    std::string body;
    JsonWriter json(body);
    protocol::writeLoginSession(
        json, {session->text, session->expiresAt, std::string(toString(call.caller->role))});
    call.send(jsonAnswer(std::move(body)));
}

void serveLogin(Context &context, const SharedCall &call)
{
    if (refuseParameters(*call))
        return;
    auto login = protocol::readLogin(call->request.body);
    if (!login) {
        sendBadBody(*call, std::move(login.error()));
        return;
    }
    auto &authenticator = context.parts.authenticator;
    if (!authenticator.hasAccount()) {
        call->send(noAccountAnswer(context, call->request));
        return;
    }
    if (!takeFromLimit(context, *call,
                       {authenticator.loginLimit(), "login", "Logins are limited to 30 a minute.",
                        login->username + ' ' + call->address}))
        return;
    if (!call->request.isTls)
        authenticator.noteUnencrypted(call->request.peerAddress, call->address);
    auto verdict = authenticator.authenticate(
        access::Credential{std::move(login->username), std::move(login->password)}, call->address);
    if (auto *pending = std::get_if<access::Pending>(&verdict))
        authenticator.verify(std::move(*pending), call->address,
                             [&context, call](access::Verdict known) {
                                 finishLogin(context, *call, std::move(known));
                             });
    else
        finishLogin(context, *call, std::move(verdict));
}

void serveLogout(Context &context, const SharedCall &call)
{
    if (refuseParameters(*call))
        return;
    if (call->caller->sessionId.empty()) {
        call->send(problemAnswer(
            protocol::makeProblem("bad_request",
                                  "Only a session can be ended: send its token as Bearer."),
            call->request));
        return;
    }
    context.parts.authenticator.endSession(call->caller->sessionId);
    call->caller->renewed.reset();
    auditDone(*call, "logout");
    call->send(http::Response{204, {}, {}, nullptr});
}

domain::ApiToken shapeOf(const access::ApiToken &token)
{
    return {token.id,
            token.name,
            std::string(toString(token.role)),
            token.createdAt,
            token.expiresAt,
            token.lastUsedAt,
            {}};
}

void serveTokens(Context &context, const SharedCall &call)
{
    if (refuseParameters(*call))
        return;
    std::vector<domain::ApiToken> tokens;
    for (const auto &token : context.parts.authenticator.apiTokens())
        tokens.push_back(shapeOf(token));
    std::string body;
    JsonWriter json(body);
    protocol::writeApiTokens(json, tokens);
    call->send(jsonAnswer(std::move(body)));
}

/// What the form of the body does not tell.
std::vector<protocol::FieldProblem> problemsOf(const domain::ApiTokenRequest &wanted, Instant now)
{
    std::vector<protocol::FieldProblem> problems;
    const auto reject = [&](const char *name, std::string_view why) {
        problems.push_back({name, "invalid_parameter", name + (": " + std::string(why))});
    };
    if (const auto fault = access::nameFault(wanted.name); !fault.empty())
        reject("name", fault);
    if (!access::roleFromWord(wanted.role))
        reject("role", "must be one of viewer, operator, admin");
    if (wanted.expiresAt && *wanted.expiresAt <= now)
        reject("expires_at", "must be in the future");
    return problems;
}

/// A file that cannot be written is ours to mend, not the caller's.
void sendStoreProblem(Call &call, const Error &error)
{
    if (!error.code.empty() || error.kind == ErrorKind::NotFound) {
        call.send(problemAnswer(error, call.request));
        return;
    }
    log::error("access", error.message, {{"request_id", call.request.requestId}});
    call.send(problemAnswer(protocol::makeProblem("internal", "The tokens cannot be stored; see "
                                                              "the log of the Resync agent."),
                            call.request));
}

void sendNewToken(Call &call, const access::NewApiToken &made)
{
    auditDone(call, "token created", made.token.id);
    auto shape = shapeOf(made.token);
    shape.token = made.secret;
    std::string body;
    JsonWriter json(body);
    protocol::writeNewApiToken(json, shape);
    call.send(jsonAnswer(std::move(body), 201));
}

void serveNewToken(Context &context, const SharedCall &call)
{
    if (refuseParameters(*call))
        return;
    auto wanted = protocol::readApiTokenRequest(call->request.body);
    auto problems =
        wanted ? problemsOf(*wanted, context.parts.clock.now()) : std::move(wanted.error());
    if (!problems.empty()) {
        sendBadBody(*call, std::move(problems));
        return;
    }
    context.parts.authenticator.createApiToken(
        std::move(wanted->name), *access::roleFromWord(wanted->role), wanted->expiresAt,
        [call](const Result<access::NewApiToken> &made) {
            if (made)
                sendNewToken(*call, *made);
            else
                sendStoreProblem(*call, made.error());
        });
}

void serveTokenRemoval(Context &context, const SharedCall &call)
{
    if (refuseParameters(*call))
        return;
    const std::string id = call->request.parameters.at(0);
    context.parts.authenticator.removeApiToken(id, [call, id](const Result<> &removed) {
        if (!removed) {
            sendStoreProblem(*call, removed.error());
            return;
        }
        auditDone(*call, "token deleted", id);
        call->send(http::Response{204, {}, {}, nullptr});
    });
}

} // namespace

void addAuthRoutes(RouteTable &table)
{
    namespace routes = protocol::routes;
    table.post(routes::AuthLogin, Access::Anyone, serveLogin, MaxBodyBytes);
    table.post(routes::AuthLogout, Access::Account, serveLogout);
    table.get(routes::AuthTokens, Access::Admin, serveTokens);
    table.post(routes::AuthTokens, Access::Admin, serveNewToken, MaxBodyBytes);
    table.remove(routes::AuthToken, Access::Admin, serveTokenRemoval);
}

} // namespace resync::api

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/LogRoute.h"

#include "agent/api/Answer.h"
#include "agent/api/JobDetail.h"
#include "agent/api/LogFollower.h"
#include "agent/api/LogQuery.h"
#include "agent/api/PlanAnswer.h"
#include "agent/api/QueryReader.h"
#include "shared/protocol/JobLogCodec.h"
#include "shared/protocol/Routes.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace resync::api {

namespace {

std::string bareText(const domain::JobLog &log)
{
    std::string text;
    for (const domain::LogLine &line : log.lines)
        (text += line.text) += '\n';
    return text;
}

/// What tells one answer from another: what was read, which lines of it are shown, in which form.
std::string keyOf(const PlanView &read, const domain::JobLog &log, bool isText)
{
    std::string key = read.entityTag + (isText ? " text" : " json");
    if (!log.lines.empty())
        key += ' ' + std::to_string(log.lines.front().number) + ' ' +
               std::to_string(log.lines.back().number);
    return key;
}

void sendLog(const Context &context, const SharedCall &call, const PlanView &read,
             const domain::JobLog &log)
{
    const bool isText = prefersText(call->request);
    const auto view = taggedView(context, read, keyOf(read, log, isText));
    http::Response response;
    if (matchesEntityTag(call->request, view.entityTag)) {
        response.status = 304;
    } else if (isText) {
        response.contentType = "text/plain; charset=utf-8";
        response.body = std::make_shared<const std::string>(bareText(log));
    } else {
        response.contentType = JsonContentType;
        std::string body;
        JsonWriter json(body);
        protocol::writeJobLog(json, log, view.stamp.freshness);
        response.body = std::make_shared<const std::string>(std::move(body));
    }
    response.headers.push_back({"ETag", view.entityTag});
    addFreshness(response, view.stamp.freshness);
    for (http::Header &header : response.headers)
        if (header.name == "Vary")
            header.value = "Accept, " + header.value;
    call->send(std::move(response));
}

void onLog(Context &context, const SharedCall &call, const PlanView &plan, const LogQuery &query,
           const Result<mirror::Dated<domain::JobLog>> &answer)
{
    if (!answer) {
        call->send(problemAnswer(answer.error(), call->request));
        return;
    }
    if (query.isFollowed) {
        LogFollower::start(context, *call, domain::JobId(call->request.parameters.at(0)),
                           query.range, logPart(*answer->value, query));
        return;
    }
    onReadPool(context, call,
               [&context, call, query, view = datedView(context, plan, *answer),
                log = answer->value] { sendLog(context, call, view, logPart(*log, query)); });
}

void serveLog(Context &context, SharedCall call)
{
    QueryReader reader(call->request);
    auto query = readLogQuery(reader, call->request);
    if (auto refusal = reader.answer()) {
        call->send(std::move(*refusal));
        return;
    }
    withPlan(
        context, std::move(call), mirror::Collection::Jobs, std::nullopt,
        [&context, query = std::move(query)](const SharedCall &current, const PlanView &view) {
            const std::string &id = current->request.parameters.at(0);
            if (!view.snapshot->jobs->find(id)) {
                sendNoSuchJob(*current);
                return;
            }
            if (query.isFollowed && !LogFollower::isRoom()) {
                current->send(problemAnswer(
                    protocol::makeProblem("overloaded", "Too many job logs are being followed."),
                    current->request));
                return;
            }
            context.parts.mirror->details().fetchLog(
                domain::JobId(id), query.range,
                [&context, current, view, query](const auto &answer) {
                    onLog(context, current, view, query, answer);
                },
                {{}, {}, context.settings.invalidateWait, {}});
        });
}

} // namespace

void addLogRoute(RouteTable &table)
{
    table.get(protocol::routes::JobLog, Access::Operator, serveLog);
}

} // namespace resync::api

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/CacheRoutes.h"

#include "agent/access/Audit.h"
#include "agent/api/AccessAnswer.h"
#include "agent/api/Answer.h"
#include "agent/api/PlanAnswer.h"
#include "agent/api/QueryReader.h"
#include "shared/protocol/CacheCodec.h"
#include "shared/protocol/Routes.h"

#include <string>
#include <utility>

namespace resync::api {

namespace {

void sendReport(const SharedCall &call, const domain::InvalidationReport &report)
{
    std::string body;
    JsonWriter json(body);
    protocol::writeInvalidationReport(json, report);
    call->send(jsonAnswer(std::move(body)));
}

void serveStats(Context &context, const SharedCall &call)
{
    if (auto refusal = QueryReader(call->request).answer()) {
        call->send(std::move(*refusal));
        return;
    }
    if (context.parts.mirror == nullptr) {
        call->send(problemAnswer(notConfigured(context), call->request));
        return;
    }
    std::string body;
    JsonWriter json(body);
    protocol::writeCacheStats(json, context.parts.mirror->stats());
    call->send(jsonAnswer(std::move(body)));
}

/// The scope that was asked for; what is wrong with it is noted in \a query.
mirror::Scope readScope(QueryReader &query)
{
    const std::string *word = query.text("scope");
    if (word == nullptr)
        return mirror::Scope::System;
    const auto scope = mirror::scopeFromWord(*word);
    if (!scope)
        query.reject("scope", "scope: must be one of system, jobs, workstations");
    return scope.value_or(mirror::Scope::System);
}

void serveInvalidate(Context &context, const SharedCall &call)
{
    QueryReader query(call->request);
    const auto scope = readScope(query);
    const bool isDryRun = query.flag("dry_run").value_or(false);
    if (auto refusal = query.answer()) {
        call->send(std::move(*refusal));
        return;
    }
    mirror::Mirror *mirror = context.parts.mirror;
    if (mirror == nullptr) {
        call->send(problemAnswer(notConfigured(context), call->request));
        return;
    }
    if (isDryRun) {
        sendReport(call, mirror->estimate(scope));
        return;
    }
    const std::string key = call->caller->name + ' ' + call->address;
    if (!takeFromLimit(context, *call,
                       {context.parts.invalidations, "invalidate",
                        "Invalidations are limited to 30 a minute.", key}))
        return;
    access::auditChange(
        {call->who(), call->address, "invalidate", "ok", call->request.requestId, toString(scope)});
    mirror->invalidate(
        scope, call->caller->name, context.settings.invalidateWait,
        [call](const domain::InvalidationReport &report) { sendReport(call, report); });
}

} // namespace

void addCacheRoutes(RouteTable &table)
{
    table.post(protocol::routes::CacheInvalidate, Access::Admin, serveInvalidate);
    table.get(protocol::routes::CacheStats, Access::Plan, serveStats);
}

} // namespace resync::api

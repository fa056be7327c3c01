// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/SystemRoutes.h"

#include "agent/access/Audit.h"
#include "agent/api/Answer.h"
#include "agent/api/QueryReader.h"
#include "resources/OpenApi.h"
#include "shared/protocol/ConfigCodec.h"
#include "shared/protocol/HealthCodec.h"
#include "shared/protocol/Routes.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace resync::api {

namespace {

constexpr std::string_view MetricsContentType = "text/plain; version=0.0.4; charset=utf-8";

/// Answers the 400 for a parameter on a route that takes none.
bool refuseParameters(Call &call)
{
    auto refusal = QueryReader(call.request).answer();
    if (!refusal)
        return false;
    call.send(std::move(*refusal));
    return true;
}

CallHandler fixedAnswer(std::string contentType, std::string text)
{
    auto body = std::make_shared<const std::string>(std::move(text));
    return [contentType = std::move(contentType), body](Context &, const SharedCall &call) {
        if (refuseParameters(*call))
            return;
        http::Response response;
        response.contentType = contentType;
        response.body = body;
        call->send(std::move(response));
    };
}

protocol::Problem stopping()
{
    return protocol::makeProblem("shutting_down", "The Resync agent is stopping.");
}

bool maySeeDetails(const Context &context, const Call &call)
{
    return call.caller || context.settings.isPublicRead;
}

void serveHealth(Context &context, const SharedCall &call)
{
    if (refuseParameters(*call))
        return;
    auto health = context.parts.health();
    health.ready = health.ready && !context.isStopping;
    if (!maySeeDetails(context, *call))
        health = domain::withoutDetails(std::move(health));
    std::string body;
    JsonWriter json(body);
    protocol::writeHealth(json, health);
    call->send(jsonAnswer(std::move(body)));
}

void serveReadiness(Context &context, const SharedCall &call)
{
    if (refuseParameters(*call))
        return;
    const auto *mirror = context.parts.mirror;
    if (context.isStopping)
        call->send(problemAnswer(stopping(), call->request));
    else if (mirror == nullptr || mirror->snapshot())
        call->send(jsonAnswer(R"({"status":"ok"})"));
    else
        call->send(problemAnswer(
            protocol::makeProblem("no_plan", "The plan has not been read yet; see /api/v1/health."),
            call->request));
}

void serveComponent(Context &context, const SharedCall &call)
{
    if (refuseParameters(*call))
        return;
    const auto health = context.parts.health();
    const std::string &name = call->request.parameters.at(0);
    const auto at = std::find_if(health.components.begin(), health.components.end(),
                                 [&](const auto &component) { return component.name == name; });
    if (at == health.components.end()) {
        call->send(problemAnswer(
            protocol::makeProblem("not_found", "There is no health component of this name."),
            call->request));
        return;
    }
    std::string body;
    JsonWriter json(body);
    protocol::writeHealthComponent(json, *at);
    call->send(jsonAnswer(std::move(body)));
}

void serveConfiguration(Context &context, const SharedCall &call)
{
    if (refuseParameters(*call))
        return;
    std::string body;
    JsonWriter json(body);
    if (call->caller && call->caller->role == access::Role::Admin)
        protocol::writeConfigReport(json, context.parts.configuration());
    else
        protocol::writeConfigSummary(json, context.parts.configurationSummary());
    call->send(jsonAnswer(std::move(body)));
}

void serveReload(Context &context, const SharedCall &call)
{
    if (refuseParameters(*call))
        return;
    const bool isTaken =
        context.parts.reload(call->caller->name, [call](const domain::ReloadOutcome &outcome) {
            access::auditReload(call->who(), call->address, call->request.requestId, outcome.ok);
            std::string body;
            JsonWriter json(body);
            protocol::writeReloadOutcome(json, outcome);
            call->send(jsonAnswer(std::move(body)));
        });
    if (!isTaken)
        call->send(problemAnswer(stopping(), call->request));
}

void serveMetrics(Context &context, const SharedCall &call)
{
    if (refuseParameters(*call))
        return;
    call->send(http::Response::make(200, std::string(MetricsContentType), context.parts.metrics()));
}

} // namespace

void addSystemRoutes(RouteTable &table)
{
    namespace routes = protocol::routes;
    const auto ok = fixedAnswer(std::string(JsonContentType), R"({"status":"ok"})");
    table.get(routes::Health, Access::Anyone, ok);
    table.get(routes::HealthApp, Access::Anyone, ok);
    table.get(routes::HealthLive, Access::Anyone, ok);
    table.get(routes::HealthReady, Access::Anyone, serveReadiness);
    table.get(routes::HealthV1, Access::Lenient, serveHealth);
    table.get(routes::HealthComponent, Access::Viewer, serveComponent);
    table.get(routes::Config, Access::Optional, serveConfiguration);
    table.get(routes::ConfigV1, Access::Admin, serveConfiguration);
    table.post(routes::ConfigReload, Access::Admin, serveReload);
    table.get(routes::ApiMetrics, Access::Metrics, serveMetrics);
    table.get(routes::Metrics, Access::Metrics, serveMetrics);
    table.get(routes::OpenApi, Access::Anyone,
              fixedAnswer(std::string(JsonContentType), std::string(openApiJson())));
}

} // namespace resync::api

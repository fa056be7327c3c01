// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/EventRoutes.h"

#include "agent/api/Answer.h"
#include "agent/api/EventStreams.h"
#include "agent/api/PlanAnswer.h"
#include "agent/api/QueryReader.h"
#include "shared/protocol/HistoryCodec.h"
#include "shared/protocol/Routes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace resync::api {

namespace {

constexpr std::array<std::string_view, 12> EventTypes = {
    "job.status",   "jobs.changed",  "job_stream.status", "workstation.link",  "plan.changed",
    "alert.raised", "alert.cleared", "health.changed",    "cache.invalidated", "config.reloaded",
    "reset",        "closing"};

std::optional<domain::Severity> severityFromWord(std::string_view word)
{
    for (const auto severity : {domain::Severity::Info, domain::Severity::Warning,
                                domain::Severity::Error, domain::Severity::Critical})
        if (toString(severity) == word)
            return severity;
    return std::nullopt;
}

EventFilter readFilter(QueryReader &query)
{
    EventFilter filter;
    filter.types = query.texts("type");
    for (const std::string &type : filter.types)
        if (std::find(EventTypes.begin(), EventTypes.end(), type) == EventTypes.end())
            query.reject("type", "type: there is no such type of event");
    for (const std::string &word : query.texts("severity")) {
        if (const auto severity = severityFromWord(word))
            filter.severities.push_back(*severity);
        else
            query.reject("severity", "severity: must be one of info, warning, error, critical");
    }
    filter.subjects = query.texts("subject");
    return filter;
}

void serveEvents(Context &context, const SharedCall &call)
{
    QueryReader query(call->request);
    auto filter = readFilter(query);
    if (auto refusal = query.answer()) {
        call->send(std::move(*refusal));
        return;
    }
    if (context.parts.mirror == nullptr) {
        call->send(problemAnswer(notConfigured(context), call->request));
        return;
    }
    const std::string *last = call->request.header("Last-Event-ID");
    auto mayGoOn = stillAllowed(context, *call);
    context.events.open(std::move(call->responder), context.parts.mirror->events(),
                        std::move(filter), last != nullptr ? *last : std::string(),
                        std::move(mayGoOn));
}

constexpr std::chrono::hours DefaultHistory{1};
constexpr std::size_t LightPoints = 10'000;

/// Names that no series has are refused, with those that there are.
void checkNames(const Context &context, Instant now, const std::vector<std::string> &names,
                QueryReader &query)
{
    if (names.empty())
        return;
    const domain::MetricsHistory kept = context.parts.history(now, now, {});
    std::vector<std::string_view> known;
    for (const auto &series : kept.series)
        if (known.empty() || known.back() != series.name)
            known.push_back(series.name);
    query.checkWords("name", names, known);
}

void sendHistory(const SharedCall &call, const domain::MetricsHistory &history)
{
    std::string body;
    JsonWriter json(body);
    protocol::Codec<domain::MetricsHistory>::write(json, history);
    call->send(jsonAnswer(std::move(body)));
}

void serveHistory(Context &context, const SharedCall &call)
{
    QueryReader query(call->request);
    const Instant now = context.parts.clock.now();
    const Instant to = query.instant("to").value_or(now);
    const Instant from = query.instant("from").value_or(to - DefaultHistory);
    const auto names = query.texts("name");
    checkNames(context, now, names, query);
    if (to < from)
        query.reject("from", "from: must not be later than to");
    if (auto refusal = query.answer()) {
        call->send(std::move(*refusal));
        return;
    }
    auto history = context.parts.history(from, to, names);
    std::size_t points = 0;
    for (const auto &series : history.series)
        points += series.points.size();
    if (points <= LightPoints) {
        sendHistory(call, history);
        return;
    }
    onReadPool(context, call, [call, history = std::move(history)] { sendHistory(call, history); });
}

} // namespace

void addEventRoutes(RouteTable &table)
{
    table.get(protocol::routes::Events, Access::Plan, serveEvents);
    table.get(protocol::routes::MetricsHistory, Access::Viewer, serveHistory);
}

} // namespace resync::api

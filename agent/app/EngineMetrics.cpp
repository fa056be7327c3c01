// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/EngineMetrics.h"

#include <algorithm>
#include <string>

namespace resync::app {

namespace {

using mirror::BreakerState;
using telemetry::MetricFamilies;

void collectBudget(const mirror::EngineCallCounts &counts, MetricFamilies &families)
{
    families.gauge("resync_engine_calls_last_minute", "Calls to the engine in the last minute.", {},
                   static_cast<double>(counts.lastMinute));
    families.gauge("resync_engine_call_budget", "Calls to the engine that a minute allows.", {},
                   static_cast<double>(counts.perMinuteLimit));
    const auto used = std::min(counts.lastMinute, counts.perMinuteLimit);
    families.gauge("resync_engine_call_budget_left",
                   "Calls that the budget of the last minute has left.", {},
                   static_cast<double>(counts.perMinuteLimit - used));
}

void collectBreaker(BreakerState now, MetricFamilies &families)
{
    for (const auto state : {BreakerState::Closed, BreakerState::Open, BreakerState::HalfOpen})
        families.gauge("resync_engine_breaker",
                       "State of the breaker that keeps calls from a failing engine: 1 for the one "
                       "that it is in.",
                       {{"state", std::string(toString(state))}}, state == now ? 1 : 0);
}

/// The label is bounded by TWS_HOST. A host that was never asked has no series of resync_…_up.
void collectHost(const mirror::EngineHostState &host, MetricFamilies &families)
{
    const telemetry::Labels labels = {{"host", host.host}};
    families.gauge("resync_engine_host_in_use", "Whether calls go to this host of the engine.",
                   labels, host.isInUse ? 1 : 0);
    if (!host.lastError.empty() || host.lastAnswerAt)
        families.gauge("resync_engine_host_up", "Whether the host answered when last asked.",
                       labels, host.lastError.empty() ? 1 : 0);
}

} // namespace

void collectEngine(const mirror::EngineCallCounts &counts,
                   const std::vector<mirror::EngineHostState> &hosts, MetricFamilies &families)
{
    collectBudget(counts, families);
    collectBreaker(counts.breaker, families);
    for (const auto &host : hosts)
        collectHost(host, families);
}

} // namespace resync::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/PlanMetrics.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace resync::app {

namespace {

using telemetry::MetricFamilies;

/// The workstation types that run an engine agent (tws-api §3.2); pools and brokers do not.
constexpr std::array<std::string_view, 5> AgentTypes = {"agent", "fta", "x_agent", "s_agent",
                                                        "rem_eng"};

void collectJobs(const mirror::Snapshot &snapshot, MetricFamilies &families)
{
    const auto plan = mirror::planOf(snapshot);
    for (const auto status : domain::AllStatuses) {
        const telemetry::Labels labels = {{"status", std::string(toString(status))}};
        const auto index = static_cast<std::size_t>(status);
        families.gauge("resync_jobs", "Jobs of the plan by status.", labels, plan.jobs.at(index));
        families.gauge("resync_job_streams", "Job streams of the plan by status.", labels,
                       plan.jobStreams.at(index));
    }
}

/// Workstations by whether they are linked; those that do not say are not counted.
void collectWorkstations(const mirror::Snapshot &snapshot, MetricFamilies &families)
{
    std::map<std::string, int> stations;
    std::map<std::string, int> agents;
    for (const auto &station : *snapshot.workstations) {
        if (!station.linked)
            continue;
        const char *state = *station.linked ? "linked" : "unlinked";
        ++stations[state];
        if (std::find(AgentTypes.begin(), AgentTypes.end(), station.type) != AgentTypes.end())
            ++agents[state];
    }
    for (const auto &[state, count] : stations)
        families.gauge("resync_workstations", "Workstations of the plan by link state.",
                       {{"state", state}}, count);
    for (const auto &[state, count] : agents)
        families.gauge("resync_agents", "Engine agents and assistants by state.",
                       {{"kind", "engine_agent"}, {"state", state}}, count);
}

void collectAges(const mirror::Snapshot &snapshot, const Clock &clock, MetricFamilies &families)
{
    for (const auto collection : mirror::AllCollections) {
        const auto &asOf = snapshot.asOfOf(collection);
        if (asOf)
            families.gauge("resync_snapshot_age_seconds", "Age of the mirrored data.",
                           {{"collection", std::string(toString(collection))}},
                           toSeconds(clock.now() - *asOf));
    }
    families.gauge("resync_mirror_divergence_rows",
                   "Rows by which the mirror differs from the engine's own counts.", {},
                   snapshot.divergence);
}

} // namespace

void collectPlan(const mirror::Mirror &mirror, const Clock &clock, MetricFamilies &families)
{
    const auto status = mirror.status();
    if (status.lastAttemptAt)
        families.gauge("resync_dependency_up", "Whether an outside system answers.",
                       {{"dependency", "engine"}}, status.lastError ? 0 : 1);
    families.counter("resync_refreshes_total", "Refreshes of the mirror.", {{"outcome", "ok"}},
                     static_cast<double>(status.refreshes));
    families.counter("resync_refreshes_total", "Refreshes of the mirror.", {{"outcome", "failed"}},
                     static_cast<double>(status.failures));
    if (status.lastDuration)
        families.gauge("resync_refresh_duration_seconds", "Duration of the last full refresh.", {},
                       toSeconds(*status.lastDuration));
    const auto stats = mirror.stats();
    families.counter("resync_cache_hits_total", "Answers given without waiting for the engine.", {},
                     static_cast<double>(stats.hits));
    families.counter("resync_cache_misses_total", "Answers that waited for the engine.", {},
                     static_cast<double>(stats.misses));
    families.gauge("resync_engine_calls_last_minute", "Calls to the engine in the last minute.", {},
                   static_cast<double>(stats.callsUsed));
    const auto snapshot = mirror.snapshot();
    if (!snapshot)
        return;
    collectJobs(*snapshot, families);
    collectWorkstations(*snapshot, families);
    collectAges(*snapshot, clock, families);
}

} // namespace resync::app

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

/// The ages of what one tier of the mirror last read of \a collection.
void collectAge(const char *tier, mirror::Collection collection, const std::optional<Instant> &asOf,
                const Clock &clock, MetricFamilies &families)
{
    if (asOf)
        families.gauge("resync_snapshot_age_seconds",
                       "Age of the mirrored data, by the tier that reads it.",
                       {{"tier", tier}, {"collection", std::string(toString(collection))}},
                       toSeconds(clock.now() - *asOf));
}

void collectAges(const mirror::Snapshot &snapshot, const Clock &clock, MetricFamilies &families)
{
    for (const auto collection : mirror::AllCollections) {
        collectAge("hot", collection, snapshot.asOfOf(collection), clock, families);
        if (collection == mirror::Collection::Workstations) // the hot tier reads all of them
            continue;
        collectAge("sweep", collection, snapshot.sweepAsOf, clock, families);
        collectAge("structure", collection, snapshot.structureAsOf, clock, families);
    }
    families.gauge("resync_mirror_divergence_rows",
                   "Rows by which the mirror differs from the engine's own counts.", {},
                   snapshot.divergence);
}

void collectRefreshes(const mirror::MirrorStatus &status, MetricFamilies &families)
{
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
    if (status.lastRows)
        families.gauge("resync_refresh_rows", "Rows that the last full refresh read.", {},
                       static_cast<double>(*status.lastRows));
    families.counter("resync_sweeps_total", "Sweeps of every row that came to their end.", {},
                     static_cast<double>(status.sweeps));
}

void collectCacheUse(std::string_view scope, const mirror::CacheUse &use, MetricFamilies &families)
{
    const telemetry::Labels labels = {{"scope", std::string(scope)}};
    families.counter("resync_cache_hits_total", "Answers given without waiting for the engine.",
                     labels, static_cast<double>(use.hits));
    families.counter("resync_cache_misses_total", "Answers that waited for the engine.", labels,
                     static_cast<double>(use.misses));
}

} // namespace

void collectPlan(const mirror::Mirror &mirror, const Clock &clock, MetricFamilies &families)
{
    collectRefreshes(mirror.status(), families);
    for (const auto collection : mirror::AllCollections)
        collectCacheUse(toString(collection), mirror.cacheUse(collection), families);
    const mirror::Details &details = mirror.details();
    collectCacheUse("details", {details.hits(), details.misses()}, families);
    const auto snapshot = mirror.snapshot();
    if (!snapshot)
        return;
    collectJobs(*snapshot, families);
    collectWorkstations(*snapshot, families);
    collectAges(*snapshot, clock, families);
}

} // namespace resync::app

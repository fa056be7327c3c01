// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/health/HealthService.h"

#include "agent/health/EngineDetails.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <system_error>
#include <utility>

namespace resync::health {

namespace {

using domain::HealthComponent;
using domain::HealthStatus;

constexpr std::uintmax_t LeastFreeBytes = 200UL * 1024 * 1024;

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const auto &word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

} // namespace

HealthService::HealthService(const mirror::Mirror *mirror, const Clock &clock,
                             HealthSettings settings)
    : m_mirror(mirror)
    , m_clock(clock)
    , m_settings(std::move(settings))
{}

domain::Health HealthService::health() const
{
    domain::Health health;
    health.components = {engine(), plan()};
    for (const char *name : {"redis", "knowledge", "llm", "store"})
        health.components.push_back(optional(name));
    health.components.push_back(disk());
    for (const char *name : {"clock", "logs"})
        health.components.push_back(optional(name));
    health.status = domain::overallStatus(health.components);
    health.ready = m_mirror == nullptr || m_mirror->snapshot() != nullptr;
    return health;
}

HealthComponent HealthService::engine() const
{
    HealthComponent component;
    component.name = "engine";
    component.required = true;
    if (m_mirror == nullptr)
        return component;
    const auto status = m_mirror->status();
    component.configured = true;
    component.checkedAt = status.lastAttemptAt;
    component.since = status.since;
    if (status.latencyMs)
        component.latencyMs = std::round(*status.latencyMs * 10) / 10;
    if (status.lastError) {
        component.status = HealthStatus::Down;
        component.message = {status.lastError->code, {}, status.lastError->message};
    } else if (status.lastSuccessAt) {
        component.status = HealthStatus::Ok;
    }
    if (const auto snapshot = m_mirror->snapshot()) {
        component.details = {{"host", snapshot->engine.host},
                             {"version", snapshot->engine.version},
                             {"apis", joined(snapshot->engine.apis)},
                             {"demo", snapshot->engine.isDemo ? "true" : "false"}};
        if (snapshot->engine.isActiveMaster)
            component.details.emplace_back("active_master",
                                           *snapshot->engine.isActiveMaster ? "true" : "false");
        if (status.lastDuration)
            component.details.emplace_back("refresh_ms",
                                           std::to_string(status.lastDuration->count()));
    }
    addHosts(component, m_mirror->engineHosts());
    component.details.emplace_back("breaker", toString(m_mirror->engineCalls().breaker));
    if (status.engineMetrics)
        addEngineMetrics(component, *status.engineMetrics);
    return component;
}

HealthComponent HealthService::plan() const
{
    HealthComponent component;
    component.name = "plan";
    component.required = true;
    if (m_mirror == nullptr)
        return component;
    component.configured = true;
    component.checkedAt = m_clock.now();
    const auto snapshot = m_mirror->snapshot();
    const auto freshness = m_mirror->freshness(mirror::Collection::Jobs, snapshot.get());
    if (!snapshot) {
        component.status =
            m_mirror->status().lastError ? HealthStatus::Down : HealthStatus::Unknown;
        component.message = {"no_plan", {}, "The plan has not been read yet."};
        return component;
    }
    component.status = freshness.isStale() ? HealthStatus::Degraded : HealthStatus::Ok;
    component.since = snapshot->asOfOf(mirror::Collection::Jobs);
    if (freshness.reason)
        component.message = {
            std::string(toString(*freshness.reason)), {}, std::string(describe(*freshness.reason))};
    component.details = {{"as_of", formatInstant(*freshness.asOf)},
                         {"jobs", std::to_string(snapshot->jobs->size())}};
    return component;
}

HealthComponent HealthService::disk() const
{
    HealthComponent component;
    component.name = "disk";
    component.configured = true;
    component.checkedAt = m_clock.now();
    std::error_code error;
    std::filesystem::path directory(m_settings.stateDirectory);
    while (!std::filesystem::exists(directory, error) && directory.has_relative_path())
        directory = directory.parent_path(); // made on first use; its disk is that of its parent
    const auto space = std::filesystem::space(directory, error);
    if (error) {
        component.message = {"disk_unreadable", {}, "The state directory's disk cannot be read."};
        return component;
    }
    component.details = {{"free_bytes", std::to_string(space.available)}};
    component.status = space.available < LeastFreeBytes ? HealthStatus::Degraded : HealthStatus::Ok;
    if (component.status != HealthStatus::Ok)
        component.message = {"disk_nearly_full", {}, "Less than 200 MiB are free."};
    return component;
}

HealthComponent HealthService::optional(const std::string &name) const
{
    HealthComponent component;
    component.name = name;
    const auto &unused = m_settings.unusedComponents;
    component.configured = std::find(unused.begin(), unused.end(), name) != unused.end();
    if (component.configured)
        component.message = {
            "not_used_yet", {}, "Configured, but this version does not use it yet."};
    return component;
}

} // namespace resync::health

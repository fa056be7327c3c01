// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/Reloader.h"

#include "agent/config/Reload.h"
#include "shared/core/Log.h"

#include <algorithm>
#include <utility>

namespace resync::app {

namespace {

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const auto &word : words)
        text += (text.empty() ? "" : ",") + word;
    return text;
}

/// What runs is what a restart would run.
bool isSame(const config::Config &running, const config::Config &loaded)
{
    if (!config::lostSources(running, loaded).empty())
        return false;
    const auto plan = config::planReload(running, loaded);
    return plan.changed.empty() && plan.restartPending.empty();
}

void addMessages(domain::ReloadOutcome &outcome, const std::vector<config::Problem> &problems)
{
    for (const auto &problem : problems)
        outcome.errors.push_back(problem.message);
}

} // namespace

Reloader::Reloader(config::Config running, Load load, const Clock &clock)
    : m_load(std::move(load))
    , m_clock(clock)
    , m_running(std::make_shared<const config::Config>(std::move(running)))
{}

domain::ReloadOutcome Reloader::reload(const std::string &by)
{
    domain::ReloadOutcome outcome = tryReload(by);
    outcome.ok = outcome.errors.empty();
    keep(outcome);
    announce(outcome, by);
    return outcome;
}

void Reloader::compare()
{
    const auto loaded = m_load();
    const bool isAsGiven = loaded.config && isSame(*running(), *loaded.config);
    const std::lock_guard lock(m_mutex);
    m_isAsGiven = isAsGiven;
}

domain::ReloadOutcome Reloader::tryReload(const std::string &by)
{
    domain::ReloadOutcome outcome;
    const auto loaded = m_load();
    for (const auto &problem : loaded.warnings)
        log::warning("config", problem.message);
    addMessages(outcome, loaded.errors);
    if (!loaded.config)
        return outcome;
    const auto old = running();
    addMessages(outcome, config::lostSources(*old, *loaded.config));
    if (!outcome.errors.empty())
        return outcome;
    auto plan = config::planReload(*old, *loaded.config);
    const auto commits = prepare(plan.next, by);
    if (!commits) {
        outcome.errors.push_back(commits.error().message);
        return outcome;
    }
    for (const Commit &commit : *commits)
        commit();
    outcome.changed = std::move(plan.changed);
    outcome.restartPending = std::move(plan.restartPending);
    const std::lock_guard lock(m_mutex);
    m_running = std::make_shared<const config::Config>(std::move(plan.next));
    return outcome;
}

Result<std::vector<Reloader::Commit>> Reloader::prepare(const config::Config &next,
                                                        const std::string &by) const
{
    std::vector<Commit> commits;
    for (const Prepare &part : m_parts) {
        auto commit = part(next, by);
        if (!commit)
            return tl::unexpected(commit.error());
        commits.push_back(std::move(*commit));
    }
    return commits;
}

void Reloader::keep(const domain::ReloadOutcome &outcome)
{
    const std::lock_guard lock(m_mutex);
    m_lastReload = domain::ReloadReport{m_clock.now(), outcome.ok, outcome.errors};
    m_isAsGiven = outcome.ok && outcome.restartPending.empty();
    ++(outcome.ok ? m_successes : m_failures);
}

void Reloader::announce(const domain::ReloadOutcome &outcome, const std::string &by) const
{
    for (const std::string &error : outcome.errors)
        log::error("config", error);
    if (outcome.ok)
        log::info("config", "reloaded",
                  {{"by", by},
                   {"changed", joined(outcome.changed)},
                   {"restart_pending", joined(outcome.restartPending)}});
    else
        log::error("config", "not reloaded: the old configuration stays",
                   {{"by", by}, {"errors", outcome.errors.size()}});
    if (m_listener)
        m_listener(reloadEvent(outcome, by, m_clock.now()));
}

std::shared_ptr<const config::Config> Reloader::running() const
{
    const std::lock_guard lock(m_mutex);
    return m_running;
}

domain::ConfigReport Reloader::report() const
{
    auto report = running()->report();
    const std::lock_guard lock(m_mutex);
    report.lastReload = m_lastReload;
    return report;
}

void Reloader::collect(telemetry::MetricFamilies &families) const
{
    const auto items = running()->report().items;
    const auto pending = std::count_if(items.begin(), items.end(),
                                       [](const auto &item) { return item.restartPending; });
    families.gauge("resync_config_restart_pending", "Settings whose new value waits for a restart.",
                   {}, static_cast<double>(pending));
    const std::lock_guard lock(m_mutex);
    families.gauge("resync_config_in_sync",
                   "Whether the settings that run are those that the files hold.", {},
                   m_isAsGiven ? 1 : 0);
    for (const auto &[outcome, count] :
         {std::pair("ok", m_successes), std::pair("failed", m_failures)})
        families.counter("resync_config_reloads_total", "Reloads of the configuration.",
                         {{"outcome", outcome}}, static_cast<double>(count));
    if (m_lastReload)
        families.gauge("resync_config_last_reload_successful",
                       "Whether the last reload of the configuration took effect.", {},
                       m_lastReload->ok ? 1 : 0);
}

domain::Event reloadEvent(const domain::ReloadOutcome &outcome, const std::string &by, Instant at)
{
    domain::Event event;
    event.type = "config.reloaded";
    event.at = at;
    event.observedAt = at;
    event.severity = outcome.ok ? domain::Severity::Info : domain::Severity::Error;
    event.subject.kind = "config";
    event.source = "agent";
    if (outcome.ok)
        event.message = {"config_reloaded",
                         {{"by", by},
                          {"changed", joined(outcome.changed)},
                          {"restart_pending", joined(outcome.restartPending)}},
                         "The configuration was read again."};
    else
        event.message = {"config_not_reloaded",
                         {{"by", by}, {"errors", std::to_string(outcome.errors.size())}},
                         "The configuration has errors; the old one stays."};
    return event;
}

} // namespace resync::app

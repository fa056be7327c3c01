// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/common/Session.h"

namespace resync::console {
namespace {

constexpr std::size_t DoneCapacity = 2880; ///< a day at one refresh per 30 s

} // namespace

Session::Session(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
    m_timeView.now = clock.now();
    connect(&m_attention, &AttentionModel::summaryChanged, this, &Session::noteDone);
    connect(&m_attention, &AttentionModel::summaryChanged, this, &Session::changed);
}

void Session::watch(AgentClient &client)
{
    connect(&client, &AgentClient::stateChanged, this, &Session::showState);
    connect(&client, &AgentClient::healthChanged, this, &Session::showHealth);
    connect(&client, &AgentClient::planChanged, this, &Session::showPlan);
    connect(&client, &AgentClient::jobsChanged, this, &Session::showJobs);
    connect(&client, &AgentClient::cacheStatsChanged, this, &Session::showCacheStats);
    connect(&client, &AgentClient::configChanged, this, &Session::showConfig);
    connect(&client, &AgentClient::metricsSampled, this, &Session::showMetrics);
    connect(&client, &AgentClient::fetchFailed, this, &Session::showFailure);
}

std::optional<Error> Session::failure(Topic topic) const
{
    const auto found = m_failures.constFind(static_cast<int>(topic));
    return found == m_failures.constEnd() ? std::nullopt : std::optional(*found);
}

std::optional<Instant> Session::asOf() const
{
    if (m_rows && m_rows->freshness.asOf)
        return m_rows->freshness.asOf;
    return m_plan ? m_plan->freshness.asOf : std::nullopt;
}

std::optional<milliseconds> Session::age() const
{
    const auto at = asOf();
    if (!at)
        return std::nullopt;
    return std::max(milliseconds(0), m_timeView.now - *at);
}

bool Session::isStale() const
{
    const bool saysStale =
        (m_plan && m_plan->freshness.isStale()) || (m_rows && m_rows->freshness.isStale());
    return asOf() && (saysStale || !m_state.isOnline());
}

bool Session::isLost() const
{
    return m_state.phase == ConnectionPhase::Retrying || m_state.phase == ConnectionPhase::Failed;
}

bool Session::isDemo() const
{
    return m_plan &&
           (m_plan->freshness.source == domain::Source::Demo || m_plan->value.engine.isDemo);
}

void Session::setProfile(const std::optional<Profile> &profile)
{
    m_profile = profile;
    clear();
    Q_EMIT changed();
}

void Session::clear()
{
    m_state = {};
    m_plan.reset();
    m_rows.reset();
    m_config.reset();
    m_failures.clear();
    m_isAdmin = false;
    m_done.clear();
    m_attention.clear();
    m_jobs.clear();
    m_health.clear();
    m_cache.clear();
    m_configModel.clear();
    m_metrics.clear();
    Q_EMIT doneHistoryChanged();
}

void Session::setTimeDisplay(TimeDisplay display)
{
    m_timeView.display = display;
    shareTimeView();
    Q_EMIT changed();
}

void Session::showState(const ConnectionState &state)
{
    m_state = state;
    m_health.setLost(isLost());
    if (isLost())
        m_metrics.appendGap(m_clock.now());
    Q_EMIT changed();
}

void Session::showHealth(const domain::Health &health)
{
    m_health.setHealth(health);
    Q_EMIT changed();
}

void Session::showPlan(const Dated<domain::Plan> &plan)
{
    m_plan = plan;
    m_failures.remove(static_cast<int>(Topic::Plan));
    m_timeView.planZone = zoneByName(plan.value.timeZone);
    shareTimeView();
    Q_EMIT changed();
}

void Session::showJobs(const Dated<JobRows> &jobs)
{
    m_rows = jobs;
    m_failures.remove(static_cast<int>(Topic::Jobs));
    m_attention.setJobs(jobs);
    m_jobs.setJobs(jobs);
    Q_EMIT changed();
}

void Session::showCacheStats(const domain::CacheStats &stats)
{
    m_failures.remove(static_cast<int>(Topic::CacheStats));
    m_cache.setStats(stats);
    Q_EMIT changed();
}

void Session::showConfig(const domain::ConfigReport &config)
{
    m_failures.remove(static_cast<int>(Topic::Config));
    m_isAdmin = true;
    m_config = config;
    m_configModel.setReport(config);
    Q_EMIT changed();
}

void Session::showMetrics(const MetricsSample &sample)
{
    m_failures.remove(static_cast<int>(Topic::Metrics));
    m_metrics.append(sample);
}

void Session::showFailure(Topic topic, const Error &error)
{
    m_failures.insert(static_cast<int>(topic), error);
    if (topic == Topic::Config)
        m_isAdmin = false;
    Q_EMIT changed();
}

void Session::tick()
{
    m_timeView.now = m_clock.now();
    shareTimeView();
    Q_EMIT ticked();
}

void Session::shareTimeView()
{
    m_attention.setTimeView(m_timeView);
    m_jobs.setTimeView(m_timeView);
    m_health.setTimeView(m_timeView);
    m_cache.setTimeView(m_timeView);
}

void Session::noteDone()
{
    const auto &summary = m_attention.summary();
    const auto at = asOf();
    if (!summary || !at || (!m_done.empty() && m_done.back().at >= *at))
        return;
    const int done = summary->counts[static_cast<std::size_t>(StateKind::Done)];
    m_done.push_back({*at, static_cast<double>(done)});
    if (m_done.size() > DoneCapacity)
        m_done.erase(m_done.begin());
    Q_EMIT doneHistoryChanged();
}

} // namespace resync::console

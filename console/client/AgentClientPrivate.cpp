// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/AgentClientPrivate.h"

#include "shared/protocol/CacheCodec.h"
#include "shared/protocol/ConfigCodec.h"
#include "shared/protocol/JobCodec.h"
#include "shared/protocol/PlanCodec.h"
#include "shared/protocol/Routes.h"
#include "shared/protocol/WorkstationCodec.h"

#include <QPointer>
#include <QSignalBlocker>

#include <algorithm>
#include <utility>

namespace resync::console {

namespace {

constexpr milliseconds TickInterval{250};
constexpr milliseconds InvalidateTimeout{60000};

QString route(std::string_view path)
{
    return QString::fromLatin1(path.data(), static_cast<qsizetype>(path.size()));
}

QString scopeWord(InvalidateScope scope)
{
    switch (scope) {
    case InvalidateScope::System:
        return QStringLiteral("system");
    case InvalidateScope::Jobs:
        return QStringLiteral("jobs");
    case InvalidateScope::Workstations:
        break;
    }
    return QStringLiteral("workstations");
}

} // namespace

AgentClient::Private::Private(AgentClient &owner, const Clock &systemClock,
                              const ClientTimings &spans)
    : q(owner)
    , clock(systemClock)
    , timings(spans)
    , http(spans.maxBodyBytes)
    , monitor(http, systemClock, spans)
    , m_jobsFetch(http, route(protocol::routes::Jobs), spans.jobsPerPage, &protocol::readJobList)
    , m_workstationsFetch(http, route(protocol::routes::Workstations), spans.jobsPerPage,
                          &protocol::readWorkstationList)
    , m_schedules{{{Topic::Plan, spans.planInterval},
                   {Topic::Jobs, milliseconds::max()}, // when the plan moved
                   {Topic::Workstations, spans.slowInterval},
                   {Topic::CacheStats, spans.slowInterval},
                   {Topic::Metrics, spans.slowInterval},
                   {Topic::Config, spans.slowInterval * 6}}}
{
    connect(&monitor, &ConnectionMonitor::stateChanged, &q, [this] { onStateChanged(); });
    connect(&monitor, &ConnectionMonitor::healthReceived, &q, &AgentClient::healthChanged);
    connect(&m_ticker, &QTimer::timeout, &q, [this] { fetchDue(); });
    m_ticker.setInterval(TickInterval);
}

AgentClient::Private::~Private()
{
    const QSignalBlocker silence(&q);
    http.cancelAll();
}

void AgentClient::Private::connectTo(const AgentEndpoint &endpoint, const QString &password)
{
    cancelFetches();
    http.setEndpoint(endpoint, password);
    forget();
    monitor.start();
}

void AgentClient::Private::disconnectFromAgent()
{
    cancelFetches();
    http.cancelAll();
    monitor.stop();
}

void AgentClient::Private::cancelFetches()
{
    m_jobsFetch.cancel();
    m_workstationsFetch.cancel();
    for (Schedule &schedule : m_schedules)
        if (schedule.isBusy) {
            http.cancel(schedule.request);
            end(schedule.topic);
        }
}

void AgentClient::Private::forget()
{
    m_jobsTag.clear();
    m_jobs = {};
    m_planStamp = {};
    for (Schedule &schedule : m_schedules)
        makeDue(schedule);
}

void AgentClient::Private::onStateChanged()
{
    if (monitor.state().isOnline() && !m_ticker.isActive()) {
        cancelFetches(); // they may hang in a connection that died
        for (Schedule &schedule : m_schedules)
            makeDue(schedule);
        m_ticker.start();
        fetchDue();
    }
    if (!monitor.state().isOnline())
        m_ticker.stop();
    Q_EMIT q.stateChanged(monitor.state());
}

AgentClient::Private::Schedule &AgentClient::Private::scheduleOf(Topic topic)
{
    const auto found = std::find_if(m_schedules.begin(), m_schedules.end(),
                                    [&](const Schedule &s) { return s.topic == topic; });
    Q_ASSERT(found != m_schedules.end());
    return *found;
}

bool AgentClient::Private::isWatched(Topic topic) const
{
    return topic == Topic::Plan || watched.testFlag(topic);
}

void AgentClient::Private::makeDue(Schedule &schedule)
{
    schedule.dueAt = {};
    schedule.isPaused = false;
    schedule.isWantedAgain = schedule.isBusy;
}

void AgentClient::Private::refreshAll()
{
    for (Schedule &schedule : m_schedules)
        makeDue(schedule);
    if (!monitor.state().isOnline()) {
        q.reconnect();
        return;
    }
    monitor.checkNow();
    fetchDue();
}

void AgentClient::Private::setWatched(Topics topics)
{
    for (Schedule &schedule : m_schedules)
        if (topics.testFlag(schedule.topic) && !watched.testFlag(schedule.topic) &&
            schedule.topic != Topic::Jobs)
            makeDue(schedule);
    watched = topics;
    fetchDue();
}

void AgentClient::Private::fetchDue()
{
    if (!monitor.state().isOnline())
        return;
    for (Schedule &schedule : m_schedules)
        if (isWatched(schedule.topic) && !schedule.isBusy && !schedule.isPaused &&
            schedule.dueAt <= clock.steady())
            fetch(schedule);
}

void AgentClient::Private::fetch(Schedule &schedule)
{
    begin(schedule);
    switch (schedule.topic) {
    case Topic::Plan:
        return fetchPlan();
    case Topic::Jobs:
        return fetchJobs();
    case Topic::Workstations:
        return fetchWorkstations();
    case Topic::CacheStats:
        return fetchDocument<domain::CacheStats>(
            Topic::CacheStats, route(protocol::routes::CacheStats), &protocol::readCacheStats,
            [this](domain::CacheStats &&stats) { Q_EMIT q.cacheStatsChanged(stats); });
    case Topic::Metrics:
        return fetchMetrics();
    case Topic::Config:
        return fetchDocument<domain::ConfigReport>(
            Topic::Config, route(protocol::routes::ConfigV1), &protocol::readConfigReport,
            [this](domain::ConfigReport &&config) { Q_EMIT q.configChanged(config); });
    case Topic::Health:
        break;
    }
}

HttpRequest AgentClient::Private::requestFor(const QString &path) const
{
    HttpRequest request;
    request.path = path;
    request.silence = timings.fetchTimeout;
    request.total = timings.fetchTimeout * 4;
    return request;
}

template<typename T>
void AgentClient::Private::fetchDocument(Topic topic, const QString &path,
                                         Result<T> (*reader)(std::string_view),
                                         std::function<void(T &&)> deliver)
{
    const auto done = [this, topic, reader, deliver](const HttpResult &result) {
        end(topic);
        if (!result)
            return failed(topic, errorOf(result.error()));
        auto value = readBody(*result, reader);
        if (!value)
            return failed(topic, value.error());
        deliver(std::move(*value));
    };
    scheduleOf(topic).request = http.send(requestFor(path), done);
}

void AgentClient::Private::fetchPlan()
{
    fetchDocument<protocol::Document<domain::Plan>>(
        Topic::Plan, route(protocol::routes::Plan), &protocol::readPlanDocument,
        [this](protocol::Document<domain::Plan> &&plan) { onPlan(std::move(plan)); });
}

void AgentClient::Private::onPlan(protocol::Document<domain::Plan> &&plan)
{
    if (plan.stamp != m_planStamp)
        makeDue(scheduleOf(Topic::Jobs));
    m_planStamp = plan.stamp;
    Q_EMIT q.planChanged(Dated<domain::Plan>{std::move(plan.value), std::move(plan.stamp.revision),
                                             plan.stamp.freshness, clock.now()});
    fetchDue();
}

void AgentClient::Private::fetchJobs()
{
    using Outcome = ListFetch<domain::Job>::Outcome;
    m_jobsFetch.start(m_jobsTag, timings.fetchTimeout, [this](Result<Outcome> outcome) {
        end(Topic::Jobs);
        if (!outcome)
            return failed(Topic::Jobs, outcome.error());
        onJobs(std::move(*outcome));
    });
}

void AgentClient::Private::onJobs(ListFetch<domain::Job>::Outcome &&outcome)
{
    if (outcome.rows) {
        m_jobs.value = std::move(outcome.rows);
        m_jobs.revision = std::move(outcome.stamp.revision);
        m_jobs.freshness = outcome.stamp.freshness;
        m_jobsTag = outcome.etag;
    } else if (!m_jobs.value) {
        return failed(Topic::Jobs, {ErrorKind::Protocol, {}, "304 for rows that were never sent"});
    } else if (const auto asOf = parseInstant(outcome.headers.asOf.toStdString())) {
        m_jobs.freshness.asOf = asOf; // the tag holds staleness, so that only time has passed
    }
    m_jobs.receivedAt = clock.now();
    Q_EMIT q.jobsChanged(m_jobs);
}

void AgentClient::Private::fetchWorkstations()
{
    using Outcome = ListFetch<domain::Workstation>::Outcome;
    m_workstationsFetch.start({}, timings.fetchTimeout, [this](Result<Outcome> outcome) {
        end(Topic::Workstations);
        if (!outcome)
            return failed(Topic::Workstations, outcome.error());
        Q_EMIT q.workstationsChanged({std::move(outcome->rows), std::move(outcome->stamp.revision),
                                      outcome->stamp.freshness, clock.now()});
    });
}

void AgentClient::Private::fetchMetrics()
{
    HttpRequest request = requestFor(route(protocol::routes::ApiMetrics));
    request.accept = "text/plain;version=0.0.4";
    const auto done = [this, at = clock.now()](const HttpResult &result) {
        end(Topic::Metrics);
        if (!result)
            return failed(Topic::Metrics, errorOf(result.error()));
        if (result->status != 200)
            return failed(Topic::Metrics, errorOf(*result));
        auto lines = parseMetricsText(result->body.toStdString());
        if (!lines)
            return failed(Topic::Metrics, lines.error());
        Q_EMIT q.metricsSampled({at, std::move(*lines)});
    };
    scheduleOf(Topic::Metrics).request = http.send(request, done);
}

void AgentClient::Private::begin(Schedule &schedule)
{
    schedule.isBusy = true;
    schedule.dueAt = schedule.interval == milliseconds::max() ? SteadyTime::max()
                                                              : clock.steady() + schedule.interval;
    Q_EMIT q.busyChanged(schedule.topic, true);
}

void AgentClient::Private::end(Topic topic)
{
    Schedule &schedule = scheduleOf(topic);
    if (!std::exchange(schedule.isBusy, false))
        return;
    if (std::exchange(schedule.isWantedAgain, false))
        schedule.dueAt = {};
    Q_EMIT q.busyChanged(topic, false);
}

void AgentClient::Private::failed(Topic topic, const Error &error)
{
    if (error.kind == ErrorKind::Cancelled)
        return;
    Schedule &schedule = scheduleOf(topic);
    schedule.dueAt = clock.steady() + timings.slowInterval;
    schedule.isPaused = !error.isTransient() && error.kind != ErrorKind::Protocol;
    Q_EMIT q.fetchFailed(topic, error);

    const bool isSignIn = error.kind == ErrorKind::Unauthorized && error.code != "forbidden";
    const bool mayBeAnonymous = topic == Topic::Config && http.endpoint().user.isEmpty();
    if (isSignIn && !mayBeAnonymous)
        monitor.fail(ConnectionTrouble::Unauthorized, QString::fromStdString(error.message));
    else if (error.code.empty() && error.isTransient())
        monitor.checkNow();
}

quint64 AgentClient::Private::invalidate(InvalidateScope scope, bool dryRun, QObject *context,
                                         Callback<domain::InvalidationReport> done)
{
    HttpRequest request;
    request.path = QStringLiteral("%1?scope=%2%3")
                       .arg(route(protocol::routes::CacheInvalidate), scopeWord(scope),
                            dryRun ? QStringLiteral("&dry_run=true") : QString());
    request.isPost = true;
    request.silence = InvalidateTimeout;
    request.total = InvalidateTimeout;
    const QPointer<QObject> guard(context);
    return http.send(request, [this, guard, dryRun,
                               done = std::move(done)](const HttpResult &result) {
        auto report =
            result ? readBody(*result, &protocol::readInvalidationReport)
                   : Result<domain::InvalidationReport>(tl::unexpected(errorOf(result.error())));
        if (report && !dryRun)
            refreshAll();
        if (guard)
            done(std::move(report));
    });
}

} // namespace resync::console

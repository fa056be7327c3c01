// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/AgentClient.h"
#include "console/client/AgentHttp.h"
#include "console/client/AnswerReader.h"
#include "console/client/ConnectionMonitor.h"
#include "console/client/ListFetch.h"

#include <QTimer>

#include <array>
#include <chrono>

namespace resync::console {

/// The poller behind AgentClient: which topic is due, and what its answer becomes.
class AgentClient::Private
{
public:
    Private(AgentClient &owner, const Clock &systemClock, const ClientTimings &spans);
    Private(const Private &) = delete;
    Private &operator=(const Private &) = delete;
    ~Private(); ///< open invalidations answer Cancelled

    void connectTo(const AgentEndpoint &endpoint, const QString &password);
    void disconnectFromAgent();
    void refreshAll();
    void setWatched(Topics topics);
    quint64 invalidate(InvalidateScope scope, bool dryRun, QObject *context,
                       Callback<domain::InvalidationReport> done);

    AgentClient &q;
    const Clock &clock;
    const ClientTimings timings;
    AgentHttp http;
    ConnectionMonitor monitor;
    Topics watched;

private:
    using SteadyTime = std::chrono::steady_clock::time_point;

    /// When a topic is asked for again. Health is the monitor's.
    struct Schedule
    {
        Topic topic = Topic::Plan;
        milliseconds interval{0};
        SteadyTime dueAt{};
        quint64 request = 0; ///< of AgentHttp; lists keep their own
        bool isBusy = false;
        bool isWantedAgain = false; ///< refresh() came while it was busy
        bool isPaused = false;      ///< refused: polling on would be no use
    };

    [[nodiscard]] Schedule &scheduleOf(Topic topic);
    [[nodiscard]] bool isWatched(Topic topic) const;
    void makeDue(Schedule &schedule);
    void fetchDue();
    void fetch(Schedule &schedule);
    void onStateChanged();

    void fetchPlan();
    void fetchJobs();
    void fetchWorkstations();
    void fetchMetrics();
    template<typename T>
    void fetchDocument(Topic topic, const QString &path, Result<T> (*reader)(std::string_view),
                       std::function<void(T &&)> deliver);
    [[nodiscard]] HttpRequest requestFor(const QString &path) const;

    void onPlan(protocol::Document<domain::Plan> &&plan);
    void onJobs(ListFetch<domain::Job>::Outcome &&outcome);
    void begin(Schedule &schedule);
    void end(Topic topic);
    void failed(Topic topic, const Error &error);
    void forget();
    void cancelFetches();

    ListFetch<domain::Job> m_jobsFetch;
    ListFetch<domain::Workstation> m_workstationsFetch;
    std::array<Schedule, 6> m_schedules;
    QByteArray m_jobsTag;
    Dated<JobRows> m_jobs;
    protocol::Stamp m_planStamp;
    QTimer m_ticker;
};

} // namespace resync::console

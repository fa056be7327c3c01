// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/AgentEndpoint.h"
#include "console/client/ClientTimings.h"
#include "console/client/ConnectionState.h"
#include "console/client/Dated.h"
#include "console/client/MetricsText.h"
#include "shared/core/Clock.h"
#include "shared/core/Result.h"
#include "shared/domain/CacheStats.h"
#include "shared/domain/ConfigReport.h"
#include "shared/domain/Health.h"
#include "shared/domain/Plan.h"

#include <QFlags>
#include <QObject>
#include <QString>

#include <memory>

namespace resync::console {

/// What the client can keep up to date. Health and plan always are.
enum class Topic {
    Health = 1 << 0,
    Plan = 1 << 1,
    Jobs = 1 << 2,
    Workstations = 1 << 3,
    CacheStats = 1 << 4,
    Metrics = 1 << 5,
    Config = 1 << 6 ///< needs an admin
};
Q_DECLARE_FLAGS(Topics, Topic)
Q_DECLARE_OPERATORS_FOR_FLAGS(Topics)

/// A scope of POST /api/v1/cache/invalidate.
enum class InvalidateScope { System, Jobs, Workstations };

/// Watches one Resync agent and emits what it says as domain values.
///
/// Polls by itself from connectTo() on: health, plan, the jobs when the plan's revision or age
/// changed, and the watched topics. Transient trouble retries with capped, jittered back-off;
/// persistent trouble (see isPersistent) stops until reconnect() or connectTo(). The last values
/// stay readable until another agent is connected. Credentials go out only in our own
/// Authorization header, to the endpoint's origin; redirects are not followed.
/// Thread: the GUI's. Large bodies are parsed in QtConcurrent's pool.
class AgentClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AgentClient)

public:
    explicit AgentClient(const Clock &clock, const ClientTimings &timings = {},
                         QObject *parent = nullptr);
    ~AgentClient() override;

    /// Drops what was known of another endpoint and connects. stateChanged follows.
    void connectTo(const AgentEndpoint &endpoint, const QString &password);
    /// Tries again at once: the way out of Failed, and "Try now" while Retrying.
    void reconnect();
    void disconnectFromAgent();

    /// Reads everything watched at once (F5). Asks the agent, not the engine.
    void refresh();
    /// Topics besides health and plan that are wanted now; new ones are fetched at once.
    void setWatched(Topics topics);
    [[nodiscard]] Topics watched() const;

    [[nodiscard]] const AgentEndpoint &endpoint() const;
    [[nodiscard]] const ConnectionState &state() const;

    /// Asks the agent to read the engine anew. \a dryRun only estimates.
    /// Answers once; nothing is called after \a context died. Unauthorized: not an admin.
    /// Code "rate_limited", "no_admin_account", … say more (api.md §1).
    /// \return a handle for cancel()
    quint64 invalidate(InvalidateScope scope, bool dryRun, QObject *context,
                       Callback<domain::InvalidationReport> done);
    /// The callback gets Cancelled; the agent may finish the work all the same.
    void cancel(quint64 request);

Q_SIGNALS:
    void stateChanged(const resync::console::ConnectionState &state);
    void healthChanged(const resync::domain::Health &health);
    void planChanged(const resync::console::Dated<resync::domain::Plan> &plan);
    /// Rows or only their age changed (then \c value is the same pointer as before).
    void jobsChanged(const resync::console::Dated<resync::console::JobRows> &jobs);
    void workstationsChanged(const resync::console::Dated<resync::console::WorkstationRows> &rows);
    void cacheStatsChanged(const resync::domain::CacheStats &stats);
    void configChanged(const resync::domain::ConfigReport &config);
    void metricsSampled(const resync::console::MetricsSample &sample);
    /// A topic has no value now though the agent is online: 503 no_plan, 403 for Config …
    void fetchFailed(resync::console::Topic topic, const resync::Error &error);
    /// A fetch of \a topic began or ended; for the progress line.
    void busyChanged(resync::console::Topic topic, bool busy);

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace resync::console

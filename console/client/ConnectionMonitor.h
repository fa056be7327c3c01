// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/AgentHttp.h"
#include "console/client/ClientTimings.h"
#include "console/client/ConnectionState.h"
#include "shared/core/Clock.h"
#include "shared/domain/Health.h"

#include <QObject>
#include <QTimer>

#include <random>

namespace resync::console {

/// Asks GET /api/v1/health again and again and tells from the answers whether the agent is there.
/// The only place that decides about the ConnectionState. Thread: the GUI's.
class ConnectionMonitor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectionMonitor)

public:
    ConnectionMonitor(AgentHttp &http, const Clock &clock, const ClientTimings &timings,
                      QObject *parent = nullptr);

    /// A new agent: nothing is known of it.
    void start();
    /// Asks at once; what is known stays.
    void retry();
    void stop();
    /// Another exchange failed: asks at once instead of waiting for the interval.
    void checkNow();
    /// A persistent trouble that another exchange met (a wrong password, for one): stops.
    void fail(ConnectionTrouble trouble, const QString &detail);

    [[nodiscard]] const ConnectionState &state() const { return m_state; }

Q_SIGNALS:
    void stateChanged();
    void healthReceived(const resync::domain::Health &health);

private:
    void ask();
    void onAnswer(const HttpResult &result);
    void onContact();
    void onTrouble(ConnectionTrouble trouble, const QString &detail);
    void enter(ConnectionPhase phase, ConnectionTrouble trouble, const QString &detail);
    [[nodiscard]] milliseconds nextDelay();
    [[nodiscard]] milliseconds patience() const;

    AgentHttp &m_http;
    const Clock &m_clock;
    ClientTimings m_timings;
    ConnectionState m_state;
    QTimer m_timer;
    quint64 m_asking = 0; ///< 0: nothing asked
    std::chrono::steady_clock::time_point m_askedAt;
    milliseconds m_backOff{0};
    std::minstd_rand m_random; ///< jitter only
};

} // namespace resync::console

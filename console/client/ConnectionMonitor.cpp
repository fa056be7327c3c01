// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/ConnectionMonitor.h"

#include "console/client/AnswerReader.h"
#include "shared/protocol/HealthCodec.h"

#include <algorithm>

namespace resync::console {

ConnectionMonitor::ConnectionMonitor(AgentHttp &http, const Clock &clock,
                                     const ClientTimings &timings, QObject *parent)
    : QObject(parent)
    , m_http(http)
    , m_clock(clock)
    , m_timings(timings)
    , m_random(std::random_device()())
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ConnectionMonitor::ask);
}

void ConnectionMonitor::start()
{
    m_state.lastContactAt.reset();
    retry();
}

void ConnectionMonitor::retry()
{
    m_http.cancel(m_asking);
    m_backOff = milliseconds(0);
    enter(ConnectionPhase::Connecting, ConnectionTrouble::None, {});
    ask();
}

void ConnectionMonitor::stop()
{
    m_http.cancel(m_asking);
    m_timer.stop();
    enter(ConnectionPhase::Disconnected, ConnectionTrouble::None, {});
}

void ConnectionMonitor::checkNow()
{
    if (m_state.isOnline() && m_asking == 0)
        ask();
}

void ConnectionMonitor::fail(ConnectionTrouble trouble, const QString &detail)
{
    m_http.cancel(m_asking);
    m_timer.stop();
    enter(ConnectionPhase::Failed, trouble, detail);
}

void ConnectionMonitor::ask()
{
    m_timer.stop();
    m_askedAt = m_clock.steady();
    HttpRequest request;
    request.path = QStringLiteral("/api/v1/health");
    request.silence = patience();
    request.total = patience();
    m_asking = m_http.send(request, [this](const HttpResult &result) { onAnswer(result); });
}

milliseconds ConnectionMonitor::patience() const
{
    const bool isFirst = m_state.phase == ConnectionPhase::Connecting;
    return isFirst ? m_timings.connectTimeout : m_timings.healthTimeout;
}

void ConnectionMonitor::onAnswer(const HttpResult &result)
{
    m_asking = 0;
    if (!result) {
        if (!result.error().isCancelled)
            onTrouble(result.error().trouble, result.error().detail);
        return;
    }
    if (const auto trouble = troubleOf(*result); trouble != ConnectionTrouble::None) {
        onTrouble(trouble, statusDetail(*result));
        return;
    }
    auto health = readBody(*result, &protocol::readHealth);
    if (health && health->components.empty())
        health = resync::fail(ErrorKind::Protocol, "a health answer without components");
    if (!health) {
        onTrouble(ConnectionTrouble::NotAResyncAgent,
                  QString::fromStdString(health.error().message));
        return;
    }
    onContact();
    Q_EMIT healthReceived(*health);
}

void ConnectionMonitor::onContact()
{
    m_backOff = milliseconds(0);
    m_state.lastContactAt = m_clock.now();
    if (!m_state.isOnline())
        enter(ConnectionPhase::Online, ConnectionTrouble::None, {});
    m_timer.start(m_timings.healthInterval);
}

void ConnectionMonitor::onTrouble(ConnectionTrouble trouble, const QString &detail)
{
    // An agent that was there and now answers with something odd sits behind a proxy or is being
    // replaced: that passes by itself.
    const bool mayPass = trouble == ConnectionTrouble::NotAResyncAgent && m_state.lastContactAt;
    if (isPersistent(trouble) && !mayPass) {
        fail(trouble, detail);
        return;
    }
    const auto used = std::chrono::duration_cast<milliseconds>(m_clock.steady() - m_askedAt);
    const milliseconds wait = std::max(nextDelay() - used, milliseconds(0));
    m_timer.start(wait);
    m_state.nextRetryAt = m_clock.now() + wait;
    enter(ConnectionPhase::Retrying, trouble, detail);
}

milliseconds ConnectionMonitor::nextDelay()
{
    m_backOff = m_backOff.count() == 0 ? m_timings.firstRetry : m_backOff * 2;
    m_backOff = std::min(m_backOff, m_timings.longestRetry);
    std::uniform_real_distribution<double> jitter(0.8, 1.0);
    return milliseconds(
        static_cast<long long>(static_cast<double>(m_backOff.count()) * jitter(m_random)));
}

void ConnectionMonitor::enter(ConnectionPhase phase, ConnectionTrouble trouble,
                              const QString &detail)
{
    if (phase != m_state.phase)
        m_state.since = m_clock.now();
    if (phase != ConnectionPhase::Retrying)
        m_state.nextRetryAt.reset();
    m_state.phase = phase;
    m_state.trouble = trouble;
    m_state.detail = detail;
    Q_EMIT stateChanged();
}

} // namespace resync::console

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/AgentClient.h"

#include "console/client/AgentClientPrivate.h"

#include <utility>

namespace resync::console {

AgentClient::AgentClient(const Clock &clock, const ClientTimings &timings, QObject *parent)
    : QObject(parent)
    , m_d(std::make_unique<Private>(*this, clock, timings))
{}

AgentClient::~AgentClient() = default;

void AgentClient::connectTo(const AgentEndpoint &endpoint, const QString &password)
{
    m_d->connectTo(endpoint, password);
}

void AgentClient::reconnect()
{
    if (m_d->monitor.state().phase != ConnectionPhase::Disconnected)
        m_d->monitor.retry();
}

void AgentClient::disconnectFromAgent()
{
    m_d->disconnectFromAgent();
}

void AgentClient::refresh()
{
    m_d->refreshAll();
}

void AgentClient::setWatched(Topics topics)
{
    m_d->setWatched(topics);
}

Topics AgentClient::watched() const
{
    return m_d->watched;
}

const AgentEndpoint &AgentClient::endpoint() const
{
    return m_d->http.endpoint();
}

const ConnectionState &AgentClient::state() const
{
    return m_d->monitor.state();
}

quint64 AgentClient::invalidate(InvalidateScope scope, bool dryRun, QObject *context,
                                Callback<domain::InvalidationReport> done)
{
    return m_d->invalidate(scope, dryRun, context, std::move(done));
}

void AgentClient::cancel(quint64 request)
{
    m_d->http.cancel(request);
}

} // namespace resync::console

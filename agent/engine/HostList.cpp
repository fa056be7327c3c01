// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/HostList.h"

#include <utility>

namespace resync::engine {

std::string toString(const HostAddress &address)
{
    const bool isIpv6 = address.host.find(':') != std::string::npos;
    const std::string host = isIpv6 ? '[' + address.host + ']' : address.host;
    return host + ':' + std::to_string(address.port);
}

HostList::HostList(std::vector<HostAddress> hosts)
    : m_hosts(std::move(hosts))
{
    for (const HostAddress &host : m_hosts)
        m_states.push_back({toString(host), false, std::nullopt, {}});
}

std::size_t HostList::current(TimePoint now)
{
    const std::lock_guard lock(m_mutex);
    if (m_current != 0 && now - m_leftFirstAt >= ReturnAfter)
        m_current = 0;
    return m_current;
}

void HostList::failed(std::size_t index, TimePoint now)
{
    const std::lock_guard lock(m_mutex);
    if (index != m_current)
        return;
    if (index == 0)
        m_leftFirstAt = now;
    m_current = next(index);
}

void HostList::noteAnswer(std::size_t index, Instant at)
{
    const std::lock_guard lock(m_mutex);
    m_states.at(index).lastAnswerAt = at;
    m_states.at(index).lastError.clear();
}

void HostList::noteError(std::size_t index, std::string error)
{
    const std::lock_guard lock(m_mutex);
    m_states.at(index).lastError = std::move(error);
}

std::vector<mirror::EngineHostState> HostList::states() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<mirror::EngineHostState> states = m_states;
    if (!states.empty())
        states.at(m_current).isInUse = true;
    return states;
}

} // namespace resync::engine

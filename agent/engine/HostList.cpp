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

std::size_t HostList::current(TimePoint now, bool mayTry)
{
    const std::lock_guard lock(m_mutex);
    if (m_current == 0 || !mayTry || now < m_nextReturnAt)
        return m_current;
    m_nextReturnAt = now + ReturnAfter; // one call a minute
    m_isTryingFirst = true;
    return 0;
}

std::optional<std::size_t> HostList::other(const std::set<std::size_t> &tried) const
{
    const std::lock_guard lock(m_mutex);
    for (std::size_t step = 0; step < count(); ++step)
        if (const std::size_t index = (m_current + step) % count(); !tried.contains(index))
            return index;
    return std::nullopt;
}

void HostList::failed(std::size_t index, TimePoint now)
{
    const std::lock_guard lock(m_mutex);
    if (index == 0)
        m_isTryingFirst = false;
    if (index != m_current || count() == 1)
        return;
    if (index == 0)
        m_nextReturnAt = now + ReturnAfter;
    moveTo((index + 1) % count());
}

void HostList::moveTo(std::size_t index)
{
    if (m_current == index)
        return;
    m_current = index;
    ++m_moves;
}

void HostList::noteAnswer(std::size_t index, Instant at)
{
    const std::lock_guard lock(m_mutex);
    m_states.at(index).lastAnswerAt = at;
    m_states.at(index).lastError.clear();
    if (index == 0 && std::exchange(m_isTryingFirst, false))
        moveTo(0); // not for an answer that was under way when it failed
}

std::uint64_t HostList::moves() const
{
    const std::lock_guard lock(m_mutex);
    return m_moves;
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

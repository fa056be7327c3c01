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
{}

std::size_t HostList::current(TimePoint now)
{
    if (m_current != 0 && now - m_leftFirstAt >= ReturnAfter)
        m_current = 0;
    return m_current;
}

void HostList::failed(std::size_t index, TimePoint now)
{
    if (index != m_current)
        return;
    if (index == 0)
        m_leftFirstAt = now;
    m_current = next(index);
}

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/HostList.h"

namespace resync::engine {

namespace {
constexpr auto BackToFirstAfter = std::chrono::seconds(60);
}

const Host &HostList::current(TimePoint now)
{
    if (m_current != 0 && now - m_movedAt >= BackToFirstAfter)
        m_current = 0;
    return m_hosts[m_current];
}

void HostList::moveOn(const Host &failed, TimePoint now)
{
    if (m_hosts[m_current] != failed)
        return; // another call has moved on already
    m_current = (m_current + 1) % m_hosts.size();
    m_movedAt = now;
}

} // namespace resync::engine

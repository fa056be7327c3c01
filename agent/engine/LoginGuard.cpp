// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/LoginGuard.h"

#include <algorithm>

namespace resync::engine {

namespace {

constexpr int MostDoublings = 6; // 5 s · 2⁶ is beyond the longest pause

} // namespace

bool LoginGuard::isRefusing(TimePoint now) const
{
    return m_isRefused && (m_isProbing || now < m_nextProbeAt);
}

bool LoginGuard::begin()
{
    m_isProbing = m_isRefused;
    return m_isProbing;
}

void LoginGuard::onRefused(TimePoint now, bool isProbe)
{
    if (m_isRefused && !isProbe)
        return; // was under way when the first one came back
    m_isRefused = true;
    m_isProven = false;
    m_isProbing = false;
    const milliseconds pause = FirstPause * (1 << std::min(m_refusals, MostDoublings));
    m_nextProbeAt = now + std::min<milliseconds>(pause, LongestPause);
    ++m_refusals;
}

void LoginGuard::onAccepted()
{
    forget();
    m_isProven = true;
}

void LoginGuard::onUndecided(bool isProbe)
{
    if (isProbe)
        m_isProbing = false;
}

milliseconds LoginGuard::pause(TimePoint now) const
{
    return m_isRefused && now < m_nextProbeAt ? std::chrono::ceil<milliseconds>(m_nextProbeAt - now)
                                              : milliseconds{0};
}

} // namespace resync::engine

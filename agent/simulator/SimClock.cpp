// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/SimClock.h"

namespace resync::simulator {

Instant SimClock::now() const
{
    if (m_isFrozen)
        return m_anchor;
    const std::chrono::duration<double, std::milli> passed = m_real.steady() - m_anchoredAt;
    return m_anchor + std::chrono::duration_cast<milliseconds>(passed * m_speed);
}

void SimClock::freeze()
{
    m_anchor = now();
    m_isFrozen = true;
}

void SimClock::resume()
{
    if (!m_isFrozen)
        return;
    m_anchoredAt = m_real.steady();
    m_isFrozen = false;
}

} // namespace resync::simulator

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/Breaker.h"

#include "shared/core/Jitter.h"

namespace resync::engine {

using mirror::BreakerState;

Breaker::Admission Breaker::admit(TimePoint now, bool isPersonAsking)
{
    const std::lock_guard lock(m_mutex);
    if (m_state == BreakerState::Closed)
        return Admission::Pass;
    const bool isDue = now >= (isPersonAsking ? m_nextPersonTrialAt : m_nextTrialAt);
    if (m_state == BreakerState::HalfOpen || !isDue)
        return Admission::Refused;
    m_state = BreakerState::HalfOpen;
    return Admission::Trial;
}

void Breaker::onSuccess()
{
    const std::lock_guard lock(m_mutex);
    m_state = BreakerState::Closed;
    m_failuresInARow = 0;
}

void Breaker::onFailure(TimePoint now)
{
    const std::lock_guard lock(m_mutex);
    ++m_failuresInARow;
    if (m_state == BreakerState::HalfOpen || m_failuresInARow == FailuresToOpen)
        open(now);
}

void Breaker::onUndecided()
{
    const std::lock_guard lock(m_mutex);
    if (m_state == BreakerState::HalfOpen)
        m_state = BreakerState::Open; // and due at once
}

void Breaker::open(TimePoint now)
{
    m_state = BreakerState::Open;
    m_nextTrialAt = now + jittered(TrialPause, 0.2);
    m_nextPersonTrialAt = now + PersonTrialPause;
}

BreakerState Breaker::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

} // namespace resync::engine

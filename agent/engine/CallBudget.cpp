// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/CallBudget.h"

namespace resync::engine {

bool CallBudget::take(TimePoint now)
{
    const std::lock_guard lock(m_mutex);
    forgetOld(now);
    if (m_calls.size() >= m_limit)
        return false;
    m_calls.push_back(now);
    return true;
}

std::uint64_t CallBudget::lastMinute(TimePoint now) const
{
    const std::lock_guard lock(m_mutex);
    forgetOld(now);
    return m_calls.size();
}

void CallBudget::forgetOld(TimePoint now) const
{
    while (!m_calls.empty() && now - m_calls.front() >= std::chrono::minutes(1))
        m_calls.pop_front();
}

} // namespace resync::engine

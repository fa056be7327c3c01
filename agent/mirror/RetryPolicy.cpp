// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/RetryPolicy.h"

#include "shared/core/Jitter.h"

#include <algorithm>

namespace resync::mirror {

namespace {

using namespace std::chrono_literals;

constexpr milliseconds FirstPause = 1s;
constexpr milliseconds LongestPause = 30s;
constexpr milliseconds FirstLoginPause = 5s;
constexpr milliseconds LongestLoginPause = 5min;
constexpr milliseconds PauseForPrograms = 1s;
constexpr double Jitter = 0.2;

milliseconds doubled(milliseconds first, int times, milliseconds most)
{
    return std::min<milliseconds>(first * (1LL << std::clamp(times, 0, 16)), most);
}

} // namespace

void RetryPolicy::onSuccess()
{
    m_failuresInARow = 0;
    m_blockedUntil = {};
    m_pausedUntil = {};
}

void RetryPolicy::onFailure(const Error &error, TimePoint now)
{
    m_pausedUntil = now + PauseForPrograms;
    if (error.kind == ErrorKind::Unauthorized)
        m_blockedUntil = now + doubled(FirstLoginPause, m_failuresInARow, LongestLoginPause);
    ++m_failuresInARow;
}

bool RetryPolicy::isBlocked(TimePoint now, bool isPersonAsking) const
{
    return now < m_blockedUntil || (!isPersonAsking && now < m_pausedUntil);
}

milliseconds RetryPolicy::pause(TimePoint now) const
{
    if (now < m_blockedUntil)
        return std::chrono::ceil<milliseconds>(m_blockedUntil - now);
    const auto most = std::min(LongestPause, m_interval);
    return std::min(jittered(doubled(FirstPause, m_failuresInARow - 1, most), Jitter),
                    LongestPause);
}

} // namespace resync::mirror

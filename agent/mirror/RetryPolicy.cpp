// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/RetryPolicy.h"

#include <algorithm>
#include <random>

namespace resync::mirror {

namespace {

using namespace std::chrono_literals;

constexpr milliseconds FirstPause = 1s;
constexpr milliseconds LongestPause = 30s;
constexpr milliseconds FirstLoginPause = 5s;
constexpr milliseconds LongestLoginPause = 5min;
constexpr milliseconds PauseForPrograms = 1s;

milliseconds doubled(milliseconds first, int times, milliseconds most)
{
    return std::min<milliseconds>(first * (1LL << std::clamp(times, 0, 16)), most);
}

milliseconds jittered(milliseconds pause)
{
    static thread_local std::minstd_rand random(std::random_device{}());
    std::uniform_real_distribution<double> factor(0.8, 1.2);
    return milliseconds(
        static_cast<long long>(static_cast<double>(pause.count()) * factor(random)));
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
    return std::min(jittered(doubled(FirstPause, m_failuresInARow - 1, most)), LongestPause);
}

} // namespace resync::mirror

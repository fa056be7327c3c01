// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/RateLimiter.h"

#include <algorithm>

namespace resync::access {

namespace {

std::chrono::milliseconds roundedUp(std::chrono::steady_clock::duration span)
{
    return std::chrono::ceil<std::chrono::milliseconds>(span);
}

} // namespace

RateLimiter::RateLimiter(const Clock &clock, RateLimit limit)
    : m_clock(clock)
    , m_limit(limit)
    , m_full(limit.capacity)
{}

RateDecision RateLimiter::take(std::string_view key)
{
    using Span = std::chrono::steady_clock::duration;
    const Span step = Span(m_limit.period) / m_limit.count;
    const Span room = step * m_limit.burst;
    const KeyedHash::Digest digest = m_hash.digest(key);
    const TimePoint now = m_clock.steady();

    const std::lock_guard guard(m_mutex);
    TimePoint &full = m_full.touch(digest);
    const TimePoint before = std::max(full, now);
    RateDecision decision;
    decision.isAllowed = before + step - now <= room;
    if (decision.isAllowed)
        full = before + step;
    else
        decision.retryAfter = roundedUp(before + step - room - now);
    const Span used = std::max(full, now) - now;
    decision.remaining = static_cast<unsigned>((room - used) / step);
    decision.resetAfter = roundedUp(used);
    return decision;
}

} // namespace resync::access

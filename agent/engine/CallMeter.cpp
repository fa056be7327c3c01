// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/CallMeter.h"

#include <algorithm>

namespace resync::engine {

namespace {

std::int64_t secondOf(CallMeter::TimePoint now)
{
    return std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
}

} // namespace

CallMeter::CallMeter(int callsPerMinute)
    : m_limit(static_cast<std::uint64_t>(std::max(callsPerMinute, 1)))
{}

bool CallMeter::take(TimePoint now)
{
    const std::lock_guard lock(m_mutex);
    const std::int64_t second = secondOf(now);
    if (callsOfLastMinute(second) >= m_limit)
        return false;
    Bucket &bucket = m_buckets.at(static_cast<std::size_t>(second % Seconds));
    if (bucket.second != second)
        bucket = {second, 0};
    ++bucket.calls;
    ++m_total;
    return true;
}

void CallMeter::countFailure()
{
    const std::lock_guard lock(m_mutex);
    ++m_failed;
}

mirror::EngineCallCounts CallMeter::counts(TimePoint now) const
{
    const std::lock_guard lock(m_mutex);
    return {m_total, m_failed, callsOfLastMinute(secondOf(now))};
}

std::uint64_t CallMeter::callsOfLastMinute(std::int64_t second) const
{
    std::uint64_t calls = 0;
    for (const Bucket &bucket : m_buckets)
        if (bucket.second > second - Seconds)
            calls += bucket.calls;
    return calls;
}

} // namespace resync::engine

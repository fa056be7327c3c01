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

bool CallMeter::hasRoom(TimePoint now, mirror::CallPriority priority) const
{
    const std::lock_guard lock(m_mutex);
    return callsOfLastMinute(secondOf(now)) < limitOf(priority);
}

bool CallMeter::take(TimePoint now, mirror::CallPriority priority)
{
    const std::lock_guard lock(m_mutex);
    const std::int64_t second = secondOf(now);
    if (callsOfLastMinute(second) >= limitOf(priority))
        return false;
    Bucket &bucket = m_buckets.at(static_cast<std::size_t>(second % Seconds));
    if (bucket.second != second)
        bucket = {second, 0};
    ++bucket.calls;
    ++m_total;
    return true;
}

std::uint64_t CallMeter::limitOf(mirror::CallPriority priority) const
{
    switch (priority) {
    case mirror::CallPriority::Person:
        break;
    case mirror::CallPriority::Refresh:
        return std::max<std::uint64_t>(m_limit - m_limit / 10, 1);
    case mirror::CallPriority::Sweep:
        return std::max<std::uint64_t>(m_limit - m_limit / 4, 1);
    }
    return m_limit;
}

void CallMeter::countFailure()
{
    const std::lock_guard lock(m_mutex);
    ++m_failed;
}

mirror::EngineCallCounts CallMeter::counts(TimePoint now) const
{
    const std::lock_guard lock(m_mutex);
    return {m_total, m_failed, callsOfLastMinute(secondOf(now)), m_limit};
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

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>

namespace resync::engine {

/// Calls of the last minute against the limit. Thread: any.
class CallBudget
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    explicit CallBudget(std::uint64_t limitPerMinute)
        : m_limit(limitPerMinute)
    {}

    /// Notes a call; false: the limit is reached, and the call must not be made.
    [[nodiscard]] bool take(TimePoint now);
    [[nodiscard]] std::uint64_t lastMinute(TimePoint now) const;

private:
    void forgetOld(TimePoint now) const;

    const std::uint64_t m_limit;
    mutable std::mutex m_mutex;
    mutable std::deque<TimePoint> m_calls; ///< at most m_limit
};

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>

namespace resync::engine {

/// Counts the calls to the engine in a minute that slides by the second, and says whether there is
/// room for another: a person may use all of the budget, a refresh leaves a tenth, a sweep a
/// quarter. Thread: any.
class CallMeter
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    explicit CallMeter(int callsPerMinute);

    [[nodiscard]] bool hasRoom(TimePoint now, mirror::CallPriority priority) const;
    /// False: the budget of the last 60 s is used up; the call must not be made and is not counted.
    [[nodiscard]] bool take(TimePoint now, mirror::CallPriority priority);
    void countFailure();
    /// The breaker's state is the caller's to add.
    [[nodiscard]] mirror::EngineCallCounts counts(TimePoint now) const;

private:
    static constexpr std::int64_t Seconds = 60;
    struct Bucket
    {
        std::int64_t second = -1;
        std::uint64_t calls = 0;
    };

    [[nodiscard]] std::uint64_t callsOfLastMinute(std::int64_t second) const;
    [[nodiscard]] std::uint64_t limitOf(mirror::CallPriority priority) const;

    mutable std::mutex m_mutex;
    std::uint64_t m_limit;
    std::uint64_t m_total = 0;
    std::uint64_t m_failed = 0;
    std::array<Bucket, Seconds> m_buckets; ///< ring; index: second modulo 60
};

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/BoundedTable.h"
#include "agent/access/KeyedHash.h"
#include "shared/core/Clock.h"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string_view>

namespace resync::access {

struct RateLimit
{
    unsigned count = 30; ///< calls a period, on average
    std::chrono::seconds period{60};
    unsigned burst = 10;           ///< calls at once, at most
    std::size_t capacity = 10'000; ///< keys that are remembered; the oldest is forgotten
};

/// What a caller is told, also in the RateLimit headers.
struct RateDecision
{
    bool isAllowed = true;
    unsigned remaining = 0;                  ///< further calls that would pass now
    std::chrono::milliseconds retryAfter{0}; ///< refused: when one call will pass
    std::chrono::milliseconds resetAfter{0}; ///< when the whole burst is there again

    bool operator==(const RateDecision &) const = default;
};

/// The generic cell rate algorithm: a leaky bucket that keeps one instant a key. Thread: any; the
/// mutex is held for a table lookup.
class RateLimiter
{
public:
    /// \param limit count, period and burst must be positive
    RateLimiter(const Clock &clock, RateLimit limit);

    /// Counts a call of \a key if it is allowed; a refused one costs nothing.
    [[nodiscard]] RateDecision take(std::string_view key);
    [[nodiscard]] const RateLimit &limit() const { return m_limit; }

private:
    using TimePoint = std::chrono::steady_clock::time_point;

    const Clock &m_clock;
    const RateLimit m_limit;
    KeyedHash m_hash;
    std::mutex m_mutex;             ///< guards m_full
    BoundedTable<TimePoint> m_full; ///< when the bucket of a key will be full again
};

} // namespace resync::access

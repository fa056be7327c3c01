// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Error.h"
#include "shared/core/Instant.h"

#include <chrono>

namespace resync::mirror {

/// When the engine may be asked again after a failure. Ordinary failures: 1 s doubling to the
/// refresh interval, never longer than 30 s, ± 20 % so that agents that lost the same engine do not
/// come back together. A refused login: 5 s doubling to 5 min, for everybody, since polling on
/// would lock the engine's account. Thread: one.
class RetryPolicy
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    explicit RetryPolicy(milliseconds interval)
        : m_interval(interval)
    {}

    void setInterval(milliseconds interval) { m_interval = interval; }
    void onSuccess();
    void onFailure(const Error &error, TimePoint now);

    [[nodiscard]] bool hasFailed() const { return m_failuresInARow > 0; }
    /// Whether a request out of turn must wait: nobody may ask after a refused login, programs may
    /// not ask within a second of any failure.
    [[nodiscard]] bool isBlocked(TimePoint now, bool isPersonAsking) const;
    /// Until the next try after a failure.
    [[nodiscard]] milliseconds pause(TimePoint now) const;

private:
    milliseconds m_interval;
    int m_failuresInARow = 0;
    TimePoint m_blockedUntil{}; ///< for everybody
    TimePoint m_pausedUntil{};  ///< for programs
};

} // namespace resync::mirror

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Clock.h"

namespace resync::simulator {

/// The time that the plan lives in: starts at the real time, runs \a speed times as fast, can be
/// frozen and moved forward by hand. With a speed other than 1, or after a step, it is ahead of (or
/// behind) the real time, and so is every time that the simulator tells.
/// Thread: one at a time.
class SimClock
{
public:
    SimClock(const Clock &real, double speed)
        : m_real(real)
        , m_speed(speed)
        , m_anchor(real.now())
        , m_anchoredAt(real.steady())
    {}

    [[nodiscard]] Instant now() const;
    [[nodiscard]] bool isFrozen() const { return m_isFrozen; }

    void freeze();
    void resume();
    /// Moves forward, also while frozen. \a span must not be negative.
    void step(milliseconds span) { m_anchor += span; }

private:
    const Clock &m_real;
    double m_speed;
    Instant m_anchor; ///< the plan's time at m_anchoredAt
    std::chrono::steady_clock::time_point m_anchoredAt;
    bool m_isFrozen = false;
};

} // namespace resync::simulator

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/PlanView.h"

namespace resync::simulator {

/// One run of a job on an earlier day; made up from the job's row and the day alone.
struct PastRun
{
    static constexpr unsigned Days = 30; ///< the history goes back so far

    Instant scheduledAt;
    Instant startedAt;
    milliseconds elapsed{0};
    bool isError = false;
    int returnCode = 0;
    std::uint32_t number = 0;
};

/// The run of \a daysAgo days before the plan, 1 … PastRun::Days.
[[nodiscard]] PastRun pastRun(const PlanView &view, Row job, unsigned daysAgo);

} // namespace resync::simulator

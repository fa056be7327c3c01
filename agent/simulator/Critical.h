// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/PlanView.h"

#include <vector>

namespace resync::simulator {

/// How likely a critical job meets its deadline, as the engine reckons.
enum class Risk : std::uint8_t { OnTrack, Potential, High };

struct CriticalState
{
    Risk risk = Risk::OnTrack;
    int confidence = 100; ///< per cent, of meeting the deadline
    milliseconds estimatedStart{0};
    milliseconds estimatedEnd{0};
    std::vector<Row> openPredecessors; ///< jobs of its stream before it that are not over
    bool isPathBroken = false;         ///< one job before it ended in error and holds it back
};

/// "ON_TRACK", "POTENTIAL_RISK", "HIGH_RISK".
[[nodiscard]] std::string_view engineWord(Risk risk);

/// High: the estimated end is later than the deadline, or the way to it is broken. Potential: less
/// than ten minutes are left between them. \a job must have a deadline.
[[nodiscard]] CriticalState criticalState(const PlanView &view, Row job);

} // namespace resync::simulator

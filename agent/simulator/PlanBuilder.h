// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/Plan.h"

namespace resync::simulator {

struct PlanSize
{
    std::uint32_t jobs = 20'000;      ///< MinJobs … MaxJobs
    std::uint32_t workstations = 150; ///< MinWorkstations … MaxWorkstations
    std::uint64_t seed = 1;

    static constexpr std::uint32_t MinJobs = 50;
    static constexpr std::uint32_t MaxJobs = 1'000'000;
    static constexpr std::uint32_t MinWorkstations = 6;
    static constexpr std::uint32_t MaxWorkstations = 5'000;
};

/// A production day of a bank-like company: the same plan for the same size and seed. A day has its
/// peak in the first six hours; FINAL and FINALPOSTREPORTS close it.
/// \a day counts the plans before it: other ids and other jobs that fail; \a begin is when it
/// begins, counted from the start of the first.
[[nodiscard]] Plan buildPlan(const PlanSize &size, unsigned day = 0,
                             milliseconds begin = milliseconds(0));

} // namespace resync::simulator

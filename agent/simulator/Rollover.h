// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/PlanLife.h"

namespace resync::simulator {

/// The plan of a new day together with what it takes over.
struct NextDay
{
    Plan plan;
    CarriedState carried;
};

/// The plan extension: streams of \a old that are not done go first into the \a fresh plan, whole,
/// with the states of their jobs. Left behind are the streams that close a day, those carried
/// forward once already (unless something still runs in them), and links to anything left behind.
[[nodiscard]] NextDay rollOver(const Plan &old, const PlanLife &life, Plan fresh);

} // namespace resync::simulator

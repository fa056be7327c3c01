// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/PlanBuilder.h"

#include <vector>

namespace resync::simulator {

/// The first workstations of every plan; agents follow, area by area in turn.
inline constexpr Row MasterRow = 0;
inline constexpr Row BrokerRow = 1;
inline constexpr Row ExtendedRow = 2;
inline constexpr Row PoolRow = 3;
inline constexpr Row FirstAgentRow = 4;

/// The workstations of a plan: master, broker, extended agent, pool, and agents of all areas, a few
/// of which are cut off, narrow, fenced or closed.
[[nodiscard]] std::vector<Workstation> buildNetwork(const PlanSize &size);

} // namespace resync::simulator

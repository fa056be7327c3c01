// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/PlanView.h"

#include <vector>

namespace resync::simulator {

enum class Direction { Before, After };

/// What surrounds a job in the graph, nearest first.
struct Neighbours
{
    std::vector<Row> jobs;
    std::vector<Row> streams;
};

/// Predecessors or successors up to \a depth steps away; a stream that the job's own stream follows
/// (or that follows it) is one step away and not followed further. At most MaxNeighbours jobs.
inline constexpr std::size_t MaxNeighbours = 1'000;
[[nodiscard]] Neighbours neighboursOf(const PlanView &view, Row job, Direction direction,
                                      unsigned depth);

} // namespace resync::simulator

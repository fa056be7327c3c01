// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/domain/PlanColumns.h"
#include "shared/domain/PlanGraph.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace resync::domain {

/// A deadline behind a job that stands still or is expected to be late.
struct DeadlineAtRisk
{
    PlanGraph::Node node = 0; ///< a job or a stream
    Instant deadlineAt{};
    std::optional<Instant>
        expectedEndAt; ///< when the job goes on now; none: an estimate is missing

    bool operator==(const DeadlineAtRisk &) const = default;
};

/// Who is held up by one job.
struct Impact
{
    std::uint32_t direct = 0;                    ///< jobs that wait for it, or whose stream does
    std::uint32_t critical = 0;                  ///< critical ones of \c jobs
    std::vector<DeadlineAtRisk> deadlinesAtRisk; ///< earliest deadline first
    std::optional<Instant> actBy;
    std::vector<PlanGraph::Node> jobs; ///< all, nearest first

    bool operator==(const Impact &) const = default;
};

/// Follows the plan from \a job on: its successors, the jobs of successor streams, who waits for
/// its own stream, and so on. What has started or ended is not held up and ends a path. Steps of a
/// cycle are counted once; nothing is said of their times. Costs one walk over what is reached.
[[nodiscard]] Impact impactOf(const PlanGraph &graph, const PlanColumns &columns,
                              PlanGraph::Node job, Instant now);

/// For each job the latest start or restart at which no deadline behind it (its own included)
/// breaks, by the estimates of the longest path; NoInstant: no deadline, or an estimate is missing.
/// One walk over the whole plan.
[[nodiscard]] std::vector<Instant> latestStarts(const PlanGraph &graph, const PlanColumns &columns);

/// The chain of unfinished steps that decides when \a target ends.
struct CriticalPath
{
    std::vector<PlanGraph::Node> jobs;     ///< first to last; the last one is the target
    std::optional<milliseconds> remaining; ///< none: an estimate is missing

    bool operator==(const CriticalPath &) const = default;
};
[[nodiscard]] CriticalPath criticalPathTo(const PlanGraph &graph, const PlanColumns &columns,
                                          PlanGraph::Node target, Instant now);

} // namespace resync::domain

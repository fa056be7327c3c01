// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/JobBatch.h"
#include "agent/mirror/JobTable.h"
#include "shared/core/Instant.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace resync::mirror {

/// A row whose content is new.
struct JobChange
{
    std::uint32_t row = 0; ///< of the new table
    bool isNew = false;    ///< the last table did not have it; then the rest tells nothing
    domain::Status before = domain::Status::Undecided;
    std::string beforeReason; ///< code; empty: there was none
    bool statusChanged = false;
    bool reasonChanged = false;   ///< its code
    bool isEstimateAlone = false; ///< nothing is new but what it is expected to take
    bool isByPredecessor = false; ///< its own row is as it was: others made its reason or count new
};

/// The change of a row that stands otherwise though it was not read.
[[nodiscard]] JobChange changeByPredecessor(std::uint32_t row, domain::Status status,
                                            JobTable::Standing before,
                                            const JobTable::Standing &after);

struct JobDiff
{
    std::vector<JobChange> changed;   ///< in the order of rows
    std::vector<std::string> removed; ///< ids, in order
};

struct MergedJobs
{
    std::shared_ptr<const JobTable> table; ///< never null
    JobDiff diff;
    bool changed = true; ///< a row changed, came or went, or other dependencies were read
};

/// Partial: rows that the batch does not name stay. Whole: they go (first plan, new plan).
enum class MergeKind : std::uint8_t { Partial, Whole };

/// The table after \a batch. A row whose content is the same keeps its changedAt and changed
/// generation, the others get \a now and \a generation; that a running job has run for longer is
/// not content. The direct successors of changed jobs, by the graph of \a last (may be null), and
/// jobs with other dependencies are looked at, too: one whose reason code or count of unresolved
/// dependencies changes has changed. A batch of another plan is merged as Whole. The Structure is
/// shared while no row comes or goes and no name, schedule or dependency changes. The surroundings
/// stay; when the Structure is another one, the graph is renumbered and lacks what is new, so that
/// it wants building. Thread: any.
[[nodiscard]] MergedJobs mergeJobs(const JobTable *last, JobBatch batch, MergeKind kind,
                                   Instant now, std::uint64_t generation);

} // namespace resync::mirror

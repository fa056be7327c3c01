// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Collections.h"
#include "agent/mirror/Engine.h"
#include "agent/mirror/JobTable.h"
#include "agent/mirror/PlanLists.h"
#include "agent/mirror/Tombstones.h"
#include "shared/domain/Plan.h"
#include "shared/domain/PlanGraph.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace resync::mirror {

/// The plan as last read, immutable. A refresh makes a new one that shares what did not change.
/// Thread: any.
struct Snapshot
{
    std::uint64_t generation = 0; ///< of the newest content in any collection
    std::array<std::uint64_t, CollectionCount> generations{};
    std::array<std::optional<Instant>, CollectionCount>
        asOf{}; ///< start of the refresh that read it
    domain::EngineIdentity engine;
    std::shared_ptr<const JobTable> jobs;
    std::shared_ptr<const StreamList> streams;
    std::shared_ptr<const WorkstationList> workstations;
    /// Rows that differed from the engine's counts, or that the last sweep found different from
    /// what was shown; none: not measured.
    std::optional<int> divergence;
    bool isComplete = false; ///< nothing is known to be missing

    std::shared_ptr<const domain::PlanGraph> graph; ///< null: dependencies are not loaded (yet)
    std::shared_ptr<const StreamDependencyMap> streamDependencies; ///< null: as the graph
    Tombstones tombstones;                                         ///< of jobs
    std::uint64_t planGeneration = 0;     ///< in which the plan id last changed
    std::string rung;                     ///< "one_query" … (Rung, HotRefresh.h)
    std::optional<Instant> sweepAsOf;     ///< start of the last completed sweep
    std::optional<Instant> structureAsOf; ///< when all dependencies were last read
    std::vector<std::string> unexplained; ///< folders whose counts differ for good
    std::optional<PlanInfo> planInfo;
    domain::Rollover rollover = domain::Rollover::None;

    [[nodiscard]] std::uint64_t generationOf(Collection c) const
    {
        return generations.at(static_cast<std::size_t>(c));
    }
    [[nodiscard]] const std::optional<Instant> &asOfOf(Collection c) const
    {
        return asOf.at(static_cast<std::size_t>(c));
    }
};

/// Counts the jobs of each stream anew.
void countJobs(StreamList &list, const JobTable &jobs);

/// The summary of a snapshot; what API v2 does not tell stays unknown.
[[nodiscard]] domain::Plan planOf(const Snapshot &snapshot);

} // namespace resync::mirror

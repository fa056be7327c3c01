// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/JobMerge.h"
#include "agent/mirror/PlanBatch.h"
#include "agent/mirror/Snapshot.h"

#include <memory>
#include <optional>
#include <vector>

namespace resync::mirror {

/// What was read since the last snapshot.
struct PlanUpdate
{
    MergeKind kind = MergeKind::Partial;
    PlanBatch batch;
    std::optional<std::vector<domain::Workstation>> workstations; ///< all of them
    std::optional<domain::EngineIdentity> engine;
};

struct MergedPlan
{
    std::shared_ptr<Snapshot> next; ///< dates and state are still those of the last one
    JobDiff jobs;
    bool isNewPlan = false; ///< the first one, or another plan id
};

/// The rows of \a update over those of \a last (may be null, then \a update is whole). A collection
/// whose content is the same keeps its rows and its generation. \param now for rows that changed
[[nodiscard]] MergedPlan mergePlan(PlanUpdate update, const Snapshot *last, Instant now);

} // namespace resync::mirror

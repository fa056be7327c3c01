// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Collections.h"
#include "agent/mirror/EngineReads.h"
#include "agent/mirror/FolderDifference.h"
#include "agent/mirror/PlanBatch.h"
#include "agent/mirror/Snapshot.h"
#include "shared/core/Clock.h"

#include <functional>
#include <memory>

namespace resync::mirror {

struct CountOutcome
{
    bool wasAsked = true;       ///< false: nothing that is counted was wanted
    bool areOffered = true;     ///< false: this engine does not count
    int divergence = 0;         ///< rows that differed though nothing moved them meanwhile
    bool isPending = false;     ///< folders are left for the next refresh
    bool wantsSweep = false;    ///< what differs could not be read by folders, or not believed
    bool isOtherPlan = false;   ///< rows of another plan came; nothing of them was merged
    bool isHalfMissing = false; ///< fewer than half of the jobs or job streams shown are counted
};

/// What a check of the counts is given. Thread: the plan thread.
struct CountOrder
{
    using Shown = std::shared_ptr<const Snapshot>;

    CollectionSet wanted;
    Shown shown;
    /// Puts the rows of \a what that changed since the refresh began into the batch; null: the
    /// engine cannot tell.
    std::function<void(CollectionSet what, Callback<void>)> readMoved;
    std::function<void()> beforeReading; ///< folders are about to be read
    std::function<Shown()> merge;        ///< the batch into a new snapshot; null: of another plan
};

/// Compares counts and reads the folders that differ again; see design §7. A plan goes on while it
/// is read: where counts differ, what moved is read first, and a folder whose counts moved by as
/// much as they differ is left to the next refresh. All references must outlive the answer. Answers
/// once. Thread: the plan thread.
void checkCounts(EngineReads &reads, const Clock &clock, UnexplainedFolders &unexplained,
                 PlanBatch &batch, CountOrder order, Callback<CountOutcome> done);

} // namespace resync::mirror

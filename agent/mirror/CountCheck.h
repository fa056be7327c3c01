// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Collections.h"
#include "agent/mirror/EngineReads.h"
#include "agent/mirror/PlanBatch.h"
#include "agent/mirror/Snapshot.h"
#include "shared/core/Clock.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace resync::mirror {

/// A folder that the engine counts differently from what is shown.
struct FolderDifference
{
    CountedKind kind = CountedKind::Jobs;
    std::string folder; ///< empty: the whole plan
    int atEngine = 0;
    int here = 0;
    int rows = 0; ///< at least as many rows differ

    bool operator==(const FolderDifference &) const = default;
};

/// Compares the engine's counts with the rows of \a shown: by folder, or as a whole where the
/// engine counts no folders; by status where it tells.
[[nodiscard]] std::vector<FolderDifference> differences(CountedKind kind,
                                                        const std::vector<FolderCount> &counts,
                                                        const Snapshot &shown);

/// The folders that still differed after they were read again: hidden rows, reruns, an engine that
/// counts otherwise. They are read again when their total moves, else every 15 minutes. Thread: the
/// plan thread.
class UnexplainedFolders
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    [[nodiscard]] bool shouldRead(const FolderDifference &difference, TimePoint now) const;
    /// Keeps those of \a now differing that were read again at \a when or before.
    void update(const std::vector<FolderDifference> &differing,
                const std::vector<FolderDifference> &readAgain, TimePoint when);
    void clear() { m_folders.clear(); }

    [[nodiscard]] bool isEmpty() const { return m_folders.empty(); }
    /// "jobs of /FIN: 12 at the engine, 11 here"
    [[nodiscard]] std::vector<std::string> texts() const;

private:
    using Key = std::pair<CountedKind, std::string>;
    struct Entry
    {
        FolderDifference difference;
        TimePoint readAt;
    };
    std::map<Key, Entry> m_folders;
};

struct CountOutcome
{
    bool wasAsked = true;              ///< false: nothing that is counted was wanted
    bool areOffered = true;            ///< false: this engine does not count
    int divergence = 0;                ///< rows that differed before anything was read again
    bool isPending = false;            ///< folders are left for the next refresh
    bool wantsSweep = false;           ///< the whole plan differs and the engine counts no folders
    std::optional<std::size_t> listed; ///< jobs, where they are fewer than half of those shown
};

/// Compares counts and reads the folders that differ again; see design §7. \a beforeReading is told
/// that rows will be read, \a merge puts what came into the batch into a new snapshot and returns
/// it. All references must outlive the answer. Answers once. Thread: the plan thread.
struct CountOrder
{
    CollectionSet wanted;
    std::shared_ptr<const Snapshot> shown;
    std::function<void()> beforeReading;
    std::function<std::shared_ptr<const Snapshot>()> merge;
};
void checkCounts(EngineReads &reads, const Clock &clock, UnexplainedFolders &unexplained,
                 PlanBatch &batch, CountOrder order, Callback<CountOutcome> done);

} // namespace resync::mirror

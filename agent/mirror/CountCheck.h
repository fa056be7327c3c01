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

/// Rows, or how many rows one count has more than another.
struct RowCounts
{
    int total = 0;
    domain::StatusCounts byStatus{};

    bool operator==(const RowCounts &) const = default;
};

/// A folder that the engine counts differently from what is shown.
struct FolderDifference
{
    CountedKind kind = CountedKind::Jobs;
    std::string folder; ///< empty: the whole plan
    int atEngine = 0;
    int here = 0;
    int rows = 0;  ///< at least as many rows differ
    RowCounts gap; ///< the engine's counts minus ours

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
    [[nodiscard]] bool isKnown(const FolderDifference &difference) const
    {
        return m_folders.contains({difference.kind, difference.folder});
    }
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
    int divergence = 0;                ///< rows that differed though nothing moved them meanwhile
    bool isPending = false;            ///< folders are left for the next refresh
    bool wantsSweep = false;           ///< the whole plan differs and the engine counts no folders
    bool isOtherPlan = false;          ///< rows of another plan came; nothing of them was merged
    std::optional<std::size_t> listed; ///< jobs, where they are fewer than half of those shown
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

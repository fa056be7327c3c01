// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"
#include "agent/mirror/Snapshot.h"

#include <chrono>
#include <map>
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

/// \a count minus \a other; by status only where the engine tells.
[[nodiscard]] RowCounts gapBetween(const FolderCount &count, const RowCounts &other);
/// At least as many rows are in another place or status.
[[nodiscard]] int rowsOf(const RowCounts &gap);
/// What two gaps have in common.
[[nodiscard]] RowCounts sharedPart(const RowCounts &a, const RowCounts &b);

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

} // namespace resync::mirror

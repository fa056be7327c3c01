// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace resync::console {

struct RowRange
{
    int first = 0;
    int last = 0; ///< included

    bool operator==(const RowRange &) const = default;
};

/// Neighbours of a sorted list of rows, put together.
[[nodiscard]] std::vector<RowRange> rangesOf(const std::vector<int> &sortedRows);

/// How one list of rows becomes another: which old rows go, which new rows come, and where the kept
/// ones move. Pure numbers; the model turns them into signals.
class RowDiff final
{
public:
    /// \param targets for each old row its new row, −1: removed
    RowDiff(std::vector<int> targets, int newCount);

    /// The kept rows do not move past each other.
    [[nodiscard]] bool keepsOrder() const;
    /// Ranges removed and inserted.
    [[nodiscard]] std::size_t editCount() const;
    [[nodiscard]] int keptCount() const;

    [[nodiscard]] const std::vector<RowRange> &removals() const { return m_removals; } ///< old rows
    [[nodiscard]] const std::vector<RowRange> &insertions() const
    {
        return m_insertions;
    } ///< new rows

    /// A permutation of the old rows: kept ones in their new order, then the removed ones.
    [[nodiscard]] std::vector<int> keptFirst() const;
    /// New rows that come, ascending.
    [[nodiscard]] const std::vector<int> &addedTargets() const { return m_added; }
    /// A permutation of the rows "kept in their new order, then added": each to its new row.
    [[nodiscard]] std::vector<int> addedInPlace() const;

private:
    std::vector<int> m_targets;
    std::vector<int> m_keptTargets; ///< ascending
    std::vector<int> m_added;
    std::vector<RowRange> m_removals;
    std::vector<RowRange> m_insertions;
};

} // namespace resync::console

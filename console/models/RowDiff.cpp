// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/RowDiff.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace resync::console {

std::vector<RowRange> rangesOf(const std::vector<int> &sortedRows)
{
    std::vector<RowRange> ranges;
    for (const int row : sortedRows) {
        if (!ranges.empty() && ranges.back().last + 1 == row)
            ranges.back().last = row;
        else
            ranges.push_back({row, row});
    }
    return ranges;
}

RowDiff::RowDiff(std::vector<int> targets, int newCount)
    : m_targets(std::move(targets))
{
    std::vector<bool> isKept(static_cast<std::size_t>(newCount), false);
    std::vector<int> removed;
    for (std::size_t row = 0; row < m_targets.size(); ++row) {
        if (m_targets[row] < 0)
            removed.push_back(static_cast<int>(row));
        else
            isKept[static_cast<std::size_t>(m_targets[row])] = true;
    }
    for (int row = 0; row < newCount; ++row)
        (isKept[static_cast<std::size_t>(row)] ? m_keptTargets : m_added).push_back(row);
    m_removals = rangesOf(removed);
    m_insertions = rangesOf(m_added);
}

bool RowDiff::keepsOrder() const
{
    int last = -1;
    for (const int target : m_targets) {
        if (target < 0)
            continue;
        if (target < last)
            return false;
        last = target;
    }
    return true;
}

std::size_t RowDiff::editCount() const
{
    return m_removals.size() + m_insertions.size();
}

int RowDiff::keptCount() const
{
    return static_cast<int>(m_keptTargets.size());
}

std::vector<int> RowDiff::keptFirst() const
{
    std::vector<int> out(m_targets.size());
    int removed = keptCount();
    for (std::size_t row = 0; row < m_targets.size(); ++row) {
        const auto rank =
            std::lower_bound(m_keptTargets.begin(), m_keptTargets.end(), m_targets[row]);
        out[row] = m_targets[row] < 0 ? removed++ : static_cast<int>(rank - m_keptTargets.begin());
    }
    return out;
}

std::vector<int> RowDiff::addedInPlace() const
{
    std::vector<int> out = m_keptTargets;
    out.insert(out.end(), m_added.begin(), m_added.end());
    return out;
}

} // namespace resync::console

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/JobRowsModel.h"

#include "console/models/RowDiff.h"

#include <algorithm>
#include <utility>

namespace resync::console {

namespace {

/// More edits than this are done as a whole: views pay for every one.
constexpr std::size_t MaxSingleEdits = 64;

const JobRows &emptyRows()
{
    static const JobRows s_empty = std::make_shared<const std::vector<domain::Job>>();
    return s_empty;
}

} // namespace

JobRowsModel::JobRowsModel(QObject *parent)
    : QAbstractTableModel(parent)
    , m_source(emptyRows())
{}

JobRowsModel::~JobRowsModel() = default;

int JobRowsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

const domain::Job *JobRowsModel::jobAt(int row) const
{
    return row < 0 || row >= rowCount() ? nullptr : m_shown[static_cast<std::size_t>(row)];
}

int JobRowsModel::rowOf(const domain::JobId &id) const
{
    const auto found = std::lower_bound(
        m_source->begin(), m_source->end(), id,
        [](const domain::Job &job, const domain::JobId &wanted) { return job.id < wanted; });
    if (found == m_source->end() || found->id != id)
        return -1;
    return m_rowOfSource[static_cast<std::size_t>(found - m_source->begin())];
}

void JobRowsModel::setTimeView(const TimeView &view)
{
    const bool isOnlyNow =
        view.display == m_timeView.display && view.planZone == m_timeView.planZone;
    if (view == m_timeView)
        return;
    m_timeView = view;
    if (isOnlyNow)
        touch(timeColumns());
    else if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

const TimeView &JobRowsModel::timeView() const
{
    return m_timeView;
}

std::optional<Instant> JobRowsModel::asOf() const
{
    return m_asOf;
}

void JobRowsModel::setAsOf(std::optional<Instant> asOf)
{
    if (asOf == m_asOf)
        return;
    m_asOf = asOf;
    touch(timeColumns());
}

void JobRowsModel::touch(const std::vector<int> &columns)
{
    if (rowCount() == 0)
        return;
    for (const int column : columns)
        Q_EMIT dataChanged(index(0, column), index(rowCount() - 1, column));
}

void JobRowsModel::merge(const JobRows &rows, const std::vector<quint32> &visible)
{
    const JobRows &source = rows ? rows : emptyRows();
    const JobRows old = std::exchange(m_source, source); // keeps the replaced jobs alive to the end
    std::vector<int> positions(source->size(), -1);
    for (std::size_t row = 0; row < visible.size(); ++row)
        positions[visible[row]] = static_cast<int>(row);

    const std::vector<int> targets = targetsOf(*old, *source, positions);
    const RowDiff diff(targets, static_cast<int>(visible.size()));
    std::vector<const domain::Job *> shown;
    shown.reserve(visible.size());
    for (const quint32 position : visible)
        shown.push_back(&(*source)[position]);

    std::vector<int> changed = changedRows(targets, shown);
    m_rowOfSource = std::move(positions);
    if (diff.keepsOrder() && diff.editCount() <= MaxSingleEdits)
        applySingly(diff, shown);
    else
        applyAsAWhole(diff, shown);
    m_shown = std::move(shown);
    announce(std::move(changed));
}

std::vector<int> JobRowsModel::targetsOf(const std::vector<domain::Job> &old,
                                         const std::vector<domain::Job> &source,
                                         const std::vector<int> &positions) const
{
    std::vector<int> ofOld(old.size(), -1); // both are sorted by id
    for (std::size_t o = 0, n = 0; o < old.size() && n < source.size();) {
        const auto order = old[o].id <=> source[n].id;
        if (order == 0)
            ofOld[o] = positions[n];
        o += order <= 0 ? 1U : 0U;
        n += order >= 0 ? 1U : 0U;
    }
    std::vector<int> targets;
    targets.reserve(m_shown.size());
    for (const domain::Job *job : m_shown)
        targets.push_back(ofOld[static_cast<std::size_t>(job - old.data())]);
    return targets;
}

std::vector<int> JobRowsModel::changedRows(const std::vector<int> &targets,
                                           const std::vector<const domain::Job *> &shown) const
{
    std::vector<int> changed;
    for (std::size_t row = 0; row < targets.size(); ++row) {
        const int target = targets[row];
        if (target < 0)
            continue;
        const domain::Job *now = shown[static_cast<std::size_t>(target)];
        if (now != m_shown[row] && !(*now == *m_shown[row]))
            changed.push_back(target);
    }
    std::sort(changed.begin(), changed.end());
    return changed;
}

void JobRowsModel::applySingly(const RowDiff &diff, const std::vector<const domain::Job *> &shown)
{
    const auto removals = diff.removals();
    for (auto range = removals.rbegin(); range != removals.rend(); ++range) {
        beginRemoveRows({}, range->first, range->last);
        m_shown.erase(m_shown.begin() + range->first, m_shown.begin() + range->last + 1);
        endRemoveRows();
    }
    for (const RowRange &range : diff.insertions()) {
        beginInsertRows({}, range.first, range.last);
        m_shown.insert(m_shown.begin() + range.first, shown.begin() + range.first,
                       shown.begin() + range.last + 1);
        endInsertRows();
    }
}

void JobRowsModel::applyAsAWhole(const RowDiff &diff, const std::vector<const domain::Job *> &shown)
{
    permute(diff.keptFirst());
    const int kept = diff.keptCount();
    if (kept < rowCount()) {
        beginRemoveRows({}, kept, rowCount() - 1);
        m_shown.resize(static_cast<std::size_t>(kept));
        endRemoveRows();
    }
    const std::vector<int> added = diff.addedTargets();
    if (added.empty())
        return;
    beginInsertRows({}, kept, kept + static_cast<int>(added.size()) - 1);
    for (const int target : added)
        m_shown.push_back(shown[static_cast<std::size_t>(target)]);
    endInsertRows();
    permute(diff.addedInPlace());
}

void JobRowsModel::permute(const std::vector<int> &newRowOf)
{
    if (std::is_sorted(newRowOf.begin(), newRowOf.end()))
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    std::vector<const domain::Job *> moved(m_shown.size());
    for (std::size_t row = 0; row < m_shown.size(); ++row)
        moved[static_cast<std::size_t>(newRowOf[row])] = m_shown[row];
    m_shown = std::move(moved);
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    to.reserve(from.size());
    for (const QModelIndex &each : from)
        to.append(index(newRowOf[static_cast<std::size_t>(each.row())], each.column()));
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void JobRowsModel::announce(std::vector<int> changed)
{
    const std::vector<RowRange> ranges = rangesOf(changed);
    const int lastColumn = columnCount() - 1;
    if (ranges.size() > MaxSingleEdits) {
        Q_EMIT dataChanged(index(ranges.front().first, 0), index(ranges.back().last, lastColumn));
        return;
    }
    for (const RowRange &range : ranges)
        Q_EMIT dataChanged(index(range.first, 0), index(range.last, lastColumn));
}

} // namespace resync::console

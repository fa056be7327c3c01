// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/Dated.h"
#include "console/models/TimeText.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace resync::console {

class RowDiff;

/// A list of jobs that changes under the eyes of its user: merge() emits the smallest inserts,
/// removals, moves and changes, so that selection and scroll position survive.
/// The columns are the subclass's. Thread: the GUI's.
class JobRowsModel : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobRowsModel)

public:
    explicit JobRowsModel(QObject *parent = nullptr);
    ~JobRowsModel() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    /// The job of a row of this model; nullptr for an invalid index. Valid until the next change.
    [[nodiscard]] const domain::Job *jobAt(int row) const;
    /// −1: not shown.
    [[nodiscard]] int rowOf(const domain::JobId &id) const;

    /// Zone and day for times; \c now also drives what counts to the clock (Act by).
    void setTimeView(const TimeView &view);
    [[nodiscard]] const TimeView &timeView() const;
    /// The age of the data: what "For" counts to. None: unknown.
    [[nodiscard]] std::optional<Instant> asOf() const;

protected:
    /// Shows the rows of \a rows whose positions are in \a visible, in that order.
    void merge(const JobRows &rows, const std::vector<quint32> &visible);
    void setAsOf(std::optional<Instant> asOf);
    /// Columns that change when the age of the data or the clock moves.
    [[nodiscard]] virtual std::vector<int> timeColumns() const = 0;

private:
    /// For each shown row its row among \a positions (by index in \a source), −1: gone.
    [[nodiscard]] std::vector<int> targetsOf(const std::vector<domain::Job> &old,
                                             const std::vector<domain::Job> &source,
                                             const std::vector<int> &positions) const;
    [[nodiscard]] std::vector<int> changedRows(const std::vector<int> &targets,
                                               const std::vector<const domain::Job *> &shown) const;
    void applySingly(const RowDiff &diff, const std::vector<const domain::Job *> &shown);
    void applyAsAWhole(const RowDiff &diff, const std::vector<const domain::Job *> &shown);
    void permute(const std::vector<int> &newRowOf);
    void announce(std::vector<int> changed);
    void touch(const std::vector<int> &columns);

    JobRows m_source;                         ///< keeps the jobs alive; never null
    std::vector<const domain::Job *> m_shown; ///< into m_source
    std::vector<int> m_rowOfSource;           ///< for each job of m_source its row, −1: not shown
    TimeView m_timeView;
    std::optional<Instant> m_asOf;
};

} // namespace resync::console

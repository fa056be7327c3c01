// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/JobRowsModel.h"

#include <QString>

#include <memory>

namespace resync::console {

/// Workload's job table. Filter and order are computed in QtConcurrent's pool and arrive with
/// settled(); a late answer never overwrites a newer one. Sorting stays with the model: give it to
/// the view directly, without a proxy.
class JobTableModel final : public JobRowsModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobTableModel)

public:
    enum Column {
        State,
        Name,
        Stream,
        Workstation,
        Started,
        For,
        Usual,
        ReturnCode,
        Deadline,
        ColumnCount
    };

    explicit JobTableModel(QObject *parent = nullptr);
    ~JobTableModel() override;

    /// New rows, or (the same pointer) only a new age.
    void setJobs(const Dated<JobRows> &jobs);
    /// Another agent: everything goes.
    void clear();
    /// The grammar of api.md §3. A text that does not parse keeps the last good filter.
    /// \return what is wrong, in English; empty: nothing
    QString setFilter(const QString &text);
    [[nodiscard]] QString filter() const;
    [[nodiscard]] int totalCount() const; ///< before the filter
    [[nodiscard]] bool isSettling() const;

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

Q_SIGNALS:
    /// What was asked for (rows, filter, order) is shown now.
    void settled();

protected:
    [[nodiscard]] std::vector<int> timeColumns() const override;

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace resync::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/dialogs/Invalidator.h"
#include "console/models/TimeText.h"

#include <QAbstractTableModel>

#include <deque>

namespace resync::console {

/// The invalidations that this console asked for since it started, newest first; 20 are kept.
class RecentInvalidations final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RecentInvalidations)

public:
    enum Column { At, Scope, Outcome, AgeBefore, AgeAfter, EngineCalls, Took, ColumnCount };

    explicit RecentInvalidations(QObject *parent = nullptr);

    void add(const InvalidationRecord &record);
    void setTimeView(const TimeView &view);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QString text(const InvalidationRecord &record, int column) const;

    std::deque<InvalidationRecord> m_records;
    TimeView m_timeView;
};

} // namespace resync::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/TimeText.h"
#include "shared/domain/CacheStats.h"

#include <QAbstractTableModel>

#include <optional>

namespace resync::console {

/// The scopes of the agent's cache.
class CacheScopeModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CacheScopeModel)

public:
    enum Column { Scope, Entries, Size, Age, LastInvalidated, InvalidatedBy, ColumnCount };

    explicit CacheScopeModel(QObject *parent = nullptr);

    void setStats(const domain::CacheStats &stats);
    void setTimeView(const TimeView &view); ///< Age counts to its \c now
    void clear();
    /// None until the first answer.
    [[nodiscard]] const std::optional<domain::CacheStats> &stats() const { return m_stats; }
    /// "Hit rate 99.2 % · 26.3 MB · 34 of 120 engine calls in the last minute"
    [[nodiscard]] QString summary() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] static QString scopeName(const std::string &name);
    [[nodiscard]] QString displayText(const domain::CacheScope &scope, int column) const;

    std::optional<domain::CacheStats> m_stats;
    TimeView m_timeView;
};

} // namespace resync::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/TimeText.h"
#include "shared/domain/Health.h"

#include <QAbstractTableModel>

namespace resync::console {

/// The components of an agent's health, in the agent's order. While the agent is lost each says
/// "was OK" and its state is Unknown.
class HealthModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HealthModel)

public:
    enum Column { Component, Status, Message, Latency, Since, ColumnCount };

    explicit HealthModel(QObject *parent = nullptr);

    void setHealth(const domain::Health &health);
    void setLost(bool lost);
    void setTimeView(const TimeView &view);
    void clear();
    [[nodiscard]] const domain::Health &health() const { return m_health; }
    /// "6 OK · 1 slow · 1 not configured"
    [[nodiscard]] QString summary() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QString displayText(const domain::HealthComponent &component, int column) const;

    domain::Health m_health;
    TimeView m_timeView;
    bool m_lost = false;
};

/// "Engine", "Plan mirror", "Redis" … for the names of api.md §4.
[[nodiscard]] QString componentName(const std::string &name);

} // namespace resync::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/ConfigReport.h"

#include <QAbstractItemModel>

#include <vector>

namespace resync::console {

/// The agent's settings as a tree: groups, and below each its settings. A secret shows dots, or
/// "not set"; its value is never in the model, whatever the agent sent.
class ConfigModel final : public QAbstractItemModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConfigModel)

public:
    enum Column { Key, Value, Origin, Default, Reload, ColumnCount };

    explicit ConfigModel(QObject *parent = nullptr);

    /// Keeps expanded groups when the keys are the same as before.
    void setReport(const domain::ConfigReport &report);
    void clear();
    /// The setting of a row; nullptr for a group.
    [[nodiscard]] const domain::ConfigItem *itemAt(const QModelIndex &index) const;

    [[nodiscard]] QModelIndex index(int row, int column,
                                    const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    struct Group
    {
        std::string name;
        std::vector<domain::ConfigItem> items;
    };
    [[nodiscard]] static std::vector<Group> grouped(const domain::ConfigReport &report);
    [[nodiscard]] static QString originText(const domain::ConfigItem &item);
    [[nodiscard]] static QString displayText(const domain::ConfigItem &item, int column);
    [[nodiscard]] bool hasSameKeys(const std::vector<Group> &groups) const;

    std::vector<Group> m_groups;
};

} // namespace resync::console

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/ConfigModel.h"

#include "console/models/Roles.h"
#include "console/models/TimeText.h"

#include <algorithm>
#include <utility>

namespace resync::console {

namespace {

/// Internal id of a group's index; a setting's is its group's row.
constexpr quintptr GroupMark = static_cast<quintptr>(-1);

const QString Dots = QStringLiteral("••••••••");

QString shownValue(const std::optional<std::string> &value, const std::string &unit)
{
    if (!value || value->empty())
        return unknownText();
    const QString text = QString::fromStdString(*value);
    return unit.empty() ? text : QStringLiteral("%1 %2").arg(text, QString::fromStdString(unit));
}

} // namespace

ConfigModel::ConfigModel(QObject *parent)
    : QAbstractItemModel(parent)
{}

std::vector<ConfigModel::Group> ConfigModel::grouped(const domain::ConfigReport &report)
{
    std::vector<Group> groups;
    for (const domain::ConfigItem &item : report.items) {
        auto found = std::find_if(groups.begin(), groups.end(),
                                  [&](const Group &group) { return group.name == item.group; });
        if (found == groups.end())
            found = groups.insert(groups.end(), {item.group, {}});
        found->items.push_back(item);
        if (item.isSecret) { // whatever the agent sent, it ends here
            found->items.back().value.reset();
            found->items.back().defaultValue.reset();
        }
    }
    return groups;
}

bool ConfigModel::hasSameKeys(const std::vector<Group> &groups) const
{
    const auto sameItems = [](const domain::ConfigItem &a, const domain::ConfigItem &b) {
        return a.key == b.key;
    };
    return std::equal(groups.begin(), groups.end(), m_groups.begin(), m_groups.end(),
                      [&](const Group &a, const Group &b) {
                          return a.name == b.name &&
                                 std::equal(a.items.begin(), a.items.end(), b.items.begin(),
                                            b.items.end(), sameItems);
                      });
}

void ConfigModel::setReport(const domain::ConfigReport &report)
{
    std::vector<Group> groups = grouped(report);
    if (!hasSameKeys(groups)) {
        beginResetModel();
        m_groups = std::move(groups);
        endResetModel();
        return;
    }
    m_groups = std::move(groups);
    for (int row = 0; row < rowCount(); ++row) {
        const QModelIndex group = index(row, 0);
        Q_EMIT dataChanged(index(0, 0, group), index(rowCount(group) - 1, ColumnCount - 1, group));
    }
}

void ConfigModel::clear()
{
    beginResetModel();
    m_groups.clear();
    endResetModel();
}

const domain::ConfigItem *ConfigModel::itemAt(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == GroupMark)
        return nullptr;
    return &m_groups[index.internalId()].items[static_cast<std::size_t>(index.row())];
}

QModelIndex ConfigModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return parent.isValid() ? createIndex(row, column, static_cast<quintptr>(parent.row()))
                            : createIndex(row, column, GroupMark);
}

QModelIndex ConfigModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == GroupMark)
        return {};
    return createIndex(static_cast<int>(index.internalId()), 0, GroupMark);
}

int ConfigModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_groups.size());
    if (parent.internalId() != GroupMark || parent.column() != 0)
        return 0;
    return static_cast<int>(m_groups[static_cast<std::size_t>(parent.row())].items.size());
}

int ConfigModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QString ConfigModel::originText(const domain::ConfigItem &item)
{
    const QString file = QString::fromStdString(item.file);
    if (item.isDefault || item.layer == "default")
        return tr("default");
    if (item.layer == "environment")
        return tr("environment");
    if (file.isEmpty())
        return QString::fromStdString(item.layer);
    return item.line ? QStringLiteral("%1:%2").arg(file).arg(*item.line) : file;
}

QString ConfigModel::displayText(const domain::ConfigItem &item, int column)
{
    switch (column) {
    case Key:
        return QString::fromStdString(item.key);
    case Value:
        if (item.isSecret)
            return item.isSet ? Dots : tr("not set");
        return shownValue(item.value, item.unit);
    case Origin:
        return originText(item);
    case Default:
        return item.isSecret ? QString() : shownValue(item.defaultValue, item.unit);
    case Reload:
        if (item.restartPending)
            return tr("waits for a restart");
        return item.reloadable ? tr("on reload") : tr("on restart");
    default:
        return {};
    }
}

QVariant ConfigModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const domain::ConfigItem *item = itemAt(index);
    if (!item) {
        const bool isName =
            index.column() == 0 && (role == Qt::DisplayRole || role == SortRole || role == IdRole);
        const auto &group = m_groups[static_cast<std::size_t>(index.row())];
        return isName ? QVariant(QString::fromStdString(group.name).toUpper()) : QVariant();
    }
    switch (role) {
    case Qt::DisplayRole:
    case SortRole:
        return displayText(*item, index.column());
    case Qt::ToolTipRole:
        return QString::fromStdString(item->description);
    case MonospaceRole:
        return index.column() <= Value;
    case IdRole:
        return QString::fromStdString(item->key);
    default:
        return {};
    }
}

QVariant ConfigModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Key:
        return tr("Setting");
    case Value:
        return tr("Value");
    case Origin:
        //: Column of a table: which file or layer a setting comes from
        return tr("From");
    case Default:
        return tr("Default");
    case Reload:
        //: Column of a table: when a changed setting takes effect
        return tr("Takes effect");
    default:
        return {};
    }
}

} // namespace resync::console

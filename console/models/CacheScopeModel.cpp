// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/CacheScopeModel.h"

#include "console/models/JobText.h"
#include "console/models/Roles.h"

#include <QStringList>

#include <utility>

namespace resync::console {

namespace {

std::optional<milliseconds> ageOf(const domain::CacheScope &scope, const TimeView &view)
{
    if (!scope.asOf)
        return std::nullopt;
    return view.now - *scope.asOf;
}

bool isNumeric(int column)
{
    return column == CacheScopeModel::Entries || column == CacheScopeModel::Size ||
           column == CacheScopeModel::Age;
}

} // namespace

CacheScopeModel::CacheScopeModel(QObject *parent)
    : QAbstractTableModel(parent)
{}

void CacheScopeModel::setStats(const domain::CacheStats &stats)
{
    const auto names = [](const domain::CacheStats &of) {
        QStringList out;
        for (const auto &scope : of.scopes)
            out << QString::fromStdString(scope.name);
        return out;
    };
    const bool hasSameRows = m_stats && names(*m_stats) == names(stats);
    if (!hasSameRows)
        beginResetModel();
    m_stats = stats;
    if (!hasSameRows)
        endResetModel();
    else if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void CacheScopeModel::setTimeView(const TimeView &view)
{
    m_timeView = view;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Age), index(rowCount() - 1, LastInvalidated));
}

void CacheScopeModel::clear()
{
    beginResetModel();
    m_stats.reset();
    endResetModel();
}

QString CacheScopeModel::summary() const
{
    if (!m_stats)
        return {};
    QStringList parts;
    if (const auto asked = m_stats->hits + m_stats->misses; asked > 0) {
        const double rate = 100.0 * static_cast<double>(m_stats->hits) / static_cast<double>(asked);
        parts << tr("Hit rate %1 %").arg(QLocale().toString(rate, 'f', 1));
    }
    parts << sizeText(m_stats->size);
    if (m_stats->callsLimit > 0)
        parts << tr("%1 of %2 engine calls in the last %3")
                     .arg(m_stats->callsUsed)
                     .arg(m_stats->callsLimit)
                     .arg(spanText(std::chrono::seconds(m_stats->callsWindowSeconds)));
    return parts.join(QStringLiteral(" · "));
}

int CacheScopeModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_stats ? 0 : static_cast<int>(m_stats->scopes.size());
}

int CacheScopeModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString CacheScopeModel::scopeName(const std::string &name)
{
    if (name == "jobs")
        return tr("Jobs");
    if (name == "job_streams")
        return tr("Job streams");
    if (name == "workstations")
        return tr("Workstations");
    if (name == "details")
        return tr("Details");
    return QString::fromStdString(name);
}

QString CacheScopeModel::displayText(const domain::CacheScope &scope, int column) const
{
    switch (column) {
    case Scope:
        return scopeName(scope.name);
    case Entries:
        return QLocale().toString(static_cast<qulonglong>(scope.entries));
    case Size:
        return sizeText(scope.bytes);
    case Age:
        return spanText(ageOf(scope, m_timeView));
    case LastInvalidated:
        return timeText(scope.lastInvalidatedAt, m_timeView);
    case InvalidatedBy:
        return scope.lastInvalidatedBy.empty() ? unknownText()
                                               : QString::fromStdString(scope.lastInvalidatedBy);
    default:
        return {};
    }
}

QVariant CacheScopeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto &scope = m_stats->scopes[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return displayText(scope, index.column());
    case Qt::TextAlignmentRole:
        return isNumeric(index.column()) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case SortRole:
        switch (index.column()) {
        case Entries:
            return QVariant::fromValue<qulonglong>(scope.entries);
        case Size:
            return QVariant::fromValue<qulonglong>(scope.bytes);
        case Age:
            return rawValue(ageOf(scope, m_timeView));
        case LastInvalidated:
            return rawValue(scope.lastInvalidatedAt);
        default:
            return displayText(scope, index.column());
        }
    case IdRole:
        return QString::fromStdString(scope.name);
    default:
        return {};
    }
}

QVariant CacheScopeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((isNumeric(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Scope:
        return tr("Scope");
    case Entries:
        return tr("Entries");
    case Size:
        return tr("Size");
    case Age:
        return tr("Age");
    case LastInvalidated:
        return tr("Last invalidated");
    case InvalidatedBy:
        //: Column of a table: who invalidated the cache
        return tr("By");
    default:
        return {};
    }
}

} // namespace resync::console

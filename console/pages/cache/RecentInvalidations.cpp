// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/cache/RecentInvalidations.h"

#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr std::size_t Capacity = 20;

/// How old the data were when the answer came.
QString ageText(std::optional<Instant> asOf, Instant at)
{
    return asOf ? spanText(at - *asOf) : unknownText();
}

} // namespace

RecentInvalidations::RecentInvalidations(QObject *parent)
    : QAbstractTableModel(parent)
{}

void RecentInvalidations::add(const InvalidationRecord &record)
{
    if (m_records.size() == Capacity) {
        beginRemoveRows({}, static_cast<int>(Capacity) - 1, static_cast<int>(Capacity) - 1);
        m_records.pop_back();
        endRemoveRows();
    }
    beginInsertRows({}, 0, 0);
    m_records.push_front(record);
    endInsertRows();
}

void RecentInvalidations::setTimeView(const TimeView &view)
{
    m_timeView = view;
}

int RecentInvalidations::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}

int RecentInvalidations::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RecentInvalidations::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return headerData(index.column(), Qt::Horizontal, role);
    if (role != Qt::DisplayRole)
        return {};
    return text(m_records[static_cast<std::size_t>(index.row())], index.column());
}

QString RecentInvalidations::text(const InvalidationRecord &record, int column) const
{
    switch (column) {
    case At:
        return timeText(record.at, m_timeView);
    case Scope:
        return scopeName(record.scope);
    case Outcome:
        return record.report.refreshed ? tr("read anew") : tr("still being read");
    case AgeBefore:
        return ageText(record.report.asOfBefore, record.at);
    case AgeAfter:
        return ageText(record.report.asOfAfter, record.at);
    case EngineCalls:
        return QLocale().toString(static_cast<qulonglong>(record.report.engineCalls));
    case Took:
        return QLocale().toString(static_cast<double>(record.took.count()) / 1000, 'f', 1) +
               u" s"_s;
    default:
        return {};
    }
}

QVariant RecentInvalidations::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((section >= AgeBefore ? Qt::AlignRight : Qt::AlignLeft) |
                                Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case At:
        return tr("At");
    case Scope:
        return tr("Scope");
    case Outcome:
        return tr("Outcome");
    case AgeBefore:
        return tr("Age before");
    case AgeAfter:
        return tr("Age after");
    case EngineCalls:
        return tr("Engine calls");
    case Took:
        return tr("Took");
    default:
        return {};
    }
}

} // namespace resync::console

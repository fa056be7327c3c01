// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/HealthModel.h"

#include "console/models/JobText.h"
#include "console/models/Roles.h"
#include "console/models/StateKind.h"
#include "console/models/StatementText.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>
#include <string_view>

namespace resync::console {

namespace {

struct ComponentName
{
    std::string_view name;
    const char *text;
};

constexpr std::array ComponentNames = {
    ComponentName{"engine", QT_TRANSLATE_NOOP("HealthModel", "Engine")},
    ComponentName{"plan", QT_TRANSLATE_NOOP("HealthModel", "Plan mirror")},
    ComponentName{"redis", QT_TRANSLATE_NOOP("HealthModel", "Redis")},
    ComponentName{"knowledge", QT_TRANSLATE_NOOP("HealthModel", "Knowledge (Neo4j)")},
    ComponentName{"llm", QT_TRANSLATE_NOOP("HealthModel", "LLM")},
    ComponentName{"store", QT_TRANSLATE_NOOP("HealthModel", "Store")},
    ComponentName{"disk", QT_TRANSLATE_NOOP("HealthModel", "Disk")},
    ComponentName{"clock", QT_TRANSLATE_NOOP("HealthModel", "Clock")},
    ComponentName{"logs", QT_TRANSLATE_NOOP("HealthModel", "Logs")},
};

QString translated(const char *text)
{
    return QCoreApplication::translate("HealthModel", text);
}

QString statusText(const domain::HealthComponent &component)
{
    if (!component.configured)
        return translated(QT_TRANSLATE_NOOP("HealthModel", "Not configured"));
    switch (component.status) {
    case domain::HealthStatus::Ok:
        return translated(QT_TRANSLATE_NOOP("HealthModel", "OK"));
    case domain::HealthStatus::Degraded:
        return translated(QT_TRANSLATE_NOOP("HealthModel", "Degraded"));
    case domain::HealthStatus::Down:
        return translated(QT_TRANSLATE_NOOP("HealthModel", "Down"));
    case domain::HealthStatus::Unknown:
        break;
    }
    return translated(QT_TRANSLATE_NOOP("HealthModel", "Unknown"));
}

/// The agent cannot be asked: what is known is how it was.
QString lostText(const domain::HealthComponent &component)
{
    //: %1 is a health status such as "OK" from the last answer of an agent that is lost
    return translated(QT_TRANSLATE_NOOP("HealthModel", "was %1")).arg(statusText(component));
}

QString latencyText(const domain::HealthComponent &component)
{
    if (!component.latencyMs)
        return unknownText();
    const int decimals = *component.latencyMs < 10 ? 1 : 0;
    //: %1 is a number of milliseconds
    return translated(QT_TRANSLATE_NOOP("HealthModel", "%1 ms"))
        .arg(QLocale().toString(*component.latencyMs, 'f', decimals));
}

} // namespace

QString componentName(const std::string &name)
{
    for (const ComponentName &known : ComponentNames)
        if (known.name == name)
            return translated(known.text);
    return QString::fromStdString(name);
}

HealthModel::HealthModel(QObject *parent)
    : QAbstractTableModel(parent)
{}

void HealthModel::setHealth(const domain::Health &health)
{
    const auto names = [](const domain::Health &of) {
        QStringList out;
        for (const auto &component : of.components)
            out << QString::fromStdString(component.name);
        return out;
    };
    if (names(health) != names(m_health)) {
        beginResetModel();
        m_health = health;
        endResetModel();
        return;
    }
    const domain::Health old = std::exchange(m_health, health);
    for (int row = 0; row < rowCount(); ++row) {
        const auto at = static_cast<std::size_t>(row);
        if (!(old.components[at] == m_health.components[at]))
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

void HealthModel::setLost(bool lost)
{
    if (std::exchange(m_lost, lost) != lost && rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void HealthModel::setTimeView(const TimeView &view)
{
    m_timeView = view;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Since), index(rowCount() - 1, Since));
}

void HealthModel::clear()
{
    beginResetModel();
    m_health = {};
    m_lost = false;
    endResetModel();
}

QString HealthModel::summary() const
{
    const auto count = [this](auto isCounted) {
        return static_cast<int>(
            std::count_if(m_health.components.begin(), m_health.components.end(), isCounted));
    };
    const auto with = [&](domain::HealthStatus status) {
        return count([status](const domain::HealthComponent &component) {
            return component.configured && component.status == status;
        });
    };
    QStringList parts;
    const auto add = [&parts](int number, const QString &text) {
        if (number > 0)
            parts << text;
    };
    const int down = with(domain::HealthStatus::Down);
    const int degraded = with(domain::HealthStatus::Degraded);
    const int ok = with(domain::HealthStatus::Ok);
    const int unknown = with(domain::HealthStatus::Unknown);
    const int unconfigured = count([](const auto &component) { return !component.configured; });
    add(down, tr("%n down", nullptr, down));
    add(degraded, tr("%n degraded", nullptr, degraded));
    add(ok, tr("%n OK", nullptr, ok));
    add(unknown, tr("%n unknown", nullptr, unknown));
    add(unconfigured, tr("%n not configured", nullptr, unconfigured));
    return parts.join(QStringLiteral(" · "));
}

int HealthModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_health.components.size());
}

int HealthModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString HealthModel::displayText(const domain::HealthComponent &component, int column) const
{
    switch (column) {
    case Component:
        return componentName(component.name);
    case Status:
        return m_lost ? lostText(component) : statusText(component);
    case Message:
        return component.message ? statementText(*component.message) : QString();
    case Latency:
        return latencyText(component);
    case Since:
        return timeText(component.since, m_timeView);
    default:
        return {};
    }
}

QVariant HealthModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto &component = m_health.components[static_cast<std::size_t>(index.row())];
    const StateKind kind = m_lost && component.configured ? StateKind::Unknown : stateOf(component);
    switch (role) {
    case Qt::DisplayRole:
        return displayText(component, index.column());
    case Qt::ToolTipRole:
        return component.message ? QVariant(statementText(*component.message)) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == Latency ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case StateKindRole:
        return index.column() <= Status ? QVariant(static_cast<int>(kind)) : QVariant();
    case SortRole:
        return index.column() == Since ? rawValue(component.since)
                                       : QVariant(displayText(component, index.column()));
    case IdRole:
        return QString::fromStdString(component.name);
    default:
        return {};
    }
}

QVariant HealthModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Component:
        return tr("Component");
    case Status:
        return tr("Status");
    case Message:
        return tr("Message");
    case Latency:
        return tr("Latency");
    case Since:
        //: Column of a table: since when the component has this status
        return tr("Since");
    default:
        return {};
    }
}

} // namespace resync::console

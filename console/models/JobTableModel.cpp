// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/JobTableModel.h"

#include "console/models/JobIndex.h"
#include "console/models/JobText.h"
#include "console/models/LatestTask.h"
#include "console/models/Roles.h"
#include "console/models/StateKind.h"

#include <QDateTime>

#include <utility>

namespace resync::console {

namespace {

struct Selection
{
    JobRows rows;
    std::optional<Instant> asOf;
    std::vector<quint32> visible;
};

JobOrder orderOf(int column)
{
    switch (column) {
    case JobTableModel::State:
        return JobOrder::State;
    case JobTableModel::Name:
        return JobOrder::Name;
    case JobTableModel::Stream:
        return JobOrder::Stream;
    case JobTableModel::Workstation:
        return JobOrder::Workstation;
    case JobTableModel::Started:
        return JobOrder::Started;
    case JobTableModel::For:
        return JobOrder::RunSpan;
    case JobTableModel::Usual:
        return JobOrder::Usual;
    case JobTableModel::ReturnCode:
        return JobOrder::ReturnCode;
    case JobTableModel::Deadline:
        return JobOrder::Deadline;
    default:
        return JobOrder::Id;
    }
}

std::optional<Instant> startOf(const domain::Job &job)
{
    return job.run ? job.run->startedAt : std::nullopt;
}

std::optional<milliseconds> usualOf(const domain::Job &job)
{
    return job.run ? job.run->estimated : std::nullopt;
}

QString displayText(const domain::Job &job, int column, const JobTableModel &model)
{
    switch (column) {
    case JobTableModel::State:
        return stateText(job);
    case JobTableModel::Name:
        return QString::fromStdString(job.name);
    case JobTableModel::Stream:
        return streamText(job);
    case JobTableModel::Workstation:
        return workstationText(job.workstation);
    case JobTableModel::Started:
        return timeText(startOf(job), model.timeView());
    case JobTableModel::For:
        return spanText(runSpan(job, model.asOf()));
    case JobTableModel::Usual:
        return spanText(usualOf(job));
    case JobTableModel::ReturnCode:
        return job.returnCode ? QString::number(*job.returnCode) : unknownText();
    case JobTableModel::Deadline:
        return shortTimeText(job.deadlineAt, model.timeView());
    default:
        return {};
    }
}

QVariant sortValue(const domain::Job &job, int column, const JobTableModel &model)
{
    switch (column) {
    case JobTableModel::State:
        return static_cast<int>(stateOf(job));
    case JobTableModel::Started:
        return rawValue(startOf(job));
    case JobTableModel::For:
        return rawValue(runSpan(job, model.asOf()));
    case JobTableModel::Usual:
        return rawValue(usualOf(job));
    case JobTableModel::ReturnCode:
        return rawValue(job.returnCode);
    case JobTableModel::Deadline:
        return rawValue(job.deadlineAt);
    default:
        return displayText(job, column, model);
    }
}

QVariant toolTip(const domain::Job &job, int column)
{
    if (column == JobTableModel::State && job.reason)
        return reasonText(job);
    if (column == JobTableModel::Name)
        return QString::fromStdString(domain::jobRef(job));
    return {};
}

bool isNumeric(int column)
{
    return column == JobTableModel::For || column == JobTableModel::Usual ||
           column == JobTableModel::ReturnCode;
}

/// "06:00" in a filter means that time where the person looks at the table.
domain::FilterClock filterClock(const TimeView &view)
{
    const auto at = QDateTime::fromMSecsSinceEpoch(view.now.time_since_epoch().count(), Qt::UTC);
    return {view.now, std::chrono::minutes(view.zone().offsetFromUtc(at) / 60)};
}

} // namespace

class JobTableModel::Private
{
public:
    explicit Private(JobTableModel &model)
        : task([&model](const Selection &selection) {
            model.setAsOf(selection.asOf);
            model.merge(selection.rows, selection.visible);
            Q_EMIT model.settled();
        })
    {}

    void select()
    {
        if (!jobs.value)
            return;
        query.asOf = jobs.freshness.asOf;
        task.run([rows = jobs.value, query_ = query] {
            return Selection{rows, query_.asOf, selectJobs(*rows, query_)};
        });
    }

    Dated<JobRows> jobs; ///< the newest; what is shown may be older until settled()
    JobQuery query;
    QString filterText;
    LatestTask<Selection> task;
};

JobTableModel::JobTableModel(QObject *parent)
    : JobRowsModel(parent)
    , m_d(std::make_unique<Private>(*this))
{}

JobTableModel::~JobTableModel() = default;

void JobTableModel::setJobs(const Dated<JobRows> &jobs)
{
    const bool isOnlyAge = jobs.value == m_d->jobs.value && !m_d->task.isRunning();
    m_d->jobs = jobs;
    if (isOnlyAge)
        setAsOf(jobs.freshness.asOf);
    else
        m_d->select();
}

void JobTableModel::clear()
{
    m_d->task.drop();
    m_d->jobs = {};
    setAsOf(std::nullopt);
    merge({}, {});
}

QString JobTableModel::setFilter(const QString &text)
{
    domain::Filter filter;
    if (const auto added = filter.addQuery(text.toStdString(), filterClock(timeView())); !added)
        return QString::fromStdString(added.error().message);
    m_d->filterText = text;
    m_d->query.filter = std::move(filter);
    m_d->select();
    return {};
}

QString JobTableModel::filter() const
{
    return m_d->filterText;
}

int JobTableModel::totalCount() const
{
    return m_d->jobs.value ? static_cast<int>(m_d->jobs.value->size()) : 0;
}

bool JobTableModel::isSettling() const
{
    return m_d->task.isRunning();
}

void JobTableModel::sort(int column, Qt::SortOrder order)
{
    m_d->query.order = orderOf(column);
    m_d->query.isDescending = order == Qt::DescendingOrder;
    m_d->select();
}

int JobTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant JobTableModel::data(const QModelIndex &index, int role) const
{
    const domain::Job *job = index.isValid() ? jobAt(index.row()) : nullptr;
    if (!job)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return displayText(*job, index.column(), *this);
    case Qt::ToolTipRole:
        return toolTip(*job, index.column());
    case Qt::TextAlignmentRole:
        return isNumeric(index.column()) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case SortRole:
        return sortValue(*job, index.column(), *this);
    case StateKindRole:
        return index.column() == State ? QVariant(static_cast<int>(stateOf(*job))) : QVariant();
    case IdRole:
        return QString::fromStdString(job->id.value());
    default:
        return {};
    }
}

QVariant JobTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((isNumeric(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case State:
        return tr("State");
    case Name:
        return tr("Job");
    case Stream:
        return tr("Job stream");
    case Workstation:
        return tr("Workstation");
    case Started:
        return tr("Started");
    case For:
        //: Column of a table: how long the job has been running
        return tr("For");
    case Usual:
        //: Column of a table: how long the job usually runs
        return tr("Usual");
    case ReturnCode:
        return tr("Return code");
    case Deadline:
        return tr("Deadline");
    default:
        return {};
    }
}

std::vector<int> JobTableModel::timeColumns() const
{
    return {For};
}

} // namespace resync::console

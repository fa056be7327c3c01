// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/AttentionModel.h"

#include "console/models/JobText.h"
#include "console/models/LatestTask.h"
#include "console/models/Roles.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace resync::console {

namespace {

struct Attention
{
    JobRows rows;
    std::optional<Instant> asOf;
    std::vector<quint32> visible;
    AttentionSummary summary;
};

void count(AttentionSummary &summary, const domain::Job &job, StateKind kind)
{
    ++summary.total;
    ++summary.counts.at(static_cast<std::size_t>(kind));
    if (kind == StateKind::Late && job.status != domain::Status::Running)
        ++summary.lateNotStarted;
    if (kind != StateKind::Failed)
        return;
    if (job.flags.has(domain::JobFlag::Critical))
        ++summary.criticalFailed;
    const auto endedAt = job.run ? job.run->endedAt : std::nullopt;
    if (endedAt && (!summary.oldestFailureAt || *endedAt < *summary.oldestFailureAt))
        summary.oldestFailureAt = endedAt;
}

/// By Act by, none last; then the worse state, then by id.
bool comesFirst(const domain::Job &a, const domain::Job &b)
{
    if (a.actBy.has_value() != b.actBy.has_value())
        return a.actBy.has_value();
    const auto rank = [](const domain::Job &job) {
        return std::tuple(job.actBy.value_or(Instant{}), stateOf(job));
    };
    const auto rankA = rank(a);
    const auto rankB = rank(b);
    return rankA != rankB ? rankA < rankB : a.id < b.id;
}

Attention lookAt(const JobRows &rows, std::optional<Instant> asOf)
{
    Attention out{rows, asOf, {}, {}};
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const domain::Job &job = (*rows)[i];
        const StateKind kind = stateOf(job);
        count(out.summary, job, kind);
        if (needsAttention(kind))
            out.visible.push_back(static_cast<quint32>(i));
    }
    std::sort(out.visible.begin(), out.visible.end(),
              [&](quint32 a, quint32 b) { return comesFirst((*rows)[a], (*rows)[b]); });
    return out;
}

std::optional<milliseconds> spanUpTo(std::optional<Instant> since, std::optional<Instant> until)
{
    if (!since || !until)
        return std::nullopt;
    return *until - *since;
}

QString displayText(const domain::Job &job, int column, const AttentionModel &model)
{
    switch (column) {
    case AttentionModel::State:
        return stateText(job);
    case AttentionModel::Name:
        return QString::fromStdString(job.name);
    case AttentionModel::Stream:
        return streamText(job);
    case AttentionModel::For:
        return spanText(spanUpTo(stateSince(job), model.asOf()));
    case AttentionModel::ActBy:
        return shortTimeText(job.actBy, model.timeView());
    case AttentionModel::Why:
        return job.reason ? reasonText(job) : unknownText();
    default:
        return {};
    }
}

QVariant sortValue(const domain::Job &job, int column, const AttentionModel &model)
{
    switch (column) {
    case AttentionModel::State:
        return static_cast<int>(stateOf(job));
    case AttentionModel::For:
        return rawValue(spanUpTo(stateSince(job), model.asOf()));
    case AttentionModel::ActBy:
        return rawValue(job.actBy);
    default:
        return displayText(job, column, model);
    }
}

} // namespace

class AttentionModel::Private
{
public:
    explicit Private(AttentionModel &model)
        : task([this, &model](const Attention &attention) {
            summary = attention.summary;
            model.setAsOf(attention.asOf);
            model.merge(attention.rows, attention.visible);
            Q_EMIT model.summaryChanged();
        })
    {}

    JobRows rows; ///< the newest; what is shown may be older until summaryChanged()
    std::optional<AttentionSummary> summary;
    LatestTask<Attention> task;
};

AttentionModel::AttentionModel(QObject *parent)
    : JobRowsModel(parent)
    , m_d(std::make_unique<Private>(*this))
{}

AttentionModel::~AttentionModel() = default;

void AttentionModel::setJobs(const Dated<JobRows> &jobs)
{
    const bool isOnlyAge = jobs.value == m_d->rows && !m_d->task.isRunning();
    m_d->rows = jobs.value;
    if (isOnlyAge)
        setAsOf(jobs.freshness.asOf);
    else if (jobs.value)
        m_d->task.run(
            [rows = jobs.value, asOf_ = jobs.freshness.asOf] { return lookAt(rows, asOf_); });
}

void AttentionModel::clear()
{
    m_d->task.drop();
    m_d->rows = {};
    m_d->summary.reset();
    setAsOf(std::nullopt);
    merge({}, {});
    Q_EMIT summaryChanged();
}

const std::optional<AttentionSummary> &AttentionModel::summary() const
{
    return m_d->summary;
}

int AttentionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant AttentionModel::data(const QModelIndex &index, int role) const
{
    const domain::Job *job = index.isValid() ? jobAt(index.row()) : nullptr;
    if (!job)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return displayText(*job, index.column(), *this);
    case Qt::ToolTipRole:
        return index.column() == Why ? QVariant(reasonText(*job)) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == For ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case SortRole:
        return sortValue(*job, index.column(), *this);
    case StateKindRole:
        return index.column() == State ? QVariant(static_cast<int>(stateOf(*job))) : QVariant();
    case SecondaryTextRole:
        if (index.column() == ActBy && job->actBy)
            return spanText(*job->actBy - timeView().now);
        return {};
    case IdRole:
        return QString::fromStdString(job->id.value());
    default:
        return {};
    }
}

QVariant AttentionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section == For ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case State:
        return tr("State");
    case Name:
        return tr("Job");
    case Stream:
        return tr("Job stream");
    case For:
        //: Column of a table: how long the job has been in this state
        return tr("For");
    case ActBy:
        return tr("Act by");
    case Why:
        return tr("Why");
    default:
        return {};
    }
}

std::vector<int> AttentionModel::timeColumns() const
{
    return {For, ActBy};
}

} // namespace resync::console

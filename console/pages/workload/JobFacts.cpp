// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/workload/JobFacts.h"

#include <QCoreApplication>
#include <QLocale>

namespace resync::console {
namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(resync::console::JobFacts)
};

QString numberText(const std::optional<int> &number)
{
    return number ? QLocale().toString(*number) : unknownText();
}

/// The time taken so far, or in all.
std::optional<milliseconds> tookOf(const domain::Run &run, std::optional<Instant> asOf)
{
    if (run.elapsed)
        return run.elapsed;
    if (run.startedAt && run.endedAt)
        return *run.endedAt - *run.startedAt;
    if (run.startedAt && asOf)
        return *asOf - *run.startedAt;
    return std::nullopt;
}

void addRun(QList<JobFact> &facts, const domain::Run &run, const TimeView &view,
            std::optional<Instant> asOf)
{
    facts += {Words::tr("Started"), timeText(run.startedAt, view)};
    if (run.endedAt)
        facts += {Words::tr("Ended"), timeText(run.endedAt, view)};
    if (run.startedAt)
        facts +=
            {run.endedAt ? Words::tr("Took") : Words::tr("Runs for"), spanText(tookOf(run, asOf))};
    facts += {Words::tr("Estimated"), spanText(run.estimated)};
    if (run.number)
        facts += {Words::tr("Job number"), QString::number(*run.number)};
    if (!run.workstation.empty())
        facts += {Words::tr("Ran on"), QString::fromStdString(run.workstation)};
}

void addDependencies(QList<JobFact> &facts, const domain::Job &job)
{
    const auto &[total, unresolved] = job.dependencies;
    if (!total && !unresolved)
        return;
    facts += {Words::tr("Waits for"),
              Words::tr("%1 of %2").arg(numberText(unresolved), numberText(total))};
}

} // namespace

QList<JobFact> jobFacts(const domain::Job &job, const TimeView &view, std::optional<Instant> asOf)
{
    QList<JobFact> facts;
    facts += {Words::tr("Scheduled"), shortTimeText(job.scheduledAt, view)};
    if (job.startAt)
        facts += {Words::tr("Not before"), shortTimeText(job.startAt, view)};
    if (job.run)
        addRun(facts, *job.run, view, asOf);
    if (job.returnCode)
        facts += {Words::tr("Return code"), QString::number(*job.returnCode)};
    addDependencies(facts, job);
    if (job.latestStartAt)
        facts += {Words::tr("Start until"), shortTimeText(job.latestStartAt, view)};
    facts += {Words::tr("Deadline"), shortTimeText(job.deadlineAt, view)};
    facts += {Words::tr("Act by"), shortTimeText(job.actBy, view)};
    facts += {Words::tr("Priority"), numberText(job.priority)};
    if (job.runCount)
        facts += {Words::tr("Runs"), numberText(job.runCount)};
    facts += {Words::tr("Engine says"),
              job.rawStatus.empty() ? unknownText() : QString::fromStdString(job.rawStatus)};
    return facts;
}

} // namespace resync::console

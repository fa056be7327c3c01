// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/JobReader.h"

#include "agent/engine/DependencyCountReader.h"
#include "agent/engine/RunReader.h"
#include "agent/engine/StatusFields.h"
#include "shared/core/Text.h"

#include <optional>
#include <utility>
#include <vector>

namespace resync::engine {

namespace {

using domain::JobFlag;

/// A row on its way: members whose meaning depends on others wait beside the job.
struct JobRow
{
    domain::Job &job;
    StatusFields status{};
    std::optional<std::vector<RunRow>> runs{};
    std::optional<milliseconds> estimated{}; ///< by the definition: also of a job that never ran
};

template<JobFlag Flag>
error_code readFlag(JsonValue &value, domain::Job &job)
{
    std::optional<bool> on;
    const error_code error = read(value, on);
    job.flags.set(Flag, on.value_or(false));
    return error;
}

constexpr JsonField<domain::Job> StatusFlagFields[] = {
    {"jobLate", readFlag<JobFlag::Late>},
    {"untilGone", readFlag<JobFlag::UntilPassed>},
    {"deadlineHasPassed", readFlag<JobFlag::DeadlinePassed>},
    {"needMessage", readFlag<JobFlag::NeedsReply>},
    {"promotedToUrgentQueue", readFlag<JobFlag::Promoted>},
    {"restarted", readFlag<JobFlag::Restarted>},
};

constexpr JsonField<domain::Job> OptionFields[] = {
    {"critical", readFlag<JobFlag::Critical>},
    {"requiresConfirmation", readFlag<JobFlag::NeedsConfirmation>},
    {"noOperation", readFlag<JobFlag::NoOperation>},
};

constexpr JsonField<domain::Job> TimeFields[] = {
    {"startTime", [](JsonValue &v, domain::Job &j) { return read(v, j.startAt); }},
    {"latestStartTime", [](JsonValue &v, domain::Job &j) { return read(v, j.latestStartAt); }},
    {"deadlineTime", [](JsonValue &v, domain::Job &j) { return read(v, j.deadlineAt); }},
    {"maxDuration", [](JsonValue &v, domain::Job &j) { return read(v, j.maxDuration); }},
};

constexpr JsonField<JobRow> DefinitionFields[] = {
    {"estimatedDuration", [](JsonValue &v, JobRow &r) { return read(v, r.estimated); }},
};

constexpr JsonField<JobRow> JobFields[] = {
    {"id", [](JsonValue &v, JobRow &r) { return read(v, r.job.id); }},
    {"planId", [](JsonValue &v, JobRow &r) { return read(v, r.job.planId); }},
    {"name", [](JsonValue &v, JobRow &r) { return read(v, r.job.name); }},
    {"folder", [](JsonValue &v, JobRow &r) { return read(v, r.job.folder); }},
    {"workstation", [](JsonValue &v, JobRow &r) { return read(v, r.job.workstation); }},
    {"jobStreamId", [](JsonValue &v, JobRow &r) { return read(v, r.job.stream.id); }},
    {"jobStreamName", [](JsonValue &v, JobRow &r) { return read(v, r.job.stream.name); }},
    {"jobStreamWorkstation",
     [](JsonValue &v, JobRow &r) { return read(v, r.job.stream.workstation); }},
    {"schedTime", [](JsonValue &v, JobRow &r) { return read(v, r.job.scheduledAt); }},
    {"timeZone", [](JsonValue &v, JobRow &r) { return read(v, r.job.timeZone); }},
    {"priority", [](JsonValue &v, JobRow &r) { return read(v, r.job.priority); }},
    {"lastRunCommonStatus", [](JsonValue &v, JobRow &r) { return read(v, r.status.common); }},
    {"lastRunCompositeStatus",
     [](JsonValue &v, JobRow &r) { return readCompositeStatus(v, r.status); }},
    {"jobStatusFlags",
     [](JsonValue &v, JobRow &r) { return readFields<StatusFlagFields>(v, r.job); }},
    {"jobOptions", [](JsonValue &v, JobRow &r) { return readFields<OptionFields>(v, r.job); }},
    {"timeRestrictions", [](JsonValue &v, JobRow &r) { return readFields<TimeFields>(v, r.job); }},
    {"dependenciesStats",
     [](JsonValue &v, JobRow &r) { return readDependencyCounts(v, r.job.dependencies); }},
    {"jobDefinition", [](JsonValue &v, JobRow &r) { return readFields<DefinitionFields>(v, r); }},
    {"jobruns", [](JsonValue &v, JobRow &r) { return readRuns(v, r.runs); }},
    {"criticalStart", [](JsonValue &v, JobRow &r) { return read(v, r.job.criticalStartAt); }},
};

/// A return code belongs to a run that is over; engines send 0 for one that has not begun.
std::optional<int> returnCodeOf(const domain::Run &run, std::optional<int> code,
                                domain::Status status)
{
    return run.endedAt || domain::isFinal(status) ? code : std::nullopt;
}

void applyStatus(StatusFields &fields, domain::Job &job)
{
    job.status = statusOf(fields, job.priority);
    job.internalStatus = internalStatusOf(fields);
    job.rawStatus = rawStatusOf(fields);
    job.subStatus = std::move(fields.sub);
    makeLower(job.subStatus);
    job.flags.set(JobFlag::CancelPending, fields.cancelPending.value_or(false));
}

/// Before its first run a job has only this of one; deadlines behind it are judged by it.
void expectDuration(const std::optional<milliseconds> &estimated, domain::Job &job)
{
    if (!estimated || (job.run && job.run->estimated))
        return;
    if (!job.run)
        job.run.emplace();
    job.run->estimated = estimated;
}

void complete(JobRow &row)
{
    domain::Job &job = row.job;
    RunRow *current = currentRun(row.runs);
    applyStatus(row.status.isKnown() || current == nullptr ? row.status : current->status, job);
    if (row.runs)
        job.runCount = static_cast<int>(row.runs->size());
    if (current != nullptr) {
        job.run = std::move(current->run);
        job.returnCode = returnCodeOf(*job.run, current->returnCode, job.status);
        job.flags.set(JobFlag::MaxDurationExceeded, current->isMaxDurationGone.value_or(false));
        makePath(job.run->workstation);
    }
    expectDuration(row.estimated, job);
    makePath(job.workstation);
    makePath(job.stream.workstation);
}

} // namespace

error_code readJob(JsonValue &value, domain::Job &out)
{
    JobRow row{out};
    const error_code error = readFields<JobFields>(value, row);
    complete(row);
    return error;
}

} // namespace resync::engine

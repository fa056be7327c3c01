// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/V1JobReader.h"

#include "agent/engine/DependencyCountReader.h"
#include "agent/engine/StatusFields.h"
#include "agent/engine/V1Keys.h"
#include "shared/core/Text.h"

#include <utility>

namespace resync::engine {

namespace {

using domain::JobFlag;

struct Row
{
    V1Job out;
    StatusFields status;
    V1Key key;        ///< of critical jobs
    V1Key definition; ///< jobDefinitionInPlanKey
    V1Key stream;
    std::string streamId;
    std::string workstation;
    std::optional<int> returnCode;
    domain::Run run;
};

template<JobFlag Flag>
error_code readFlag(JsonValue &value, Row &row)
{
    std::optional<bool> on;
    const error_code error = read(value, on);
    row.out.job.flags.set(Flag, on.value_or(false));
    return error;
}

error_code readWord(JsonValue &value, std::string &out)
{
    const error_code error = read(value, out);
    out = lowerSnake(out);
    return error;
}

constexpr JsonField<Row> DefinitionFields[] = {
    {"jobDefinitionInPlanKey", [](JsonValue &v, Row &r) { return readV1Key(v, r.definition); }},
    {"taskType", [](JsonValue &v, Row &r) { return readWord(v, r.out.definition.taskType); }},
    {"taskString", [](JsonValue &v, Row &r) { return read(v, r.out.definition.command); }},
    {"userLogin", [](JsonValue &v, Row &r) { return read(v, r.out.definition.login); }},
    {"recoveryOption", [](JsonValue &v, Row &r) { return readWord(v, r.out.definition.recovery); }},
    {"description", [](JsonValue &v, Row &r) { return read(v, r.out.definition.description); }},
    {"returnCode", [](JsonValue &v, Row &r) { return read(v, r.returnCode); }},
};

constexpr JsonField<Row> StreamFields[] = {
    {"id", [](JsonValue &v, Row &r) { return read(v, r.streamId); }},
    {"name", [](JsonValue &v, Row &r) { return read(v, r.stream.name); }},
    {"startTime", [](JsonValue &v, Row &r) { return read(v, r.stream.startTime); }},
    {"workstationKey", [](JsonValue &v, Row &r) { return readKeyName(v, r.stream.workstation); }},
    {"folderKey", [](JsonValue &v, Row &r) { return readKeyName(v, r.stream.folder); }},
};

constexpr JsonField<Row> StatusFieldsOfRow[] = {
    {"commonStatus", [](JsonValue &v, Row &r) { return read(v, r.status.common); }},
    {"internalStatus", [](JsonValue &v, Row &r) { return read(v, r.status.internal); }},
    {"canceled", [](JsonValue &v, Row &r) { return read(v, r.status.canceled); }},
};

constexpr JsonField<Row> TimeInfoFields[] = {
    {"estimatedDuration",
     [](JsonValue &v, Row &r) { return readMilliseconds(v, r.run.estimated); }},
    {"actualStartTime", [](JsonValue &v, Row &r) { return read(v, r.run.startedAt); }},
    {"elapsedTime", [](JsonValue &v, Row &r) { return readMilliseconds(v, r.run.elapsed); }},
    {"actualEndTime", [](JsonValue &v, Row &r) { return read(v, r.run.endedAt); }},
};

constexpr JsonField<Row> RestrictionFields[] = {
    {"startTime", [](JsonValue &v, Row &r) { return read(v, r.out.job.startAt); }},
    {"untilTime", [](JsonValue &v, Row &r) { return read(v, r.out.job.latestStartAt); }},
    {"deadlineTime", [](JsonValue &v, Row &r) { return read(v, r.out.job.deadlineAt); }},
    {"maxDuration",
     [](JsonValue &v, Row &r) { return readMilliseconds(v, r.out.job.maxDuration); }},
};

constexpr JsonField<Row> CriticalInfoFields[] = {
    {"alertLevel", [](JsonValue &v, Row &r) { return readWord(v, r.out.critical.risk); }},
    {"confidenceFactor", [](JsonValue &v, Row &r) { return read(v, r.out.critical.confidence); }},
};

constexpr JsonField<Row> NetworkFields[] = {
    {"critical", readFlag<JobFlag::Critical>},
    {"criticalStart", [](JsonValue &v, Row &r) { return read(v, r.out.job.criticalStartAt); }},
    {"estimatedEndTime",
     [](JsonValue &v, Row &r) { return read(v, r.out.critical.estimatedEndAt); }},
    {"criticalJobInfo", [](JsonValue &v, Row &r) { return readFields(v, CriticalInfoFields, r); }},
};

constexpr JsonField<Row> FlagFields[] = {
    {"jobLate", readFlag<JobFlag::Late>},
    {"needMessage", readFlag<JobFlag::NeedsReply>},
    {"requiresConfirmation", readFlag<JobFlag::NeedsConfirmation>},
    {"pendingCancellation", readFlag<JobFlag::CancelPending>},
    {"rerunJob", readFlag<JobFlag::Restarted>},
};

error_code countPredecessors(JsonValue &value, Row &row)
{
    if (!isType(value, simdjson::ondemand::json_type::array))
        return simdjson::SUCCESS;
    int count = 0;
    const error_code error = forEachItem(value, [&](JsonValue &) {
        ++count;
        return simdjson::SUCCESS;
    });
    row.out.critical.incompletePredecessors = count;
    return error;
}

constexpr JsonField<Row> RowFields[] = {
    {"id", [](JsonValue &v, Row &r) { return read(v, r.out.job.id); }},
    {"planId", [](JsonValue &v, Row &r) { return read(v, r.out.job.planId); }},
    {"name", [](JsonValue &v, Row &r) { return read(v, r.out.job.name); }},
    {"key", [](JsonValue &v, Row &r) { return readV1Key(v, r.key); }},
    {"jobDefinition", [](JsonValue &v, Row &r) { return readFields(v, DefinitionFields, r); }},
    {"workstationInPlan", [](JsonValue &v, Row &r) { return readKeyName(v, r.workstation); }},
    {"jobStreamInPlan", [](JsonValue &v, Row &r) { return readFields(v, StreamFields, r); }},
    {"jobStreamId", [](JsonValue &v, Row &r) { return read(v, r.streamId); }},
    {"status", [](JsonValue &v, Row &r) { return readFields(v, StatusFieldsOfRow, r); }},
    {"priority", [](JsonValue &v, Row &r) { return read(v, r.out.job.priority); }},
    {"jobNumber", [](JsonValue &v, Row &r) { return read(v, r.run.number); }},
    {"rerunType", [](JsonValue &v, Row &r) { return readWord(v, r.run.rerunType); }},
    {"actualWorkstation", [](JsonValue &v, Row &r) { return read(v, r.run.workstation); }},
    {"timeInfo", [](JsonValue &v, Row &r) { return readFields(v, TimeInfoFields, r); }},
    {"timeRestriction", [](JsonValue &v, Row &r) { return readFields(v, RestrictionFields, r); }},
    {"criticalNetworkInfo", [](JsonValue &v, Row &r) { return readFields(v, NetworkFields, r); }},
    {"flags", [](JsonValue &v, Row &r) { return readFields(v, FlagFields, r); }},
    {"dependenciesStats",
     [](JsonValue &v, Row &r) { return readDependencyCounts(v, r.out.job.dependencies); }},
    {"unresolvedPreds", countPredecessors},
};

const std::string &firstOf(const std::string &a, const std::string &b)
{
    return a.empty() ? b : a;
}

std::string_view riskWord(std::string_view alertLevel)
{
    if (alertLevel == "high_risk")
        return "high";
    return alertLevel == "potential_risk" ? "potential" : alertLevel;
}

void completeNames(Row &row)
{
    domain::Job &job = row.out.job;
    if (job.name.empty())
        job.name = firstOf(row.definition.name, row.key.name);
    job.workstation = firstOf(row.workstation, row.definition.workstation);
    if (job.workstation.empty())
        job.workstation = row.key.workstation;
    job.folder = row.stream.folder;
    job.stream = {domain::JobStreamId(row.streamId), row.stream.name, row.stream.workstation};
    job.scheduledAt = row.stream.startTime;
    makePath(job.workstation);
    makePath(job.stream.workstation);
}

void completeStatus(Row &row)
{
    domain::Job &job = row.out.job;
    job.status = statusOf(row.status, job.priority);
    job.internalStatus = internalStatusOf(row.status);
    job.rawStatus = rawStatusOf(row.status);
    if (row.run.endedAt || domain::isFinal(job.status)) // engines send 0 before that
        job.returnCode = row.returnCode;
}

/// A job that never started has had no run.
void completeRun(Row &row)
{
    domain::Job &job = row.out.job;
    if (!row.run.startedAt && !row.run.number)
        return;
    row.run.id = domain::RunId(job.id.value());
    if (!row.run.endedAt) // while it runs, the span grows by the clock alone
        row.run.elapsed.reset();
    makePath(row.run.workstation);
    job.run = row.run;
    row.out.run = {row.run, job.status, job.internalStatus, job.returnCode, false};
}

void completeCritical(Row &row)
{
    const domain::Job &job = row.out.job;
    domain::CriticalJob &critical = row.out.critical;
    critical.id = job.id;
    critical.jobName = job.name;
    critical.streamName = job.stream.name;
    critical.workstation = job.workstation;
    critical.streamScheduledAt = job.scheduledAt;
    critical.risk = riskWord(critical.risk);
}

} // namespace

error_code readV1Job(JsonValue &value, V1Job &out)
{
    Row row;
    const error_code error = readFields(value, RowFields, row);
    completeNames(row);
    completeStatus(row);
    completeRun(row);
    completeCritical(row);
    out = std::move(row.out);
    return error;
}

error_code readV1JobRow(JsonValue &value, domain::Job &out)
{
    V1Job job;
    const error_code error = readV1Job(value, job);
    out = std::move(job.job);
    return error;
}

error_code readV1CriticalJob(JsonValue &value, domain::CriticalJob &out)
{
    V1Job job;
    const error_code error = readV1Job(value, job);
    out = std::move(job.critical);
    return error;
}

} // namespace resync::engine

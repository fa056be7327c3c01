// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/V1JobReader.h"

#include "agent/engine/DependencyCountReader.h"
#include "agent/engine/StatusFields.h"
#include "agent/engine/V1DependencyReader.h"
#include "agent/engine/V1Keys.h"
#include "shared/core/Text.h"

#include <cmath>
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
    std::optional<milliseconds> expected; ///< by the definition: also of a job that never ran
    domain::Run run;
};

template<JobFlag Flag>
error_code readFlag(JsonValue &value, Row &row)
{
    std::optional<bool> on;
    const error_code error = read(value, on);
    if (on)
        row.out.job.flags.set(Flag, *on);
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
    {"estimatedDuration", [](JsonValue &v, Row &r) { return readMilliseconds(v, r.expected); }},
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

/// A percentage, which engines send as 41 or as 41.0.
error_code readPercent(JsonValue &value, std::optional<int> &out)
{
    double number = 0;
    if (isType(value, simdjson::ondemand::json_type::number) &&
        value.get_double().get(number) == simdjson::SUCCESS && number >= 0 && number <= 100)
        out = static_cast<int>(std::lround(number));
    return simdjson::SUCCESS;
}

constexpr JsonField<Row> CriticalInfoFields[] = {
    {"alertLevel", [](JsonValue &v, Row &r) { return readWord(v, r.out.critical.risk); }},
    {"confidenceFactor",
     [](JsonValue &v, Row &r) { return readPercent(v, r.out.critical.confidence); }},
};

constexpr JsonField<Row> NetworkFields[] = {
    {"critical", readFlag<JobFlag::Critical>},
    {"criticalStart", [](JsonValue &v, Row &r) { return read(v, r.out.job.criticalStartAt); }},
    {"estimatedEndTime",
     [](JsonValue &v, Row &r) { return read(v, r.out.critical.estimatedEndAt); }},
    {"criticalJobInfo", [](JsonValue &v, Row &r) { return readFields<CriticalInfoFields>(v, r); }},
    {"promotedToUrgentQueue", readFlag<JobFlag::Promoted>},
};

/// Some engines send the flags in an object of their own, others beside the other members.
constexpr JsonField<Row> FlagFields[] = {
    {"jobLate", readFlag<JobFlag::Late>},
    {"needMessage", readFlag<JobFlag::NeedsReply>},
    {"requiresConfirmation", readFlag<JobFlag::NeedsConfirmation>},
    {"pendingCancellation", readFlag<JobFlag::CancelPending>},
    {"rerunJob", readFlag<JobFlag::Restarted>},
    {"untilGone", readFlag<JobFlag::UntilPassed>},
    {"maxDurationGone", readFlag<JobFlag::MaxDurationExceeded>},
    {"noOperation", readFlag<JobFlag::NoOperation>},
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
    {"jobDefinition", [](JsonValue &v, Row &r) { return readFields<DefinitionFields>(v, r); }},
    {"workstationInPlan", [](JsonValue &v, Row &r) { return readKeyName(v, r.workstation); }},
    {"jobStreamInPlan", [](JsonValue &v, Row &r) { return readFields<StreamFields>(v, r); }},
    {"jobStreamId", [](JsonValue &v, Row &r) { return read(v, r.streamId); }},
    {"status", [](JsonValue &v, Row &r) { return readFields<StatusFieldsOfRow>(v, r); }},
    {"priority", [](JsonValue &v, Row &r) { return read(v, r.out.job.priority); }},
    {"jobNumber", [](JsonValue &v, Row &r) { return read(v, r.run.number); }},
    {"rerunType", [](JsonValue &v, Row &r) { return readWord(v, r.run.rerunType); }},
    {"actualWorkstation", [](JsonValue &v, Row &r) { return read(v, r.run.workstation); }},
    {"timeInfo", [](JsonValue &v, Row &r) { return readFields<TimeInfoFields>(v, r); }},
    {"timeRestriction", [](JsonValue &v, Row &r) { return readFields<RestrictionFields>(v, r); }},
    {"criticalNetworkInfo", [](JsonValue &v, Row &r) { return readFields<NetworkFields>(v, r); }},
    {"dependencies",
     [](JsonValue &v, Row &r) { return readV1Dependencies(v, r.out.dependencies); }},
    {"dependenciesStats",
     [](JsonValue &v, Row &r) { return readDependencyCounts(v, r.out.job.dependencies); }},
    {"unresolvedPreds", countPredecessors},
};

template<std::size_t Count>
const JsonField<Row> *fieldOf(const JsonField<Row> (&fields)[Count], std::string_view name)
{
    for (const JsonField<Row> &field : fields)
        if (field.name == name)
            return &field;
    return nullptr;
}

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

/// A job that never started has had no run; how long one would take may be known all the same.
void completeRun(Row &row)
{
    domain::Job &job = row.out.job;
    if (!row.run.estimated)
        row.run.estimated = row.expected;
    if (!row.run.startedAt && !row.run.number) {
        if (row.run.estimated)
            job.run.emplace().estimated = row.run.estimated;
        return;
    }
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
    const error_code error = forEachMember(value, [&](std::string_view key, JsonValue &member) {
        if (key == "flags")
            return readFields<FlagFields>(member, row);
        if (const auto *field = fieldOf(RowFields, key))
            return field->read(member, row);
        const auto *flag = fieldOf(FlagFields, key);
        return flag != nullptr ? flag->read(member, row) : simdjson::SUCCESS;
    });
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

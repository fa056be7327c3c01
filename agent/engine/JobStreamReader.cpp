// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/JobStreamReader.h"

#include "agent/engine/DependencyCountReader.h"
#include "agent/engine/StatusFields.h"

#include <utility>

namespace resync::engine {

namespace {

using domain::JobStream;

struct StreamRow
{
    JobStream stream;
    StatusFields status;
    std::string id;
    std::string alias;
    std::string original;
};

constexpr JsonField<JobStream> StatusFlagFields[] = {
    {"lateJobStream", [](JsonValue &v, JobStream &s) { return read(v, s.late); }},
    {"pendingPredecessor",
     [](JsonValue &v, JobStream &s) { return read(v, s.pendingPredecessor); }},
};

constexpr JsonField<JobStream> DefinitionFlagFields[] = {
    {"carriedForward", [](JsonValue &v, JobStream &s) { return read(v, s.carriedForward); }},
};

constexpr JsonField<JobStream> TimeInfoFields[] = {
    {"actualStartTime", [](JsonValue &v, JobStream &s) { return read(v, s.startedAt); }},
    {"estimatedDuration", [](JsonValue &v, JobStream &s) { return read(v, s.estimated); }},
};

constexpr JsonField<JobStream> RestrictionFields[] = {
    {"deadlineTime", [](JsonValue &v, JobStream &s) { return read(v, s.deadlineAt); }},
};

constexpr JsonField<StreamRow> StreamFields[] = {
    {"id", [](JsonValue &v, StreamRow &r) { return read(v, r.id); }},
    {"name", [](JsonValue &v, StreamRow &r) { return read(v, r.stream.name); }},
    {"aliasJobStreamName", [](JsonValue &v, StreamRow &r) { return read(v, r.alias); }},
    {"originalJobStreamName", [](JsonValue &v, StreamRow &r) { return read(v, r.original); }},
    {"folder", [](JsonValue &v, StreamRow &r) { return read(v, r.stream.folder); }},
    {"workstation", [](JsonValue &v, StreamRow &r) { return read(v, r.stream.workstation); }},
    {"schedTime", [](JsonValue &v, StreamRow &r) { return read(v, r.stream.scheduledAt); }},
    {"commonStatus", [](JsonValue &v, StreamRow &r) { return read(v, r.status.common); }},
    {"compositeStatus",
     [](JsonValue &v, StreamRow &r) { return readCompositeStatus(v, r.status); }},
    {"priority", [](JsonValue &v, StreamRow &r) { return read(v, r.stream.priority); }},
    {"limit", [](JsonValue &v, StreamRow &r) { return read(v, r.stream.limit); }},
    {"timeInfo",
     [](JsonValue &v, StreamRow &r) { return readFields<TimeInfoFields>(v, r.stream); }},
    {"timeRestrictions",
     [](JsonValue &v, StreamRow &r) { return readFields<RestrictionFields>(v, r.stream); }},
    {"jsStatusFlags",
     [](JsonValue &v, StreamRow &r) { return readFields<StatusFlagFields>(v, r.stream); }},
    {"jsDefinitionFlags",
     [](JsonValue &v, StreamRow &r) { return readFields<DefinitionFlagFields>(v, r.stream); }},
    {"dependenciesStats",
     [](JsonValue &v, StreamRow &r) { return readDependencyCounts(v, r.stream.dependencies); }},
    {"submitter", [](JsonValue &v, StreamRow &r) { return read(v, r.stream.submitter); }},
};

JobStream complete(StreamRow row)
{
    JobStream &stream = row.stream;
    stream.id = domain::JobStreamId(std::move(row.id));
    if (!row.alias.empty()) {
        stream.aliasOf = row.original.empty() ? stream.name : row.original;
        stream.name = row.alias;
    }
    makePath(stream.workstation);
    stream.status = statusOf(row.status, stream.priority);
    stream.internalStatus = internalStatusOf(row.status);
    return std::move(stream);
}

} // namespace

error_code readJobStream(JsonValue &value, JobStream &out)
{
    StreamRow row;
    const error_code error = readFields<StreamFields>(value, row);
    out = complete(std::move(row));
    return error;
}

} // namespace resync::engine

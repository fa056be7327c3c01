// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/V1JobStreamReader.h"

#include "agent/engine/DependencyCountReader.h"
#include "agent/engine/StatusFields.h"
#include "agent/engine/V1Keys.h"

#include <utility>

namespace resync::engine {

namespace {

struct Row
{
    domain::JobStream stream;
    StatusFields status;
    V1Key key;
};

constexpr JsonField<StatusFields> StatusFieldsOfRow[] = {
    {"commonStatus", [](JsonValue &v, StatusFields &s) { return read(v, s.common); }},
    {"internalStatus", [](JsonValue &v, StatusFields &s) { return read(v, s.internal); }},
    {"canceled", [](JsonValue &v, StatusFields &s) { return read(v, s.canceled); }},
};

constexpr JsonField<Row> TimeInfoFields[] = {
    {"actualStartTime", [](JsonValue &v, Row &r) { return read(v, r.stream.startedAt); }},
    {"estimatedDuration",
     [](JsonValue &v, Row &r) { return readMilliseconds(v, r.stream.estimated); }},
};

constexpr JsonField<Row> RestrictionFields[] = {
    {"deadlineTime", [](JsonValue &v, Row &r) { return read(v, r.stream.deadlineAt); }},
};

constexpr JsonField<Row> RowFields[] = {
    {"id", [](JsonValue &v, Row &r) { return read(v, r.stream.id); }},
    {"key", [](JsonValue &v, Row &r) { return readV1Key(v, r.key); }},
    {"status", [](JsonValue &v, Row &r) { return readFields<StatusFieldsOfRow>(v, r.status); }},
    {"priority", [](JsonValue &v, Row &r) { return read(v, r.stream.priority); }},
    {"limit", [](JsonValue &v, Row &r) { return read(v, r.stream.limit); }},
    {"lateJobStream", [](JsonValue &v, Row &r) { return read(v, r.stream.late); }},
    {"carriedForward", [](JsonValue &v, Row &r) { return read(v, r.stream.carriedForward); }},
    {"timeInfo", [](JsonValue &v, Row &r) { return readFields<TimeInfoFields>(v, r); }},
    {"timeRestriction", [](JsonValue &v, Row &r) { return readFields<RestrictionFields>(v, r); }},
    {"dependenciesStats",
     [](JsonValue &v, Row &r) { return readDependencyCounts(v, r.stream.dependencies); }},
    {"submitter", [](JsonValue &v, Row &r) { return read(v, r.stream.submitter); }},
};

} // namespace

error_code readV1JobStream(JsonValue &value, domain::JobStream &out)
{
    Row row;
    const error_code error = readFields<RowFields>(value, row);
    domain::JobStream &stream = row.stream;
    stream.name = std::move(row.key.name);
    stream.folder = std::move(row.key.folder);
    stream.workstation = std::move(row.key.workstation);
    stream.scheduledAt = row.key.startTime;
    makePath(stream.workstation);
    stream.status = statusOf(row.status, stream.priority);
    stream.internalStatus = internalStatusOf(row.status);
    out = std::move(stream);
    return error;
}

} // namespace resync::engine

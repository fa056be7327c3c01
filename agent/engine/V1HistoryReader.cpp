// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/V1HistoryReader.h"

#include "agent/engine/JsonDocument.h"
#include "agent/engine/V1Keys.h"
#include "shared/core/Text.h"

#include <algorithm>

namespace resync::engine {

namespace {

using domain::JobRun;

struct Row
{
    JobRun run;
    std::string status;
};

constexpr JsonField<Row> RowFields[] = {
    {"runDate", [](JsonValue &v, Row &r) { return read(v, r.run.run.startedAt); }},
    {"status", [](JsonValue &v, Row &r) { return read(v, r.status); }},
    {"returnCode", [](JsonValue &v, Row &r) { return read(v, r.run.returnCode); }},
    {"totalElapsedTime",
     [](JsonValue &v, Row &r) { return readMilliseconds(v, r.run.run.elapsed); }},
    {"plannedDuration",
     [](JsonValue &v, Row &r) { return readMilliseconds(v, r.run.run.estimated); }},
    {"jobNumber", [](JsonValue &v, Row &r) { return read(v, r.run.run.number); }},
    {"rerunType", [](JsonValue &v, Row &r) { return read(v, r.run.run.rerunType); }},
    {"actualWorkstationName", [](JsonValue &v, Row &r) { return read(v, r.run.run.workstation); }},
};

/// History has five words of its own (tws-api §4.7).
JobRun complete(Row row)
{
    JobRun &out = row.run;
    const bool isAbend = equalsIgnoringCase(row.status, "ABEND");
    out.status = isAbend ? domain::Status::Error : domain::statusFromEngine(row.status);
    if (isAbend)
        out.internalStatus = "abend";
    out.run.rerunType = lowerSnake(out.run.rerunType);
    makePath(out.run.workstation);
    if (out.run.startedAt && out.run.elapsed)
        out.run.endedAt = *out.run.startedAt + *out.run.elapsed;
    out.isHistory = true;
    return std::move(out);
}

} // namespace

Result<std::vector<JobRun>> readV1History(std::string &body)
{
    std::vector<JobRun> out;
    const auto read = readListDocument(body, [&](JsonValue &item) {
        if (!isType(item, simdjson::ondemand::json_type::object))
            return simdjson::SUCCESS;
        Row row;
        const error_code error = readFields<RowFields>(item, row);
        out.push_back(complete(std::move(row)));
        return error;
    });
    if (!read)
        return tl::unexpected<Error>(read.error());
    std::stable_sort(out.begin(), out.end(), [](const JobRun &a, const JobRun &b) {
        return b.run.startedAt < a.run.startedAt;
    });
    return out;
}

} // namespace resync::engine

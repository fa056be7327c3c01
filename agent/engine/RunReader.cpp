// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/RunReader.h"

#include <algorithm>
#include <utility>

namespace resync::engine {

namespace {

constexpr JsonField<domain::Run> TimeFields[] = {
    {"estimatedDuration", [](JsonValue &v, domain::Run &r) { return read(v, r.estimated); }},
    {"actualStartTime", [](JsonValue &v, domain::Run &r) { return read(v, r.startedAt); }},
    {"elapsedTime", [](JsonValue &v, domain::Run &r) { return read(v, r.elapsed); }},
    {"actualEndTime", [](JsonValue &v, domain::Run &r) { return read(v, r.endedAt); }},
};

error_code readRerunType(JsonValue &value, RunRow &row)
{
    std::string word;
    const error_code error = read(value, word);
    row.run.rerunType = lowerSnake(word);
    return error;
}

constexpr JsonField<RunRow> RunFields[] = {
    {"id", [](JsonValue &v, RunRow &r) { return read(v, r.run.id); }},
    {"jobNumber", [](JsonValue &v, RunRow &r) { return read(v, r.run.number); }},
    {"runAttempt", [](JsonValue &v, RunRow &r) { return read(v, r.run.attempt); }},
    {"rerunType", readRerunType},
    {"actualWorkstation", [](JsonValue &v, RunRow &r) { return read(v, r.run.workstation); }},
    {"timeInfo", [](JsonValue &v, RunRow &r) { return readFields<TimeFields>(v, r.run); }},
    {"commonStatus", [](JsonValue &v, RunRow &r) { return read(v, r.status.common); }},
    {"compositeStatus", [](JsonValue &v, RunRow &r) { return readCompositeStatus(v, r.status); }},
    {"returnCode", [](JsonValue &v, RunRow &r) { return read(v, r.returnCode); }},
    {"lastInRerunChain", [](JsonValue &v, RunRow &r) { return read(v, r.isLastInChain); }},
    {"maxDurationGone", [](JsonValue &v, RunRow &r) { return read(v, r.isMaxDurationGone); }},
};

} // namespace

error_code readRuns(JsonValue &value, std::optional<std::vector<RunRow>> &out)
{
    if (!isType(value, simdjson::ondemand::json_type::array))
        return simdjson::SUCCESS;
    std::vector<RunRow> &runs = out.emplace();
    return forEachItem(value, [&](JsonValue &item) {
        if (!isType(item, simdjson::ondemand::json_type::object))
            return simdjson::SUCCESS;
        RunRow &row = runs.emplace_back();
        const error_code error = readFields<RunFields>(item, row);
        if (!row.run.endedAt) // while it runs, the span grows by the clock alone
            row.run.elapsed.reset();
        return error;
    });
}

domain::JobRun planRun(RunRow row, std::optional<int> priority)
{
    domain::JobRun out;
    out.status = statusOf(row.status, priority);
    out.internalStatus = internalStatusOf(row.status);
    if (row.run.endedAt || domain::isFinal(out.status)) // engines send 0 before that
        out.returnCode = row.returnCode;
    out.run = std::move(row.run);
    return out;
}

RunRow *currentRun(std::optional<std::vector<RunRow>> &runs)
{
    if (!runs || runs->empty())
        return nullptr;
    const auto at = std::find_if(runs->rbegin(), runs->rend(), [](const RunRow &row) {
        return row.isLastInChain.value_or(false);
    });
    return at == runs->rend() ? &runs->back() : &*at;
}

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/JobDetailReader.h"

#include "agent/engine/DependencyListReader.h"
#include "agent/engine/JsonDocument.h"
#include "agent/engine/RunReader.h"
#include "agent/engine/StatusFields.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace resync::engine {

namespace {

using domain::Statement;

struct DefinitionRow
{
    domain::JobDefinition definition;
    std::string taskKey; ///< the member of "task", which is named after the type
    std::string taskUser;
    std::string recovery;
    std::optional<std::vector<std::string>> logins;
};

struct DetailRow
{
    std::string id;
    StatusFields status;
    std::optional<int> priority;
    std::optional<DefinitionRow> definition;
    std::optional<std::vector<domain::Dependency>> dependencies;
    std::optional<std::vector<RunRow>> runs;
};

constexpr JsonField<DefinitionRow> TaskFields[] = {
    {"taskString", [](JsonValue &v, DefinitionRow &r) { return read(v, r.definition.command); }},
    {"userName", [](JsonValue &v, DefinitionRow &r) { return read(v, r.taskUser); }},
};

error_code readTask(JsonValue &value, DefinitionRow &row)
{
    return forEachMember(value, [&](std::string_view key, JsonValue &task) {
        row.taskKey = key;
        return readFields<TaskFields>(task, row);
    });
}

constexpr JsonField<DefinitionRow> DefinitionFields[] = {
    {"description",
     [](JsonValue &v, DefinitionRow &r) { return read(v, r.definition.description); }},
    {"task", readTask},
    {"taskType", [](JsonValue &v, DefinitionRow &r) { return read(v, r.definition.taskType); }},
    {"userLogins", [](JsonValue &v, DefinitionRow &r) { return read(v, r.logins); }},
    {"recoveryOption", [](JsonValue &v, DefinitionRow &r) { return read(v, r.recovery); }},
};

error_code readDefinition(JsonValue &value, DetailRow &row)
{
    if (!isType(value, simdjson::ondemand::json_type::object))
        return simdjson::SUCCESS;
    return readFields<DefinitionFields>(value, row.definition.emplace());
}

constexpr JsonField<DetailRow> DetailFields[] = {
    {"id", [](JsonValue &v, DetailRow &r) { return read(v, r.id); }},
    {"priority", [](JsonValue &v, DetailRow &r) { return read(v, r.priority); }},
    {"lastRunCommonStatus", [](JsonValue &v, DetailRow &r) { return read(v, r.status.common); }},
    {"lastRunCompositeStatus",
     [](JsonValue &v, DetailRow &r) { return readCompositeStatus(v, r.status); }},
    {"jobDefinition", readDefinition},
    {"dependencies",
     [](JsonValue &v, DetailRow &r) { return readDependencyList(v, r.dependencies); }},
    {"jobruns", [](JsonValue &v, DetailRow &r) { return readRuns(v, r.runs); }},
};

domain::JobDefinition complete(DefinitionRow row)
{
    domain::JobDefinition &out = row.definition;
    out.taskType = lowerSnake(out.taskType.empty() ? row.taskKey : out.taskType);
    out.recovery = lowerSnake(row.recovery);
    out.login = row.logins && !row.logins->empty() ? row.logins->front() : row.taskUser;
    return std::move(out);
}

ReadJobDetail complete(DetailRow row)
{
    ReadJobDetail out;
    out.status = statusOf(row.status, row.priority);
    if (row.definition)
        out.detail.definition = complete(std::move(*row.definition));
    out.detail.dependencies = std::move(row.dependencies);
    if (row.runs)
        for (RunRow &run : *row.runs) {
            if (!out.detail.runs)
                out.detail.runs.emplace();
            out.detail.runs->push_back(planRun(std::move(run), row.priority));
        }
    if (row.runs && row.runs->empty())
        out.detail.runs.emplace();
    return out;
}

domain::JobRun complete(RunRow row, std::optional<int> priority)
{
    domain::JobRun out;
    out.status = statusOf(row.status, priority);
    out.internalStatus = internalStatusOf(row.status);
    if (row.run.endedAt || domain::isFinal(out.status)) // engines send 0 before that
        out.returnCode = row.returnCode;
    makePath(row.run.workstation);
    out.run = std::move(row.run);
    return out;
}

/// The last run of the rerun chain goes to the end.
std::vector<domain::JobRun> completeRuns(DetailRow row)
{
    std::vector<domain::JobRun> out;
    const RunRow *current = currentRun(row.runs);
    if (current == nullptr)
        return out;
    const auto at = static_cast<std::ptrdiff_t>(current - row.runs->data());
    std::rotate(row.runs->begin() + at, row.runs->begin() + at + 1, row.runs->end());
    for (RunRow &run : *row.runs)
        out.push_back(complete(std::move(run), row.priority));
    return out;
}

Result<DetailRow> readDetailRow(std::string &body)
{
    DetailRow row;
    const auto read =
        readDocument(body, [&](JsonValue &root) { return readFields<DetailFields>(root, row); });
    if (!read)
        return tl::unexpected<Error>(read.error());
    if (row.id.empty())
        return fail(ErrorKind::Protocol, "the answer is no job (it has no id)");
    return row;
}

struct IssueRow
{
    std::string type;
    std::string message;
};

constexpr JsonField<IssueRow> IssueFields[] = {
    {"issueType", [](JsonValue &v, IssueRow &r) { return read(v, r.type); }},
    {"issueMessage", [](JsonValue &v, IssueRow &r) { return read(v, r.message); }},
};

error_code readIssue(JsonValue &value, std::vector<Statement> &out)
{
    IssueRow row;
    const error_code error = readFields<IssueFields>(value, row);
    if (!row.message.empty())
        out.push_back({"engine_issue", {{"type", lowerSnake(row.type)}}, row.message});
    return error;
}

error_code readIssueList(JsonValue &value, std::vector<Statement> &out)
{
    return forEachItem(value, [&](JsonValue &item) { return readIssue(item, out); });
}

constexpr JsonField<std::vector<Statement>> IssueListFields[] = {{"issues", readIssueList}};

} // namespace

Result<ReadJobDetail> readJobDetail(std::string &body)
{
    return readDetailRow(body).map([](DetailRow row) { return complete(std::move(row)); });
}

Result<std::vector<domain::JobRun>> readJobRuns(std::string &body)
{
    return readDetailRow(body).map([](DetailRow row) { return completeRuns(std::move(row)); });
}

Result<std::vector<Statement>> readIssues(std::string &body)
{
    std::vector<Statement> out;
    const auto read =
        readDocument(body, [&](JsonValue &root) { return readFields<IssueListFields>(root, out); });
    if (!read)
        return tl::unexpected<Error>(read.error());
    return out;
}

} // namespace resync::engine

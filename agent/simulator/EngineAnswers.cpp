// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/EngineAnswers.h"

#include "agent/simulator/Answers.h"
#include "agent/simulator/FolderTotals.h"
#include "agent/simulator/JobLog.h"
#include "agent/simulator/Paging.h"
#include "shared/core/Text.h"

#include <algorithm>

namespace resync::simulator {

namespace {

constexpr unsigned long long MaxDepth = 10; ///< of predecessors and successors
constexpr std::size_t RowSizeGuess = 2'048; ///< bytes; saves growing the body step by step

std::string valueOr(const std::string *text, std::string_view fallback)
{
    return text ? *text : std::string(fallback);
}

http::Response notFound(std::string_view what)
{
    return errorAnswer(404, "There is no such " + std::string(what) + " in the plan.");
}

http::Response filterError(const Error &error)
{
    return errorAnswer(400, "OQL_FILTER_SYNTAX_ERROR: " + error.message);
}

Result<Scope> readScope(const http::Request &request)
{
    const std::string word = valueOr(request.header("scope"), "WHOLE");
    const std::optional<Scope> scope = scopeFromWord(word);
    if (!scope)
        return fail(ErrorKind::InvalidInput, "the header scope has an unknown value");
    return *scope;
}

/// The rows of a page: [first, last) of total.
struct Window
{
    Window(const Paging &paging, std::size_t rows)
        : first(std::min(paging.offset, rows))
        , last(std::min(first + paging.limit, rows))
        , total(rows)
    {}

    std::size_t first;
    std::size_t last;
    std::size_t total;
};

void writeNeighbours(JsonWriter &json, const http::Request &request, const Paging &paging,
                     const Window &window)
{
    const std::size_t before = paging.offset - std::min(paging.offset, paging.limit);
    if (window.last < window.total)
        json.member("next", pageUrl(request, paging, window.last));
    else
        json.memberNull("next");
    if (paging.offset > 0)
        json.member("previous", pageUrl(request, paging, before));
    else
        json.memberNull("previous");
}

void writeTable(JsonWriter &json, std::string_view name, const StatusTable &table)
{
    json.key(name);
    json.beginObject();
    for (const auto &[key, count] : table)
        json.member(key, count);
    json.endObject();
}

/// The run of an id: the row of its job and its attempt.
struct RunPlace
{
    Row job = 0;
    unsigned attempt = 0;
};

std::optional<RunPlace> findRun(const PlanView &view, std::string_view id)
{
    for (unsigned attempt = 1; attempt <= JobState::MaxRuns; ++attempt) {
        const auto row = view.plan().ids.rowOf(IdKind::Run, id, attempt);
        if (row && *row < view.plan().jobs.size() && attempt <= view.life().job(*row).attempts)
            return RunPlace{*row, attempt};
    }
    return std::nullopt;
}

/// The group of a job in /plan/job/count: its values of the fields asked for, joined by commas.
std::string groupOf(const PlanView &view, Row row, const std::vector<std::string_view> &fields)
{
    std::string group;
    for (std::string_view field : fields) {
        if (!group.empty())
            group += ',';
        if (field == "status")
            group += engineWord(view.life().jobStatus(row));
        else
            group += view.plan().workstations[view.plan().jobs[row].workstation].path;
    }
    return group;
}

} // namespace

bool EngineAnswers::isPlan(const PlanView &view, const http::Request &request)
{
    const std::string id = valueOr(request.queryValue("plan_id"), "current");
    return id == "current" || id == view.plan().ids.make(IdKind::Plan, 0).view();
}

/// \a write is called with (json, view, row) for each row of the page.
template<typename Rows, typename Write>
http::Response EngineAnswers::list(const EngineCall &call, std::string_view collection, Write write)
{
    const http::Request &request = call.request;
    const Result<Paging> paging = readPaging(request);
    if (!paging)
        return errorAnswer(400, paging.error().message);
    const bool isCounted = valueOr(request.header("Include-Count"), "true") != "false";
    return m_host.look([&](const PlanView &view) {
        if (!isPlan(view, request))
            return notFound("plan");
        const auto rows =
            m_host.select(Rows(view), collection, valueOr(request.queryValue("oql"), ""));
        if (!rows)
            return filterError(rows.error());
        const Window window(*paging, call.shown((*rows)->size()));
        std::string body;
        body.reserve((window.last - window.first + 1) * RowSizeGuess);
        JsonWriter json(body);
        json.beginObject();
        if (isCounted)
            json.member("count", window.total);
        json.key("results");
        json.beginArray();
        for (std::size_t i = window.first; i < window.last; ++i)
            write(json, view, (**rows)[i]);
        json.endArray();
        writeNeighbours(json, request, *paging, window);
        json.endObject();
        m_counters.noteRows(window.last - window.first);
        return jsonAnswer(200, std::move(body));
    });
}

/// \a write is called with (json, view, row) once the id has led to a row of \a Rows.
template<typename Rows, typename Write>
http::Response EngineAnswers::byId(const EngineCall &call, Write write)
{
    return m_host.look([&](const PlanView &view) {
        const Rows rows(view);
        const std::optional<Row> row = rows.rowOf(call.request.parameters.front());
        if (!row || *row >= rows.size() || !isPlan(view, call.request))
            return notFound("object");
        std::string body;
        JsonWriter json(body);
        write(json, view, *row);
        return jsonAnswer(200, std::move(body));
    });
}

http::Response EngineAnswers::engineInfo(const EngineCall &)
{
    return m_host.look([](const PlanView &view) {
        std::string body;
        JsonWriter json(body);
        writeEngineInfo(json, view);
        return jsonAnswer(200, std::move(body));
    });
}

http::Response EngineAnswers::workstations(const EngineCall &call)
{
    return list<WorkstationRows>(call, "workstation", writeWorkstation);
}

http::Response EngineAnswers::workstation(const EngineCall &call)
{
    return byId<WorkstationRows>(call, writeWorkstation);
}

http::Response EngineAnswers::jobStreams(const EngineCall &call)
{
    const Result<Scope> scope = readScope(call.request);
    if (!scope)
        return errorAnswer(400, scope.error().message);
    return list<StreamRows>(call, "jobstream",
                            [&scope](JsonWriter &json, const PlanView &view, Row row) {
                                writeStream(json, view, row, *scope);
                            });
}

http::Response EngineAnswers::jobStream(const EngineCall &call)
{
    return byId<StreamRows>(call, [](JsonWriter &json, const PlanView &view, Row row) {
        writeStream(json, view, row, Scope());
    });
}

http::Response EngineAnswers::jobs(const EngineCall &call)
{
    const Result<Scope> scope = readScope(call.request);
    if (!scope)
        return errorAnswer(400, scope.error().message);
    return list<JobRows>(call, "job", [&scope](JsonWriter &json, const PlanView &view, Row row) {
        writeJob(json, view, row, *scope);
    });
}

http::Response EngineAnswers::job(const EngineCall &call)
{
    return byId<JobRows>(call, [](JsonWriter &json, const PlanView &view, Row row) {
        writeJob(json, view, row, Scope());
    });
}

http::Response EngineAnswers::predecessors(const EngineCall &call)
{
    return neighbours(call, Direction::Before);
}

http::Response EngineAnswers::successors(const EngineCall &call)
{
    return neighbours(call, Direction::After);
}

http::Response EngineAnswers::neighbours(const EngineCall &call, Direction direction)
{
    const auto depth = parseNatural(valueOr(call.request.queryValue("depth"), "1"));
    if (!depth || *depth < 1 || *depth > MaxDepth)
        return errorAnswer(400, "depth must be a number from 1 to " + std::to_string(MaxDepth));
    return byId<JobRows>(call, [&](JsonWriter &json, const PlanView &view, Row row) {
        const Neighbours found = neighboursOf(view, row, direction, static_cast<unsigned>(*depth));
        json.beginObject();
        json.member("count", found.jobs.size() + found.streams.size());
        json.key("results");
        json.beginArray();
        for (Row job : found.jobs)
            writeJob(json, view, job, {false, false});
        for (Row stream : found.streams)
            writeStream(json, view, stream, {false, false});
        json.endArray();
        json.endObject();
    });
}

http::Response EngineAnswers::resources(const EngineCall &call)
{
    return list<ResourceRows>(call, "resource", writeResource);
}

http::Response EngineAnswers::resource(const EngineCall &call)
{
    return byId<ResourceRows>(call, writeResource);
}

http::Response EngineAnswers::prompts(const EngineCall &call)
{
    return list<PromptRows>(call, "prompt", writePrompt);
}

http::Response EngineAnswers::prompt(const EngineCall &call)
{
    return byId<PromptRows>(call, writePrompt);
}

http::Response EngineAnswers::jobCount(const EngineCall &call)
{
    const http::Request &request = call.request;
    const std::string filter = valueOr(request.queryValue("plan_filter"), "/@/@#/@/@.@");
    if (filter != "/@/@#/@/@.@")
        return errorAnswer(400, "plan_filter: the simulator knows /@/@#/@/@.@ only.");
    const std::string *grouping = request.queryValue("grouping_filters");
    std::vector<std::string_view> fields;
    if (grouping)
        fields = split(*grouping, ',');
    for (std::string_view field : fields) {
        if (field != "status" && field != "workstation")
            return errorAnswer(400, "grouping_filters: status and workstation are known.");
    }
    return m_host.look([&](const PlanView &view) {
        std::string body;
        JsonWriter json(body);
        json.beginObject();
        json.member("count", call.shown(view.plan().jobs.size()));
        if (!fields.empty()) {
            StatusTable groups;
            for (Row row = 0; row < call.shown(view.plan().jobs.size()); ++row)
                ++groups[groupOf(view, row, fields)];
            writeTable(json, "groupedCount", groups);
        }
        json.endObject();
        return jsonAnswer(200, std::move(body));
    });
}

http::Response EngineAnswers::folderCounts(const EngineCall &call)
{
    const http::Request &request = call.request;
    const std::optional<ObjectType> type =
        objectTypeFromWord(valueOr(request.queryValue("object_type"), ""));
    if (!type)
        return errorAnswer(400, "object_type is missing or unknown.");
    const std::string *oql = request.queryValue("oql");
    if (!oql)
        return errorAnswer(400, "oql is missing.");
    return m_host.look([&](const PlanView &view) {
        const auto rows = m_host.select(FolderRows(view.plan()), "folder", *oql);
        if (!rows)
            return filterError(rows.error());
        const std::vector<FolderTotals> totals = folderTotals(view, *type);
        std::string body;
        JsonWriter json(body);
        json.beginArray();
        for (Row row : **rows) {
            json.beginObject();
            json.member("folder", view.plan().folders[row]);
            json.member("folderId", view.plan().ids.make(IdKind::Folder, row).view());
            json.member("totalCount", call.shown(totals[row].count));
            writeTable(json, "commonStatus", totals[row].commonStatus);
            writeTable(json, "activeStates", totals[row].activeStates);
            json.endObject();
        }
        json.endArray();
        return jsonAnswer(200, std::move(body));
    });
}

http::Response EngineAnswers::jobLog(const EngineCall &call)
{
    const http::Request &request = call.request;
    LogPart part;
    part.isContentOnly = valueOr(request.queryValue("contentOnly"), "false") == "true";
    const auto from = parseNatural(valueOr(request.queryValue("from_line"), "1"));
    const auto to = parseNatural(valueOr(request.queryValue("to_line"), "0"));
    if (!from || !to)
        return errorAnswer(400, "from_line and to_line must be numbers.");
    part.fromLine = static_cast<std::size_t>(*from);
    part.toLine = static_cast<std::size_t>(*to);
    return m_host.look([&](const PlanView &view) {
        const std::optional<RunPlace> run = findRun(view, request.parameters.front());
        if (!run)
            return notFound("run");
        return http::Response::make(200, "text/plain; charset=utf-8",
                                    simulator::jobLog(view, run->job, run->attempt, part));
    });
}

http::Response EngineAnswers::jobIssues(const EngineCall &call)
{
    const http::Request &request = call.request;
    return m_host.look([&](const PlanView &view) {
        const auto rows =
            m_host.select(JobRows(view), "job", valueOr(request.queryValue("oql"), ""));
        if (!rows)
            return filterError(rows.error());
        std::string body;
        JsonWriter json(body);
        json.beginObject();
        json.key("issues");
        json.beginArray();
        for (Row row : **rows)
            writeJobIssue(json, view, row);
        json.endArray();
        json.endObject();
        return jsonAnswer(200, std::move(body));
    });
}

} // namespace resync::simulator

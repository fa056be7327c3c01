// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/EngineAnswersV1.h"

#include "agent/simulator/Answers.h"
#include "agent/simulator/Critical.h"
#include "agent/simulator/History.h"
#include "agent/simulator/JobLog.h"
#include "agent/simulator/V1Filter.h"
#include "agent/simulator/V1Json.h"
#include "agent/simulator/V1Paging.h"
#include "shared/core/Text.h"

#include <algorithm>
#include <array>

namespace resync::simulator {

namespace {

using namespace v1;

bool isSwitchedOn(const http::Request &request, std::string_view header)
{
    const std::string *value = request.header(header);
    return value && *value == "1";
}

Style styleOf(const http::Request &request)
{
    const std::string *encoding = request.header("Id-Encoding");
    return {{encoding && *encoding == "0"}, isSwitchedOn(request, "Context-PlanDependenciesScope")};
}

http::Response badCall(const Error &error)
{
    return errorAnswer(400, error.message);
}

http::Response notFound()
{
    return errorAnswer(404, "There is no such object in the plan.");
}

/// What the answer headers tell of a list.
struct Facts
{
    std::size_t returned = 0;
    std::size_t matches = 0; ///< right only when they were counted
    std::optional<std::size_t> lastRow;
    bool hasMore = false;
};

void addHeaders(http::Response &response, const PlanView &view, const Part &part,
                const Facts &facts)
{
    const Uuid plan = view.plan().ids.make(IdKind::Plan, 0);
    response.headers.push_back({"How-Many-Returned", std::to_string(facts.returned)});
    response.headers.push_back({"Context-PlanId", std::string(plan.view())});
    response.headers.push_back({"Context-HasMoreObjects", facts.hasMore ? "true" : "false"});
    if (facts.lastRow)
        response.headers.push_back({"Last-Object", std::to_string(*facts.lastRow)});
    if (part.isCounted)
        response.headers.push_back({"Context-ObjectCount", std::to_string(facts.matches)});
}

void writePastRun(JsonWriter &json, const PlanView &view, Row row, const PastRun &run)
{
    const Plan &plan = view.plan();
    const Job &job = plan.jobs[row];
    const Stream &stream = plan.streamOf(job);
    json.beginObject();
    json.member("jobName", job.name);
    json.member("jobStreamName", stream.name);
    json.member("workstationName", plan.workstations[job.workstation].name());
    json.member("jobStreamWorkstationName", plan.workstations[stream.workstation].name());
    json.member("scheduledStartTime", run.scheduledAt);
    json.member("runDate", run.startedAt);
    json.member("status", run.isError ? "ABEND" : "SUCCESSFUL");
    json.member("returnCode", run.returnCode);
    json.member("totalElapsedTime", run.elapsed.count());
    json.member("totalCPUTime", run.elapsed.count() / 5);
    json.member("plannedDuration", job.estimated.count());
    json.member("isLongDuration", run.elapsed > job.estimated * 3 / 2);
    json.member("lateStartTime", 0);
    json.member("lateEndTime", 0);
    json.member("jobNumber", run.number);
    json.member("rerunType", "REGULAR");
    json.member("rerunNumber", 0);
    json.member("isCritical", job.isCritical);
    json.member("isPromoted", false);
    json.member("actualWorkstationName", plan.workstations[view.actualWorkstation(row)].name());
    json.endObject();
}

/// The lines of a page of a log: [first, last) of the text.
std::string_view pageOfLog(std::string_view text, std::size_t lines, std::size_t page, bool &isLast)
{
    std::size_t begin = 0;
    for (std::size_t skip = lines * page; skip > 0 && begin < text.size(); --skip) {
        const std::size_t end = text.find('\n', begin);
        begin = end == std::string_view::npos ? text.size() : end + 1;
    }
    std::size_t end = begin;
    for (std::size_t taken = 0; taken < lines && end < text.size(); ++taken) {
        const std::size_t next = text.find('\n', end);
        end = next == std::string_view::npos ? text.size() : next + 1;
    }
    isLast = end == text.size();
    return text.substr(begin, end - begin);
}

} // namespace

/// \a matches and \a write are called with the view and a row.
template<typename Matches, typename Write>
http::Response EngineAnswersV1::list(const EngineCall &call, const PlanView &view, std::size_t size,
                                     Matches matches, Write write)
{
    const Result<Part> part = readPart(call.request);
    if (!part)
        return badCall(part.error());
    const Style style = styleOf(call.request);
    Facts facts;
    std::string body;
    JsonWriter json(body);
    json.beginArray();
    const auto last = static_cast<Row>(call.shown(size));
    for (auto row = static_cast<Row>(part->afterRow ? *part->afterRow + 1 : 0); row < last; ++row) {
        if (!matches(row))
            continue;
        ++facts.matches;
        if (facts.matches <= part->skipped)
            continue;
        if (facts.returned == part->limit) {
            facts.hasMore = true;
            if (!part->isCounted)
                break;
            continue;
        }
        write(json, view, row, style);
        facts.lastRow = row;
        ++facts.returned;
    }
    json.endArray();
    m_counters.noteRows(facts.returned);
    http::Response response = jsonAnswer(200, std::move(body));
    addHeaders(response, view, *part, facts);
    return response;
}

/// The rows of one table of the plan that the filter in the body takes.
template<typename Table, typename Matches, typename Write>
http::Response EngineAnswersV1::filteredList(const EngineCall &call, Table Plan::*table,
                                             Matches matches, Write write)
{
    const Result<Filter> filter = readFilter(call.request.body);
    if (!filter)
        return badCall(filter.error());
    return m_host.look([&](const PlanView &view) {
        return list(
            call, view, (view.plan().*table).size(),
            [&](Row row) { return matches(*filter, view, row); }, write);
    });
}

http::Response EngineAnswersV1::engineInfo(const EngineCall &)
{
    return m_host.look([](const PlanView &view) {
        std::string body;
        JsonWriter json(body);
        writeEngineInfo(json, view);
        return jsonAnswer(200, std::move(body));
    });
}

http::Response EngineAnswersV1::plans(const EngineCall &)
{
    return m_host.look([](const PlanView &view) {
        std::string body;
        JsonWriter json(body);
        json.beginArray();
        writePlan(json, view);
        json.endArray();
        return jsonAnswer(200, std::move(body));
    });
}

http::Response EngineAnswersV1::workstations(const EngineCall &call)
{
    return filteredList(call, &Plan::workstations, matchesWorkstation, writeWorkstation);
}

http::Response EngineAnswersV1::jobs(const EngineCall &call)
{
    return filteredList(call, &Plan::jobs, matchesJob, writeJob);
}

http::Response EngineAnswersV1::job(const EngineCall &call)
{
    return m_host.look([&](const PlanView &view) {
        const std::optional<Row> row = jobOf(view, call.request.parameters.front());
        if (!row)
            return notFound();
        Style style = styleOf(call.request);
        style.withDependencies = true;
        std::string body;
        JsonWriter json(body);
        writeJob(json, view, *row, style);
        return jsonAnswer(200, std::move(body));
    });
}

http::Response EngineAnswersV1::jobCount(const EngineCall &call)
{
    const Result<Filter> filter = readFilter(call.request.body);
    if (!filter)
        return badCall(filter.error());
    return m_host.look([&](const PlanView &view) {
        std::size_t count = 0;
        for (Row row = 0; row < call.shown(view.plan().jobs.size()); ++row)
            count += matchesJob(*filter, view, row) ? 1U : 0U;
        std::string body;
        JsonWriter(body).value(std::to_string(count)); // a string, and 202: so does the engine
        return jsonAnswer(202, std::move(body));
    });
}

http::Response EngineAnswersV1::jobLog(const EngineCall &call)
{
    const std::string *linesText = call.request.queryValue("lines");
    const std::string *pageText = call.request.queryValue("pageNumber");
    const auto lines = linesText ? parseNatural(*linesText) : 0;
    const auto page = pageText ? parseNatural(*pageText) : 0;
    if (!lines || !page || *lines > 1'000'000 || *page > 1'000'000)
        return errorAnswer(400, "lines and pageNumber must be numbers.");
    return m_host.look([&](const PlanView &view) {
        const std::optional<Row> row = jobOf(view, call.request.parameters.front());
        if (!row || view.life().job(*row).attempts == 0)
            return notFound();
        const std::string text =
            simulator::jobLog(view, *row, view.life().job(*row).attempts, LogPart());
        bool isLast = true;
        const std::string_view part =
            *lines == 0 ? std::string_view(text) : pageOfLog(text, *lines, *page, isLast);
        std::string body;
        JsonWriter json(body);
        json.beginObject();
        json.member("log", part);
        json.member("lines", std::count(part.begin(), part.end(), '\n'));
        json.member("pageNumber", *page);
        json.member("lastPage", isLast);
        if (*lines == 0)
            json.memberNull("fileId");
        else
            json.member("fileId", "log" + std::to_string(*row));
        json.member("jobId", jobId(view, *row, styleOf(call.request).ids));
        json.endObject();
        return jsonAnswer(200, std::move(body));
    });
}

http::Response EngineAnswersV1::jobStreams(const EngineCall &call)
{
    return filteredList(call, &Plan::streams, matchesStream, writeStream);
}

http::Response EngineAnswersV1::resources(const EngineCall &call)
{
    return m_host.look([&](const PlanView &view) {
        return list(
            call, view, view.plan().resources.size(), [](Row) { return true; }, writeResource);
    });
}

http::Response EngineAnswersV1::prompts(const EngineCall &call)
{
    return m_host.look([&](const PlanView &view) {
        return list(
            call, view, view.plan().prompts.size(), [](Row) { return true; }, writePrompt);
    });
}

http::Response EngineAnswersV1::criticalJobs(const EngineCall &call)
{
    const Result<Filter> filter = readFilter(call.request.body);
    if (!filter)
        return badCall(filter.error());
    const std::vector<std::string> &levels = filter->alertLevelList;
    return m_host.look([&](const PlanView &view) {
        const auto hasLevel = [&](Row row) {
            const std::string_view level = simulator::engineWord(criticalState(view, row).risk);
            return levels.empty() || std::find(levels.begin(), levels.end(), level) != levels.end();
        };
        return list(
            call, view, view.plan().jobs.size(),
            [&](Row row) {
                return view.plan().jobs[row].isCritical && matchesJob(*filter, view, row) &&
                       hasLevel(row);
            },
            writeCriticalJob);
    });
}

http::Response EngineAnswersV1::criticalSummary(const EngineCall &call)
{
    return m_host.look([&](const PlanView &view) {
        std::array<unsigned, 3> counts{};
        for (Row row = 0; row < call.shown(view.plan().jobs.size()); ++row) {
            if (view.plan().jobs[row].isCritical)
                ++counts[static_cast<std::size_t>(criticalState(view, row).risk)];
        }
        std::string body;
        JsonWriter json(body);
        json.beginObject();
        json.member("numberOfCriticalJobsNoRisk", counts[0]);
        json.member("numberOfCriticalJobsPotentialRisk", counts[1]);
        json.member("numberOfCriticalJobsHighRisk", counts[2]);
        json.member("lastCritPathRecalculation", view.now());
        json.endObject();
        return jsonAnswer(200, std::move(body));
    });
}

http::Response EngineAnswersV1::history(const EngineCall &call)
{
    if (!call.request.header("How-Many"))
        return errorAnswer(400, "The header How-Many is missing.");
    const Result<Part> part = readPart(call.request);
    if (!part)
        return badCall(part.error());
    const Result<HistoryFilter> filter = readHistoryFilter(call.request.body);
    if (!filter)
        return badCall(filter.error());
    return m_host.look([&](const PlanView &view) {
        Facts facts;
        std::string body;
        JsonWriter json(body);
        json.beginArray();
        for (Row row = 0; row < view.plan().jobs.size() && facts.returned < part->limit; ++row) {
            if (view.plan().streamOf(view.plan().jobs[row]).isCarried ||
                !matchesJob(filter->job, view, row))
                continue;
            for (unsigned day = 1; day <= PastRun::Days && facts.returned < part->limit; ++day) {
                const PastRun run = pastRun(view, row, day);
                if (!filter->runDate.holds(run.startedAt) || !filter->wants(run.isError))
                    continue;
                writePastRun(json, view, row, run);
                ++facts.returned;
            }
        }
        json.endArray();
        m_counters.noteRows(facts.returned);
        http::Response response = jsonAnswer(200, std::move(body));
        addHeaders(response, view, *part, facts);
        return response;
    });
}

} // namespace resync::simulator

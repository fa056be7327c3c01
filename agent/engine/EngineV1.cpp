// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/EngineV1.h"

#include "agent/engine/AnswerCheck.h"
#include "agent/engine/JsonDocument.h"
#include "agent/engine/LogLines.h"
#include "agent/engine/V1EngineReader.h"
#include "agent/engine/V1HistoryReader.h"
#include "agent/engine/V1JobReader.h"
#include "agent/engine/V1LogReader.h"
#include "shared/core/Log.h"
#include "shared/core/Text.h"

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

namespace resync::engine {

namespace {

using mirror::CallPriority;

constexpr std::size_t MaxRowsPerPage = 10'000; // the engine's own limit
constexpr std::size_t MaxListBytes = 128U << 20U;
constexpr std::size_t MaxDetailBytes = 8U << 20U;
constexpr std::size_t MinHistoryRows = 500; // the order of the answer is not documented
constexpr std::uint64_t LogLinesPerPage = 1000;
constexpr std::uint64_t MaxLogLines = 10'000;
constexpr int MaxLogPages = 200;
constexpr std::size_t MaxCursors = 4; // of one list: its forms of query
constexpr std::array<std::string_view, 4> EchoedHeaders = {
    "Last-Object", "Context-PlanId", "Context-Session", "Context-HasMoreObjects"};

V1FilterNames statusFilter(std::string_view filter, std::string_view name)
{
    return {filter, name, true};
}

Error asProtocol(Error error)
{
    error.kind = ErrorKind::Protocol;
    error.code = engineProblemCode(error.kind);
    return error;
}

/// The engine has no plan in its database to count pages in.
bool refusesPageNumbers(const Error &error)
{
    return error.kind == ErrorKind::InvalidInput ||
           error.message.find("UnsupportedOperation") != std::string::npos;
}

/// The engine's word on whether there is more; none: it says nothing.
std::optional<bool> hasMore(const net::HttpResponse &answer)
{
    const std::string_view word = answer.header("Context-HasMoreObjects");
    if (equalsIgnoringCase(word, "true") || word == "1")
        return true;
    if (equalsIgnoringCase(word, "false") || word == "0")
        return false;
    return std::nullopt;
}

std::vector<net::HttpHeader> echoOf(const net::HttpResponse &answer)
{
    std::vector<net::HttpHeader> headers;
    for (const std::string_view name : EchoedHeaders)
        if (const auto value = answer.header(name); !value.empty())
            headers.push_back({std::string(name), std::string(value)});
    return headers;
}

/// The cursor of \a filter; a list that begins anew takes the place of the one that was begun first
/// when there are too many.
template<typename Cursor>
Cursor &cursorOf(std::map<std::string, Cursor> &cursors, const std::string &filter, bool isNew)
{
    if (isNew && cursors.size() >= MaxCursors && !cursors.contains(filter))
        cursors.erase(
            std::min_element(cursors.begin(), cursors.end(), [](const auto &a, const auto &b) {
                return a.second.nextOffset < b.second.nextOffset;
            }));
    return cursors[filter];
}

/// What the headers tell of the plan beside the rows.
template<typename Row>
void noteOfPlan(const net::HttpResponse &answer, mirror::Page<Row> &page)
{
    if (const auto count = parseNatural(answer.header("Context-ObjectCount")))
        page.total = static_cast<std::size_t>(*count);
    if constexpr (std::is_same_v<Row, domain::Job>) {
        const std::string_view plan = answer.header("Context-PlanId");
        for (domain::Job &job : page.rows)
            if (job.planId.isEmpty() && plan != "current")
                job.planId = domain::PlanId(std::string(plan));
    }
}

Result<V1Job> readOneJob(std::string &body)
{
    V1Job job;
    const auto read = readDocument(body, [&](JsonValue &root) { return readV1Job(root, job); });
    if (!read)
        return tl::unexpected<Error>(read.error());
    if (job.job.id.isEmpty())
        return fail(ErrorKind::Protocol, "the answer is no job (it has no id)");
    return job;
}

template<typename T>
AnswerReader readerInto(std::shared_ptr<T> value, Result<T> (*read)(std::string &))
{
    return [value, read](const std::string &, net::HttpResponse &answer) -> Result<> {
        auto made = read(answer.body);
        if (!made)
            return tl::unexpected<Error>(std::move(made.error()));
        *value = std::move(*made);
        return {};
    };
}

/// Counts of the ten statuses, as they come in.
struct Counting
{
    domain::StatusCounts counts{};
    std::size_t open = domain::StatusCount;
    std::optional<Error> error;
    Callback<std::vector<mirror::FolderCount>> done;

    void onAnswer(domain::Status status, Result<> result, int count)
    {
        counts.at(static_cast<std::size_t>(status)) = count;
        if (!result && !error)
            error = std::move(result.error());
        if (--open > 0)
            return;
        if (error)
            return done(tl::unexpected<Error>(std::move(*error)));
        mirror::FolderCount all;
        for (const int number : counts)
            all.total += number;
        all.byStatus = counts;
        done(std::vector{all});
    }
};

} // namespace

EngineV1::EngineV1(std::shared_ptr<EngineCalls> calls)
    : m_calls(std::move(calls))
    , m_workstations{"v1_list_workstations",
                     "plan/current/workstation",
                     {"workstationInPlanFilter", "workstationName"}}
    , m_jobStreams{"v1_list_job_streams", "plan/current/jobstream",
                   statusFilter("jobStreamInPlanFilter", "jobStreamName")}
    , m_jobs{"v1_list_jobs", "plan/current/job", statusFilter("jobInPlanFilter", "jobName")}
    , m_jobDependencies{"v1_list_job_dependencies", "plan/current/job",
                        statusFilter("jobInPlanFilter", "jobName"), true}
    , m_streamDependencies{"v1_list_stream_dependencies", "plan/current/jobstream",
                           statusFilter("jobStreamInPlanFilter", "jobStreamName"), true}
    , m_resources{"v1_list_resources",
                  "plan/current/resource",
                  {"resourceInPlanFilter", "resourceName"}}
    , m_prompts{"v1_list_prompts", "plan/current/prompt", {"promptInPlanFilter", "promptName"}}
{}

void EngineV1::forgetCapabilities()
{
    m_offers.forget();
    m_pagesByNumber.reset();
    m_anyName.reset();
}

EngineCall EngineV1::call(std::string_view operation, std::string target,
                          CallPriority priority) const
{
    EngineCall call{operation, std::move(target), {}, MaxDetailBytes};
    call.root = ApiRoot::V1;
    call.priority = priority;
    call.isExtra = m_isExtra;
    return call;
}

/// Passes \a value on, or the error; a 404 on what is no single object is remembered.
template<typename T>
Callback<> EngineV1::remembering(std::string_view operation, std::shared_ptr<T> value,
                                 Callback<T> done)
{
    return [this, operation, value = std::move(value), done = std::move(done)](Result<> result) {
        if (result)
            return done(std::move(*value));
        if (!saysNotOffered(result.error()))
            return done(tl::unexpected<Error>(std::move(result.error())));
        m_offers.noteMissing(operation);
        done(tl::unexpected<Error>(notOffered(operation)));
    };
}

void EngineV1::fetchIdentity(Callback<domain::EngineIdentity> done)
{
    auto identity = std::make_shared<domain::EngineIdentity>();
    auto read = [identity](const std::string &host, net::HttpResponse &answer) -> Result<> {
        auto info = readV1Identity(answer.body);
        if (!info)
            return tl::unexpected<Error>(std::move(info.error()));
        *identity = std::move(*info);
        identity->host = host;
        identity->apis = {"v1"};
        return {};
    };
    auto onAnswer = [identity, done = std::move(done)](Result<> result) {
        if (result)
            return done(std::move(*identity));
        Error error = std::move(result.error());
        if (saysNotOffered(error)) {
            error.kind = ErrorKind::NotOffered;
            error.code = engineProblemCode(error.kind);
        }
        done(tl::unexpected<Error>(std::move(error)));
    };
    m_calls->send(call("v1_engine_info", "engine/info", CallPriority::Refresh), std::move(read),
                  std::move(onAnswer));
}

void EngineV1::fetchPlanInfo(Callback<mirror::PlanInfo> done)
{
    constexpr std::string_view Operation = "v1_plan_info";
    if (m_offers.isMissing(Operation))
        return done(tl::unexpected<Error>(notOffered("the window of the plan")));
    auto info = std::make_shared<mirror::PlanInfo>();
    EngineCall asked = call(Operation, "plan/query", CallPriority::Refresh);
    asked.headers.push_back({"How-Many", "10"});
    asked.body = v1Query("symphonyInPlanFilter", R"({"planType":"CURRENT"})");
    m_calls->send(std::move(asked), readerInto(info, readV1PlanInfo),
                  remembering<mirror::PlanInfo>(Operation, info, std::move(done)));
}

Result<EngineV1::Asked> EngineV1::listCall(const Listing &listing, const mirror::PageRequest &page,
                                           const std::string &filter) const
{
    Asked asked{call(listing.operation, std::string(listing.path), page.priority)};
    asked.call.maxBodyBytes = MaxListBytes;
    asked.call.headers = {{"Context-JobHistoryScope", "1"},
                          {"Context-PlanDependenciesScope", listing.hasDependencies ? "1" : "0"}};
    if (!m_pagesByNumber.value_or(true))
        return nextCall(listing, page, filter, std::move(asked));
    const V1NumberedPage numbered = v1PageHolding(page.offset, page.limit, MaxRowsPerPage);
    asked.isByNumber = true;
    asked.window = numbered.window;
    asked.call.headers.push_back({"Query-PageSize", std::to_string(numbered.size)});
    asked.call.headers.push_back({"Query-PageNumber", std::to_string(numbered.number)});
    if (page.offset == 0)
        asked.call.headers.push_back({"Context-ObjectCount", "1"});
    asked.call.isOfOneObject = !m_pagesByNumber.has_value(); // a 5xx may mean just that
    asked.call.target += "/query";
    asked.call.body = v1Query(listing.names.filter, filter);
    return asked;
}

/// The next page of a list that knows no page numbers.
Result<EngineV1::Asked> EngineV1::nextCall(const Listing &listing, const mirror::PageRequest &page,
                                           const std::string &filter, Asked asked) const
{
    const auto cursor = listing.cursors.find(filter);
    const std::size_t next =
        page.offset == 0 || cursor == listing.cursors.end() ? 0 : cursor->second.nextOffset;
    asked.beginsWithLastRow =
        next > 0 && page.offset + 1 == next && cursor->second.lastRow && page.limit > 1;
    if (page.offset != next && !asked.beginsWithLastRow)
        return fail(ErrorKind::Protocol, std::string(engineProblemCode(ErrorKind::Protocol)),
                    "this engine gives the pages of a list in turn only");
    const std::size_t rows = page.limit - (asked.beginsWithLastRow ? 1 : 0);
    asked.window = {0, rows, rows};
    asked.call.headers.push_back({"How-Many", std::to_string(rows)});
    if (next == 0) {
        asked.call.target += "/query";
        asked.call.body = v1Query(listing.names.filter, filter);
        return asked;
    }
    asked.call.headers.insert(asked.call.headers.end(), cursor->second.echoed.begin(),
                              cursor->second.echoed.end());
    asked.call.target += "/query_next";
    asked.call.body = filter;
    return asked;
}

/// Puts the cursor behind \a rows, which came by it.
template<typename Row>
void EngineV1::follow(Cursor &cursor, const net::HttpResponse &response, std::size_t offset,
                      bool beginsWithLastRow, mirror::Page<Row> &rows)
{
    if (const auto more = hasMore(response))
        rows.isLast = !*more || rows.rows.empty();
    if (beginsWithLastRow && cursor.lastRow)
        rows.rows.insert(rows.rows.begin(), *std::static_pointer_cast<const Row>(cursor.lastRow));
    cursor = {offset + rows.rows.size(), echoOf(response), nullptr};
    if (!rows.rows.empty())
        cursor.lastRow = std::make_shared<const Row>(rows.rows.back());
}

template<typename Row>
void EngineV1::fetchPage(Listing &listing, mirror::PageRequest page, PageReader<Row> reader,
                         Callback<mirror::Page<Row>> done)
{
    if (m_offers.isMissing(listing.operation))
        return done(tl::unexpected<Error>(notOffered(listing.operation)));
    page.limit = std::clamp<std::size_t>(page.limit, 1, MaxRowsPerPage);
    const auto filter = v1Filter(page.query, listing.names, anyName());
    if (!filter)
        return done(tl::unexpected<Error>(filter.error()));
    auto asked = listCall(listing, page, *filter);
    if (!asked)
        return done(tl::unexpected<Error>(std::move(asked.error())));
    const bool wasByNumber = asked->isByNumber;
    auto rows = std::make_shared<mirror::Page<Row>>();
    auto read = [&listing, filter = *filter, offset = page.offset, reader, rows, wasByNumber,
                 window = asked->window, beginsWithLastRow = asked->beginsWithLastRow](
                    const std::string &host, net::HttpResponse &response) -> Result<> {
        auto answer = reader(response.body, window);
        if (!answer)
            return tl::unexpected<Error>(std::move(answer.error()));
        logSkipped(listing.operation, host, answer->skipped);
        *rows = std::move(answer->page);
        noteOfPlan(response, *rows);
        if (!wasByNumber)
            follow(cursorOf(listing.cursors, filter, offset == 0), response, offset,
                   beginsWithLastRow, *rows);
        return {};
    };
    auto onAnswer = [this, &listing, page, reader, rows, wasByNumber,
                     done = std::move(done)](Result<> result) {
        if (result) {
            if (wasByNumber)
                m_pagesByNumber = true;
            return onPage<Row>(listing, page, reader, std::move(*rows), done);
        }
        const Error &error = result.error();
        if (wasByNumber && m_pagesByNumber != true && page.offset == 0 &&
            refusesPageNumbers(error)) {
            log::warning("engine", "the engine has no pages by number; asking page after page",
                         {{"operation", listing.operation}, {"answer", error.message}});
            m_pagesByNumber = false;
            return fetchPage<Row>(listing, page, reader, done);
        }
        if (saysNotOffered(error)) {
            m_offers.noteMissing(listing.operation);
            return done(tl::unexpected<Error>(notOffered(listing.operation)));
        }
        done(tl::unexpected<Error>(error.kind == ErrorKind::InvalidInput ? asProtocol(error)
                                                                         : error));
    };
    m_calls->send(std::move(asked->call), std::move(read), std::move(onAnswer));
}

/// Which wildcard means every name is not documented: an empty list may be the wildcard's fault.
template<typename Row>
void EngineV1::onPage(Listing &listing, const mirror::PageRequest &page, PageReader<Row> reader,
                      mirror::Page<Row> rows, Callback<mirror::Page<Row>> done)
{
    const bool isWhole = page.offset == 0 && page.query.form == mirror::RowQuery::Form::Everything;
    if (!rows.rows.empty() && !m_anyName)
        m_anyName = "*";
    if (!rows.rows.empty() || m_anyName || !isWhole)
        return done(std::move(rows));
    m_anyName = "@";
    fetchPage<Row>(listing, page, reader,
                   [this, done = std::move(done)](Result<mirror::Page<Row>> second) {
                       if (!second || second->rows.empty())
                           m_anyName.reset(); // nothing is known yet
                       done(std::move(second));
                   });
}

void EngineV1::fetchWorkstations(mirror::PageRequest page,
                                 Callback<mirror::Page<domain::Workstation>> done)
{
    fetchPage<domain::Workstation>(m_workstations, std::move(page), readV1WorkstationPage,
                                   std::move(done));
}

void EngineV1::fetchJobStreams(mirror::PageRequest page,
                               Callback<mirror::Page<domain::JobStream>> done)
{
    fetchPage<domain::JobStream>(m_jobStreams, std::move(page), readV1JobStreamPage,
                                 std::move(done));
}

void EngineV1::fetchJobs(mirror::PageRequest page, Callback<mirror::Page<domain::Job>> done)
{
    fetchPage<domain::Job>(m_jobs, std::move(page), readV1JobPage, std::move(done));
}

void EngineV1::fetchJobDependencies(mirror::PageRequest page,
                                    Callback<mirror::Page<domain::JobDependencies>> done)
{
    fetchPage<domain::JobDependencies>(m_jobDependencies, std::move(page), readV1JobDependencyPage,
                                       std::move(done));
}

void EngineV1::fetchStreamDependencies(mirror::PageRequest page,
                                       Callback<mirror::Page<domain::StreamDependencies>> done)
{
    fetchPage<domain::StreamDependencies>(m_streamDependencies, std::move(page),
                                          readV1StreamDependencyPage, std::move(done));
}

void EngineV1::fetchResources(mirror::PageRequest page,
                              Callback<mirror::Page<domain::Resource>> done)
{
    fetchPage<domain::Resource>(m_resources, std::move(page), readV1ResourcePage, std::move(done));
}

void EngineV1::fetchPrompts(mirror::PageRequest page, Callback<mirror::Page<domain::Prompt>> done)
{
    fetchPage<domain::Prompt>(m_prompts, std::move(page), readV1PromptPage, std::move(done));
}

void EngineV1::fetchCounts(mirror::CountedKind kind,
                           Callback<std::vector<mirror::FolderCount>> done)
{
    constexpr std::string_view Operation = "v1_count_jobs";
    if (kind != mirror::CountedKind::Jobs || m_offers.isMissing(Operation))
        return done(tl::unexpected<Error>(notOffered("counts of the plan")));
    auto counting = std::make_shared<Counting>();
    counting->done = std::move(done);
    for (const domain::Status status : domain::AllStatuses) {
        auto count = std::make_shared<int>(0);
        EngineCall asked = call(Operation, "plan/current/job/count", CallPriority::Refresh);
        asked.body = v1Query("jobInPlanFilter",
                             v1StatusFilter(toUpper(domain::toString(status)), anyName()));
        auto onAnswer = [counting, status](Result<int> result) {
            counting->onAnswer(status, result ? Result<>() : tl::unexpected<Error>(result.error()),
                               result.value_or(0));
        };
        m_calls->send(std::move(asked), readerInto(count, readV1Count),
                      remembering<int>(Operation, count, std::move(onAnswer)));
    }
}

void EngineV1::fetchCriticalJobs(Callback<std::vector<domain::CriticalJob>> done)
{
    constexpr std::string_view Operation = "v1_list_critical_jobs";
    if (m_offers.isMissing(Operation))
        return done(tl::unexpected<Error>(notOffered("critical jobs")));
    auto jobs = std::make_shared<std::vector<domain::CriticalJob>>();
    auto read = [jobs](const std::string &, net::HttpResponse &answer) -> Result<> {
        auto page = readV1CriticalJobPage(answer.body, {0, MaxRowsPerPage, MaxRowsPerPage});
        if (!page)
            return tl::unexpected<Error>(std::move(page.error()));
        *jobs = std::move(page->page.rows);
        return {};
    };
    EngineCall asked = call(Operation, "plan/current/criticaljob/query", CallPriority::Refresh);
    asked.headers.push_back({"How-Many", std::to_string(MaxRowsPerPage)});
    asked.maxBodyBytes = MaxListBytes;
    asked.body = v1Query("criticalJobInPlanFilter", "{}");
    m_calls->send(std::move(asked), std::move(read),
                  remembering<std::vector<domain::CriticalJob>>(Operation, jobs, std::move(done)));
}

void EngineV1::fetchJob(const domain::JobId &id, std::string_view operation,
                        std::function<void(Result<V1Job>)> done)
{
    auto job = std::make_shared<V1Job>();
    EngineCall asked =
        call(operation, "plan/current/job/" + percentEncode(id.value()), CallPriority::Person);
    asked.headers.push_back({"Context-PlanDependenciesScope", "1"});
    asked.isOfOneObject = true;
    auto onAnswer = [job, done = std::move(done)](Result<> result) {
        if (result)
            done(std::move(*job));
        else
            done(tl::unexpected<Error>(std::move(result.error())));
    };
    m_calls->send(std::move(asked), readerInto(job, readOneJob), std::move(onAnswer));
}

void EngineV1::fetchJobDetail(const domain::JobId &id, Callback<domain::JobDetail> done)
{
    fetchJob(id, "v1_get_job", [done = std::move(done)](Result<V1Job> job) {
        if (!job)
            return done(tl::unexpected<Error>(std::move(job.error())));
        domain::JobDetail detail;
        detail.definition = std::move(job->definition);
        detail.runs.emplace();
        if (!job->run.run.id.isEmpty())
            detail.runs->push_back(std::move(job->run));
        detail.dependencies = std::move(job->dependencies);
        done(std::move(detail));
    });
}

void EngineV1::fetchRuns(const domain::JobId &id, Callback<std::vector<domain::JobRun>> done)
{
    fetchJob(id, "v1_get_job_runs", [done = std::move(done)](Result<V1Job> job) {
        if (!job)
            return done(tl::unexpected<Error>(std::move(job.error())));
        std::vector<domain::JobRun> runs;
        if (!job->run.run.id.isEmpty())
            runs.push_back(std::move(job->run));
        done(std::move(runs));
    });
}

void EngineV1::fetchRunHistory(const domain::Job &job, std::size_t limit,
                               Callback<std::vector<domain::JobRun>> done)
{
    constexpr std::string_view Operation = "v1_run_history";
    if (m_offers.isMissing(Operation))
        return done(tl::unexpected<Error>(notOffered("the history of runs")));
    auto runs = std::make_shared<std::vector<domain::JobRun>>();
    auto read = [runs, limit](const std::string &, net::HttpResponse &answer) -> Result<> {
        auto all = readV1History(answer.body);
        if (!all)
            return tl::unexpected<Error>(std::move(all.error()));
        *runs = std::move(*all);
        runs->resize(std::min(runs->size(), limit));
        return {};
    };
    EngineCall asked = call(Operation, "model/jobhistoryrun/query", CallPriority::Person);
    const std::size_t rows = std::clamp(limit, MinHistoryRows, MaxRowsPerPage);
    asked.headers.push_back({"How-Many", std::to_string(rows)});
    asked.body = v1Query("jobHistoryRunFilter", v1HistoryFilter(job));
    m_calls->send(std::move(asked), std::move(read),
                  remembering<std::vector<domain::JobRun>>(Operation, runs, std::move(done)));
}

/// A log on its way: pages from the first to the one that holds the last line asked for.
struct EngineV1::LogRead
{
    domain::JobId job;
    std::uint64_t from = 1;
    std::uint64_t to = 1;
    bool hasEnded = false;
    std::string fileId;
    int page = 0;
    std::uint64_t linesSeen = 0;
    domain::JobLog log;
    Callback<domain::JobLog> done;

    void take(const V1LogPage &got)
    {
        for (domain::LogLine &line : logLines(got.text, linesSeen + 1)) {
            ++linesSeen;
            if (line.number >= from && line.number <= to)
                log.lines.push_back(std::move(line));
        }
        if (!got.fileId.empty())
            fileId = got.fileId;
        if (got.isLast && hasEnded) {
            log.totalLines = linesSeen;
            log.isComplete = true;
        }
    }
};

void EngineV1::fetchLog(const domain::JobId &id, const domain::LogRange &range,
                        Callback<domain::JobLog> done)
{
    const domain::JobId job = range.run.isEmpty() ? id : domain::JobId(range.run.value());
    auto log = std::make_shared<LogRead>();
    log->job = job;
    log->from = std::max<std::uint64_t>(range.fromLine.value_or(1), 1);
    const std::uint64_t last = log->from + MaxLogLines - 1;
    log->to = std::clamp(range.toLine.value_or(last), log->from, last);
    log->log.run = domain::RunId(job.value());
    log->done = std::move(done);
    fetchJob(job, "v1_get_job_runs", [this, log](Result<V1Job> answer) {
        if (!answer)
            return log->done(tl::unexpected<Error>(std::move(answer.error())));
        if (answer->run.run.id.isEmpty())
            return log->done(fail(ErrorKind::NotFound,
                                  std::string(engineProblemCode(ErrorKind::NotFound)),
                                  "the job has not run yet"));
        log->hasEnded = domain::isFinal(answer->job.status);
        readLogPages(log);
    });
}

void EngineV1::readLogPages(std::shared_ptr<LogRead> log)
{
    auto page = std::make_shared<V1LogPage>();
    EngineCall asked =
        call("v1_get_job_log", "plan/current/job/" + percentEncode(log->job.value()) + "/joblog",
             CallPriority::Person);
    asked.target +=
        "?lines=" + std::to_string(LogLinesPerPage) + "&pageNumber=" + std::to_string(log->page);
    if (!log->fileId.empty())
        asked.target += "&fileId=" + percentEncode(log->fileId);
    asked.isOfOneObject = true;
    auto onAnswer = [this, log, page](Result<> result) {
        if (!result)
            return log->done(tl::unexpected<Error>(std::move(result.error())));
        const std::uint64_t before = log->linesSeen;
        log->take(*page);
        const bool isEnough = page->isLast || log->linesSeen >= log->to ||
                              log->linesSeen == before || ++log->page >= MaxLogPages;
        if (isEnough)
            return log->done(std::move(log->log));
        readLogPages(log);
    };
    m_calls->send(std::move(asked), readerInto(page, readV1LogPage), std::move(onAnswer));
}

} // namespace resync::engine

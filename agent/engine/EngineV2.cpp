// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/EngineV2.h"

#include "agent/engine/AnswerCheck.h"
#include "agent/engine/FolderCountReader.h"
#include "agent/engine/IdentityReader.h"
#include "agent/engine/JobDetailReader.h"
#include "agent/engine/LogLines.h"
#include "shared/core/Log.h"
#include "shared/core/Text.h"

#include <algorithm>
#include <utility>

namespace resync::engine {

namespace {

using Form = mirror::RowQuery::Form;

constexpr std::size_t MaxRowsPerPage = 10'000; // the engine's own limit
constexpr std::size_t MaxListBytes = 128U << 20U;
constexpr std::size_t MaxDetailBytes = 8U << 20U;
constexpr std::size_t MaxLogBytes = 16U << 20U;
constexpr std::uint64_t MaxLogLines = 10'000;
constexpr std::string_view LeanScope = "WHOLE_NO_JOB_DEFINITIONS_AND_NO_DEPENDENCIES";
/// Only the definitions tell what a job that has not run yet is expected to take; nobody waits for
/// a sweep.
constexpr std::string_view SweepScope = "WHOLE_NO_DEPENDENCIES";
constexpr std::string_view DependencyScope = "WHOLE_NO_JOB_DEFINITIONS";

/// Of a list, 404 and 400 are no fault of the asker.
Error asListError(Error error)
{
    if (error.kind == ErrorKind::NotFound)
        error.message += ": does this engine offer API v2?";
    else if (error.kind != ErrorKind::InvalidInput)
        return error;
    error.kind = ErrorKind::Protocol;
    error.code = engineProblemCode(error.kind);
    return error;
}

bool isWorthAsking(domain::Status status)
{
    return !domain::isFinal(status) && status != domain::Status::Running;
}

/// A quote would end the OQL text; no engine has one in an id.
bool canBeQuoted(const domain::JobId &id)
{
    return id.value().find('\'') == std::string::npos;
}

/// Passes what \a read makes of the body on to the asker; \a onError may change the error.
template<typename T>
struct Answer
{
    std::shared_ptr<T> value = std::make_shared<T>();

    [[nodiscard]] AnswerReader reader(Result<T> (*read)(std::string &)) const
    {
        return [value = value, read](const std::string &, net::HttpResponse &answer) -> Result<> {
            auto made = read(answer.body);
            if (!made)
                return tl::unexpected<Error>(std::move(made.error()));
            *value = std::move(*made);
            return {};
        };
    }
};

EngineCall jobCall(std::string_view operation, const domain::JobId &id)
{
    EngineCall call{operation, "plan/job/" + percentEncode(id.value()), {}, MaxDetailBytes};
    call.priority = mirror::CallPriority::Person;
    call.isOfOneObject = true;
    return call;
}

std::string_view typeWord(mirror::CountedKind kind)
{
    return kind == mirror::CountedKind::Jobs ? "JOB_IN_PLAN" : "JOBSTREAM_IN_PLAN";
}

/// The run that is asked for; nullptr: the job has no such run.
const domain::JobRun *findRun(const std::vector<domain::JobRun> &runs, const domain::RunId &id)
{
    if (id.isEmpty())
        return runs.empty() ? nullptr : &runs.back();
    const auto at = std::find_if(runs.begin(), runs.end(),
                                 [&](const domain::JobRun &run) { return run.run.id == id; });
    return at == runs.end() ? nullptr : &*at;
}

} // namespace

EngineV2::EngineV2(std::shared_ptr<EngineCalls> calls)
    : m_calls(std::move(calls))
    , m_workstations{"list_workstations", "plan/workstation", {}, &namedOqlFields()}
    , m_jobStreams{"list_job_streams", "plan/jobstream", LeanScope, &jobStreamOqlFields()}
    , m_jobs{"list_jobs", "plan/job", LeanScope, &jobOqlFields(), SweepScope}
    , m_jobDependencies{"list_job_dependencies", "plan/job", DependencyScope, &jobOqlFields()}
    , m_streamDependencies{"list_stream_dependencies", "plan/jobstream", DependencyScope,
                           &jobStreamOqlFields()}
    , m_resources{"list_resources", "plan/resource", {}, &namedOqlFields()}
    , m_prompts{"list_prompts", "plan/prompt", {}}
{}

void EngineV2::forgetCapabilities()
{
    for (Listing *listing : {&m_workstations, &m_jobStreams, &m_jobs, &m_jobDependencies,
                             &m_streamDependencies, &m_resources, &m_prompts}) {
        listing->isOrdered = true;
        listing->refused.clear();
    }
    m_offers.forget();
}

void EngineV2::fetchIdentity(Callback<domain::EngineIdentity> done)
{
    auto identity = std::make_shared<domain::EngineIdentity>();
    auto read = [identity](const std::string &host, net::HttpResponse &answer) -> Result<> {
        auto info = readIdentity(answer.body);
        if (!info)
            return tl::unexpected<Error>(std::move(info.error()));
        *identity = std::move(*info);
        identity->host = host;
        identity->apis = {"v2"};
        return {};
    };
    auto onAnswer = [identity, done = std::move(done)](Result<> result) {
        if (result)
            return done(std::move(*identity));
        Error error = std::move(result.error());
        if (saysNotOffered(error)) {
            error.message += ": does this engine offer API v2?";
            error.kind = ErrorKind::NotOffered;
            error.code = engineProblemCode(error.kind);
        }
        done(tl::unexpected<Error>(asListError(std::move(error))));
    };
    m_calls->send({"engine_info", "engine/info", {}}, std::move(read), std::move(onAnswer));
}

EngineCall EngineV2::listCall(const Listing &listing, const mirror::PageRequest &page,
                              const std::string &condition)
{
    EngineCall call{listing.operation, std::string(listing.path), {{"Include-Count", "true"}}};
    call.target +=
        "?limit=" + std::to_string(page.limit) + "&offset=" + std::to_string(page.offset);
    std::string oql = condition;
    if (listing.isOrdered && listing.fields != nullptr)
        oql += " ORDER BY " + std::string(listing.fields->order);
    else if (page.query.form == Form::Everything)
        oql.clear();
    if (!oql.empty())
        call.target += "&oql=" + percentEncode(oql);
    const bool isSwept = page.priority == mirror::CallPriority::Sweep &&
                         page.query.form == Form::Everything && !listing.sweepScope.empty();
    if (const auto scope = isSwept ? listing.sweepScope : listing.scope; !scope.empty())
        call.headers.push_back({"scope", std::string(scope)});
    call.maxBodyBytes = MaxListBytes;
    call.priority = page.priority;
    return call;
}

template<typename Row>
void EngineV2::fetchPage(Listing &listing, mirror::PageRequest page, PageReader<Row> reader,
                         Callback<mirror::Page<Row>> done)
{
    const bool takesForm = listing.fields != nullptr || page.query.form == Form::Everything;
    if (m_offers.isMissing(listing.operation) || !takesForm ||
        listing.refused.contains(page.query.form))
        return done(tl::unexpected<Error>(notOffered(listing.operation)));
    page.limit = std::clamp<std::size_t>(page.limit, 1, MaxRowsPerPage);
    std::string condition;
    if (listing.fields != nullptr) {
        auto made = oqlCondition(page.query, *listing.fields);
        if (!made)
            return done(tl::unexpected<Error>(std::move(made.error())));
        condition = std::move(*made);
    }
    EngineCall call = listCall(listing, page, condition);
    auto asked = std::make_shared<const mirror::PageRequest>(std::move(page));
    auto rows = std::make_shared<mirror::Page<Row>>();
    auto read = [rows, reader, asked, operation = listing.operation](
                    const std::string &host, net::HttpResponse &response) -> Result<> {
        auto answer = reader(response.body, *asked);
        if (!answer)
            return tl::unexpected<Error>(std::move(answer.error()));
        logSkipped(operation, host, answer->skipped);
        *rows = std::move(answer->page);
        return {};
    };
    auto onAnswer = [this, &listing, asked, reader, rows, wasOrdered = listing.isOrdered,
                     done = std::move(done)](Result<> result) {
        if (result)
            return done(std::move(*rows));
        Error error = std::move(result.error());
        if (error.kind == ErrorKind::InvalidInput)
            return onRefusedQuery<Row>(listing, *asked, reader, wasOrdered, std::move(error), done);
        const bool isOptional =
            &listing != &m_jobs && &listing != &m_jobStreams && &listing != &m_workstations;
        if (isOptional && saysNotOffered(error)) {
            m_offers.noteMissing(listing.operation);
            return done(tl::unexpected<Error>(notOffered(listing.operation)));
        }
        done(tl::unexpected<Error>(asListError(std::move(error))));
    };
    m_calls->send(std::move(call), std::move(read), std::move(onAnswer));
}

/// A 400 is the order's fault, else the form's, else (of the whole list) nobody's that we know.
template<typename Row>
void EngineV2::onRefusedQuery(Listing &listing, mirror::PageRequest page, PageReader<Row> reader,
                              bool wasOrdered, Error error, Callback<mirror::Page<Row>> done)
{
    const Form form = page.query.form;
    if (wasOrdered && listing.fields != nullptr) {
        log::warning("engine", "the engine refuses the query of a list; asking without the order",
                     {{"operation", listing.operation}, {"answer", error.message}});
        const bool wasKnown = !std::exchange(listing.isOrdered, false);
        auto onSecond = [&listing, form, wasKnown,
                         done = std::move(done)](Result<mirror::Page<Row>> second) {
            if (!second && listing.refused.contains(form) && !wasKnown)
                listing.isOrdered = true; // it was not the order
            done(std::move(second));
        };
        return fetchPage<Row>(listing, std::move(page), reader, std::move(onSecond));
    }
    if (form == Form::Everything)
        return done(tl::unexpected<Error>(asListError(std::move(error))));
    log::warning("engine", "the engine refuses a form of query; it is not asked for again",
                 {{"operation", listing.operation},
                  {"form", static_cast<int>(form)},
                  {"answer", error.message}});
    listing.refused.insert(form);
    done(tl::unexpected<Error>(notOffered(listing.operation)));
}

void EngineV2::fetchWorkstations(mirror::PageRequest page,
                                 Callback<mirror::Page<domain::Workstation>> done)
{
    fetchPage<domain::Workstation>(m_workstations, std::move(page), readWorkstationPage,
                                   std::move(done));
}

void EngineV2::fetchJobStreams(mirror::PageRequest page,
                               Callback<mirror::Page<domain::JobStream>> done)
{
    fetchPage<domain::JobStream>(m_jobStreams, std::move(page), readJobStreamPage, std::move(done));
}

void EngineV2::fetchJobs(mirror::PageRequest page, Callback<mirror::Page<domain::Job>> done)
{
    fetchPage<domain::Job>(m_jobs, std::move(page), readJobPage, std::move(done));
}

void EngineV2::fetchJobDependencies(mirror::PageRequest page,
                                    Callback<mirror::Page<domain::JobDependencies>> done)
{
    fetchPage<domain::JobDependencies>(m_jobDependencies, std::move(page), readJobDependencyPage,
                                       std::move(done));
}

void EngineV2::fetchStreamDependencies(mirror::PageRequest page,
                                       Callback<mirror::Page<domain::StreamDependencies>> done)
{
    fetchPage<domain::StreamDependencies>(m_streamDependencies, std::move(page),
                                          readStreamDependencyPage, std::move(done));
}

void EngineV2::fetchResources(mirror::PageRequest page,
                              Callback<mirror::Page<domain::Resource>> done)
{
    fetchPage<domain::Resource>(m_resources, std::move(page), readResourcePage, std::move(done));
}

void EngineV2::fetchPrompts(mirror::PageRequest page, Callback<mirror::Page<domain::Prompt>> done)
{
    fetchPage<domain::Prompt>(m_prompts, std::move(page), readPromptPage, std::move(done));
}

void EngineV2::fetchCounts(mirror::CountedKind kind,
                           Callback<std::vector<mirror::FolderCount>> done)
{
    const std::string_view operation =
        kind == mirror::CountedKind::Jobs ? "count_jobs" : "count_job_streams";
    if (m_offers.isMissing(operation))
        return done(tl::unexpected<Error>(notOffered("counts by folder")));
    Answer<std::vector<mirror::FolderCount>> counts;
    auto onAnswer = [this, operation, value = counts.value,
                     done = std::move(done)](Result<> result) {
        if (result)
            return done(std::move(*value));
        const bool isRefused =
            saysNotOffered(result.error()) || result.error().kind == ErrorKind::InvalidInput;
        if (!isRefused)
            return done(tl::unexpected<Error>(std::move(result.error())));
        m_offers.noteMissing(operation);
        done(tl::unexpected<Error>(notOffered("counts by folder")));
    };
    EngineCall call{operation, "plan/folder/objects-count?object_type=", {}, MaxDetailBytes};
    call.target += typeWord(kind);
    call.target += "&oql=" + percentEncode("folder LIKE '/@'");
    m_calls->send(std::move(call), counts.reader(readFolderCounts), std::move(onAnswer));
}

void EngineV2::fetchJobDetail(const domain::JobId &id, Callback<domain::JobDetail> done)
{
    Answer<ReadJobDetail> detail;
    auto onAnswer = [this, id, detail = detail.value, done = std::move(done)](Result<> result) {
        if (!result)
            done(tl::unexpected<Error>(std::move(result.error())));
        else if (!m_offers.isMissing("job_issues") && isWorthAsking(detail->status) &&
                 canBeQuoted(id))
            fetchIssues(id, std::move(detail->detail), done);
        else
            done(std::move(detail->detail));
    };
    m_calls->send(jobCall("get_job", id), detail.reader(readJobDetail), std::move(onAnswer));
}

/// The issues are an extra: without them the detail is still an answer, which says so.
void EngineV2::fetchIssues(const domain::JobId &id, domain::JobDetail detail,
                           Callback<domain::JobDetail> done)
{
    Answer<std::vector<domain::Statement>> issues;
    auto onAnswer = [this, issues = issues.value, detail = std::move(detail),
                     done = std::move(done)](Result<> result) mutable {
        if (!result && result.error().kind == ErrorKind::Cancelled)
            return done(tl::unexpected<Error>(std::move(result.error())));
        if (!result && saysNotOffered(result.error()))
            m_offers.noteMissing("job_issues"); // 404 on the collection
        else if (!result)
            issues->push_back(
                {"issues_not_loaded", {}, "The engine did not tell what hinders this job."});
        detail.issues = std::move(*issues);
        done(std::move(detail));
    };
    const std::string oql = "id = '" + id.value() + "'";
    EngineCall call{"job_issues", "plan/job/issues?oql=" + percentEncode(oql), {}};
    call.priority = mirror::CallPriority::Person;
    call.isOfOneObject = true;
    m_calls->send(std::move(call), issues.reader(readIssues), std::move(onAnswer));
}

void EngineV2::fetchRuns(const domain::JobId &id, Callback<std::vector<domain::JobRun>> done)
{
    Answer<std::vector<domain::JobRun>> runs;
    auto onAnswer = [runs = runs.value, done = std::move(done)](Result<> result) {
        if (result)
            done(std::move(*runs));
        else
            done(tl::unexpected<Error>(std::move(result.error())));
    };
    m_calls->send(jobCall("get_job_runs", id), runs.reader(readJobRuns), std::move(onAnswer));
}

void EngineV2::fetchLog(const domain::JobId &id, const domain::LogRange &range,
                        Callback<domain::JobLog> done)
{
    fetchRuns(id, [this, range, done = std::move(done)](Result<std::vector<domain::JobRun>> runs) {
        if (!runs)
            return done(tl::unexpected<Error>(std::move(runs.error())));
        const domain::JobRun *run = findRun(*runs, range.run);
        if (run == nullptr || run->run.id.isEmpty())
            return done(
                fail(ErrorKind::NotFound, std::string(engineProblemCode(ErrorKind::NotFound)),
                     range.run.isEmpty() ? "the job has not run yet" : "the job has no such run"));
        fetchLogOf(*run, range, done);
    });
}

void EngineV2::fetchLogOf(const domain::JobRun &run, const domain::LogRange &range,
                          Callback<domain::JobLog> done)
{
    const std::uint64_t from = std::max<std::uint64_t>(range.fromLine.value_or(1), 1);
    const std::uint64_t last = from + MaxLogLines - 1;
    const std::uint64_t to = std::clamp(range.toLine.value_or(last), from, last);
    auto jobLog = std::make_shared<domain::JobLog>();
    jobLog->run = run.run.id;
    const bool hasEnded = run.run.endedAt || domain::isFinal(run.status);
    auto read = [jobLog, from, to, hasEnded](const std::string &,
                                             net::HttpResponse &answer) -> Result<> {
        jobLog->lines = logLines(answer.body, from);
        const std::uint64_t asked = to - from + 1;
        const std::uint64_t got = jobLog->lines.size();
        if (got > asked) // an engine that knows no ranges sent the whole of it
            jobLog->lines.resize(asked);
        else if (got < asked && hasEnded && (got > 0 || from == 1)) {
            jobLog->totalLines = from - 1 + got;
            jobLog->isComplete = true;
        }
        return {};
    };
    auto onAnswer = [jobLog, done = std::move(done)](Result<> result) {
        if (result)
            done(std::move(*jobLog));
        else
            done(tl::unexpected<Error>(std::move(result.error())));
    };
    EngineCall call{"get_job_log",
                    "plan/job/run/" + percentEncode(run.run.id.value()) + "/joblog",
                    {},
                    MaxLogBytes};
    call.target += "?from_line=" + std::to_string(from) + "&to_line=" + std::to_string(to) +
                   "&contentOnly=true&follow=false";
    call.priority = mirror::CallPriority::Person;
    call.isOfOneObject = true;
    call.isText = true;
    m_calls->send(std::move(call), std::move(read), std::move(onAnswer));
}

} // namespace resync::engine

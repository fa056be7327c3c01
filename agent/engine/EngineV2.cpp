// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/EngineV2.h"

#include "agent/engine/IdentityReader.h"
#include "agent/engine/JobDetailReader.h"
#include "shared/core/Log.h"
#include "shared/core/Text.h"

#include <algorithm>
#include <utility>

namespace resync::engine {

namespace {

constexpr std::size_t MaxRowsPerPage = 10'000; // the engine's own limit
constexpr std::size_t MaxListBytes = 128U << 20U;
constexpr std::size_t MaxDetailBytes = 8U << 20U;
constexpr std::string_view LeanScope = "WHOLE_NO_JOB_DEFINITIONS_AND_NO_DEPENDENCIES";

/// An OQL of an ORDER BY alone is not in the published grammar; a condition that all names fulfil
/// goes before it. Workstations have no id in OQL.
constexpr std::string_view ById = "name LIKE '@' ORDER BY id";
constexpr std::string_view ByName = "name LIKE '@' ORDER BY name";

/// Of a list, 404 and 400 are no fault of the asker.
Error asListError(Error error)
{
    if (error.kind == ErrorKind::NotFound)
        error.message += ": does this engine offer API v2?";
    else if (error.kind != ErrorKind::InvalidInput)
        return error;
    error.kind = ErrorKind::Protocol;
    error.code = "engine_protocol";
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

void logSkipped(std::string_view operation, const std::string &host, std::size_t rows)
{
    if (rows > 0)
        log::warning("engine", "rows without an id skipped",
                     {{"operation", operation}, {"host", host}, {"rows", rows}});
}

} // namespace

EngineV2::EngineV2(net::HttpClient &client, const EngineSettings &settings, Executor planThread,
                   const Clock &clock, EngineCallObserver *observer)
    : m_calls(
          std::make_shared<EngineCalls>(client, settings, std::move(planThread), clock, observer))
    , m_refusesDemo(settings.refusesDemo)
    , m_workstations{"list_workstations", "plan/workstation", ByName}
    , m_jobStreams{"list_job_streams", "plan/jobstream", ById, true}
    , m_jobs{"list_jobs", "plan/job", ById, true}
{}

EngineV2::~EngineV2()
{
    m_calls->stop();
}

void EngineV2::setLogin(std::string user, std::string password, std::string apiKey)
{
    m_calls->setLogin(std::move(user), std::move(password), std::move(apiKey));
}

void EngineV2::fetchIdentity(Callback<domain::EngineIdentity> done)
{
    auto identity = std::make_shared<domain::EngineIdentity>();
    auto read = [identity, refusesDemo = m_refusesDemo](const std::string &host,
                                                        std::string &body) -> Result<> {
        auto info = readIdentity(body);
        if (!info)
            return tl::unexpected<Error>(std::move(info.error()));
        if (info->isDemo && refusesDemo)
            return fail(ErrorKind::Protocol, "is a simulator (demo), which production does not "
                                             "mirror: correct TWS_HOST, or APP_ENV");
        *identity = std::move(*info);
        identity->host = host;
        identity->apis = {"v2"};
        return {};
    };
    m_calls->get({"engine_info", "engine/info", {}}, std::move(read),
                 [identity, done = std::move(done)](Result<> result) {
                     if (result)
                         done(std::move(*identity));
                     else
                         done(tl::unexpected<Error>(asListError(std::move(result.error()))));
                 });
}

EngineCall EngineV2::listCall(const Listing &listing, mirror::PageRequest page)
{
    EngineCall call{listing.operation, std::string(listing.path), {{"Include-Count", "true"}}};
    call.target += "?limit=" + std::to_string(std::min(page.limit, MaxRowsPerPage)) +
                   "&offset=" + std::to_string(page.offset);
    if (listing.isOrdered)
        call.target += "&oql=" + percentEncode(listing.order);
    if (listing.isLean)
        call.headers.push_back({"scope", std::string(LeanScope)});
    call.maxBodyBytes = MaxListBytes;
    return call;
}

template<typename Row>
void EngineV2::fetchPage(Listing &listing, mirror::PageRequest page, PageReader<Row> reader,
                         Callback<mirror::Page<Row>> done)
{
    page.limit = std::min(page.limit, MaxRowsPerPage);
    auto rows = std::make_shared<mirror::Page<Row>>();
    auto read = [rows, reader, page, operation = listing.operation](const std::string &host,
                                                                    std::string &body) -> Result<> {
        auto answer = reader(body, page);
        if (!answer)
            return tl::unexpected<Error>(std::move(answer.error()));
        logSkipped(operation, host, answer->skipped);
        *rows = std::move(answer->page);
        return {};
    };
    auto onAnswer = [this, &listing, page, reader, rows, wasOrdered = listing.isOrdered,
                     done = std::move(done)](Result<> result) {
        if (result)
            return done(std::move(*rows));
        if (result.error().kind != ErrorKind::InvalidInput || !wasOrdered)
            return done(tl::unexpected<Error>(asListError(std::move(result.error()))));
        log::warning("engine", "the engine refuses the order of a list; asking without it",
                     {{"operation", listing.operation}, {"answer", result.error().message}});
        listing.isOrdered = false;
        fetchPage(listing, page, reader, std::move(done));
    };
    m_calls->get(listCall(listing, page), std::move(read), std::move(onAnswer));
}

void EngineV2::fetchWorkstations(mirror::PageRequest page,
                                 Callback<mirror::Page<domain::Workstation>> done)
{
    fetchPage<domain::Workstation>(m_workstations, page, readWorkstationPage, std::move(done));
}

void EngineV2::fetchJobStreams(mirror::PageRequest page,
                               Callback<mirror::Page<domain::JobStream>> done)
{
    fetchPage<domain::JobStream>(m_jobStreams, page, readJobStreamPage, std::move(done));
}

void EngineV2::fetchJobs(mirror::PageRequest page, Callback<mirror::Page<domain::Job>> done)
{
    fetchPage<domain::Job>(m_jobs, page, readJobPage, std::move(done));
}

void EngineV2::fetchJobDetail(const domain::JobId &id, Callback<domain::JobDetail> done)
{
    auto detail = std::make_shared<ReadJobDetail>();
    auto read = [detail](const std::string &, std::string &body) -> Result<> {
        auto answer = readJobDetail(body);
        if (!answer)
            return tl::unexpected<Error>(std::move(answer.error()));
        *detail = std::move(*answer);
        return {};
    };
    auto onAnswer = [this, id, detail, done = std::move(done)](Result<> result) {
        if (!result)
            done(tl::unexpected<Error>(std::move(result.error())));
        else if (m_offersIssues && isWorthAsking(detail->status) && canBeQuoted(id))
            fetchIssues(id, std::move(detail->detail), done);
        else
            done(std::move(detail->detail));
    };
    m_calls->get({"get_job", "plan/job/" + percentEncode(id.value()), {}, MaxDetailBytes},
                 std::move(read), std::move(onAnswer));
}

/// The issues are an extra: without them the detail is still an answer, which says so.
void EngineV2::fetchIssues(const domain::JobId &id, domain::JobDetail detail,
                           Callback<domain::JobDetail> done)
{
    auto issues = std::make_shared<std::vector<domain::Statement>>();
    auto read = [issues](const std::string &, std::string &body) -> Result<> {
        auto answer = readIssues(body);
        if (!answer)
            return tl::unexpected<Error>(std::move(answer.error()));
        *issues = std::move(*answer);
        return {};
    };
    auto onAnswer = [this, issues, detail = std::move(detail),
                     done = std::move(done)](Result<> result) mutable {
        if (!result && result.error().kind == ErrorKind::Cancelled)
            return done(tl::unexpected<Error>(std::move(result.error())));
        if (!result && result.error().kind == ErrorKind::NotFound)
            m_offersIssues = false; // 404 on the collection: this engine does not have it
        else if (!result)
            issues->push_back(
                {"issues_not_loaded", {}, "The engine did not tell what hinders this job."});
        detail.issues = std::move(*issues);
        done(std::move(detail));
    };
    const std::string oql = "id = '" + id.value() + "'";
    m_calls->get({"job_issues", "plan/job/issues?oql=" + percentEncode(oql), {}}, std::move(read),
                 std::move(onAnswer));
}

mirror::EngineCallCounts EngineV2::callCounts() const
{
    return m_calls->counts();
}

} // namespace resync::engine

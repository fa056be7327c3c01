// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/EngineV2.h"

#include "agent/engine/EngineError.h"
#include "agent/engine/RowReader.h"
#include "shared/core/Log.h"
#include "shared/core/Text.h"

#include <utility>

namespace resync::engine {

namespace {

constexpr std::string_view Prefix = "/twsd/api/v2";
/// The leanest rows (tws-api §1.3, header scope); what is left out is asked for by id.
constexpr const char *ListScope = "scope: WHOLE_NO_JOB_DEFINITIONS_AND_NO_DEPENDENCIES";
constexpr std::string_view SortById = "&oql=ORDER%20BY%20id%20ASC";

bool isWorthAnotherHost(const Error &error)
{
    return error.kind == ErrorKind::Unavailable ||
           (error.kind == ErrorKind::Timeout && error.code == "engine_timeout");
}

} // namespace

EngineV2::EngineV2(net::HttpClient &http, EngineSettings settings, Executor planThread,
                   const Clock &clock, EngineCallObserver *observer)
    : m_http(http)
    , m_settings(std::move(settings))
    , m_planThread(std::move(planThread))
    , m_clock(clock)
    , m_observer(observer)
    , m_hosts(m_settings.hosts)
    , m_budget(m_settings.maxCallsPerMinute)
{}

void EngineV2::fetchIdentity(Callback<domain::EngineIdentity> done)
{
    ask("engine_info", "/engine/info", [done = std::move(done)](Result<Answer> answer) {
        if (!answer)
            return done(tl::unexpected<Error>(std::move(answer.error())));
        auto identity = readIdentity(answer->body);
        if (identity)
            identity->host = answer->host.text();
        done(std::move(identity));
    });
}

void EngineV2::fetchWorkstations(mirror::PageRequest page,
                                 Callback<mirror::Page<domain::Workstation>> done)
{
    fetchPage<domain::Workstation>("workstations", "/plan/workstation", page, readWorkstations,
                                   std::move(done));
}

void EngineV2::fetchJobStreams(mirror::PageRequest page,
                               Callback<mirror::Page<domain::JobStream>> done)
{
    fetchPage<domain::JobStream>("job_streams", "/plan/jobstream", page, readJobStreams,
                                 std::move(done));
}

void EngineV2::fetchJobs(mirror::PageRequest page, Callback<mirror::Page<domain::Job>> done)
{
    fetchPage<domain::Job>("jobs", "/plan/job", page, readJobs, std::move(done));
}

void EngineV2::fetchJobDetail(const domain::JobId &id, Callback<domain::JobDetail> done)
{
    ask("job", "/plan/job/" + percentEncode(id.value()),
        [done = std::move(done)](Result<Answer> answer) {
            if (!answer)
                return done(tl::unexpected<Error>(std::move(answer.error())));
            done(readJobDetail(answer->body));
        });
}

template<typename Row>
void EngineV2::fetchPage(std::string_view operation, std::string_view path,
                         mirror::PageRequest page,
                         Result<mirror::Page<Row>> (*read)(const std::string &),
                         Callback<mirror::Page<Row>> done)
{
    std::string target(path);
    target += "?limit=" + std::to_string(page.limit) + "&offset=" + std::to_string(page.offset);
    if (m_canSort)
        target += SortById;
    ask(operation, target,
        [this, operation, path, page, read, isSorted = m_canSort,
         done = std::move(done)](Result<Answer> answer) mutable {
            const bool isBadOql = !answer && answer.error().code == "engine_protocol" &&
                                  answer.error().message.find("HTTP 400") != std::string::npos;
            if (isSorted && isBadOql) { // some engines want a condition before ORDER BY
                if (std::exchange(m_canSort, false))
                    log::info("engine", "engine does not sort lists; reading in its own order");
                return fetchPage<Row>(operation, path, page, read, std::move(done));
            }
            if (!answer)
                return done(tl::unexpected<Error>(std::move(answer.error())));
            auto rows = read(answer->body);
            if (!rows)
                return done(tl::unexpected<Error>(rows.error().during(
                    "engine " + answer->host.text() + ", " + std::string(operation))));
            rows->isLast = rows->total ? page.offset + rows->rowsSent >= *rows->total
                                       : rows->rowsSent < page.limit;
            done(std::move(rows));
        });
}

mirror::EngineCallCounts EngineV2::callCounts() const
{
    return {m_calls.load(), m_failed.load(), m_budget.lastMinute(m_clock.steady())};
}

void EngineV2::ask(std::string_view operation, std::string path, Callback<Answer> done)
{
    send(std::make_shared<Question>(
        Question{operation, std::move(path), m_hosts.size(), std::move(done)}));
}

void EngineV2::send(std::shared_ptr<Question> question)
{
    const auto now = m_clock.steady();
    if (!m_budget.take(now)) {
        m_planThread([question] {
            question->done(
                fail(ErrorKind::Unavailable, "engine_unavailable",
                     "the budget of engine calls is used up (TWS_MAX_CALLS_PER_MINUTE)"));
        });
        return;
    }
    ++m_calls;
    --question->hostsLeft;
    const Host host = m_hosts.current(now);
    auto exchange = request(host, question->path);
    m_http.send(std::move(exchange), [this, question, host](Result<net::HttpResponse> response) {
        m_planThread([this, question, host, response = std::move(response)]() mutable {
            onAnswer(question, host, std::move(response));
        });
    });
}

net::HttpRequest EngineV2::request(const Host &host, const std::string &path) const
{
    net::HttpRequest request;
    request.url = m_settings.scheme + "://" + host.text() + std::string(Prefix) + path;
    request.headers = {"Content-Type: application/json", "Accept: application/json",
                       "Include-Count: true", ListScope};
    if (path.find('?') == std::string::npos)
        request.headers.pop_back(); // one object is wanted whole
    request.user = m_settings.user;
    request.password = m_settings.password;
    request.bearer = m_settings.apiKey;
    request.tls = m_settings.tls;
    request.connectTimeout = m_settings.connectTimeout;
    request.silenceTimeout = m_settings.readTimeout;
    request.totalTimeout = 4 * m_settings.readTimeout;
    return request;
}

void EngineV2::onAnswer(const std::shared_ptr<Question> &question, const Host &host,
                        Result<net::HttpResponse> response)
{
    const auto error = response ? errorOf(*response, host.text())
                                : std::optional(errorOf(response.error(), host.text()));
    if (m_observer != nullptr)
        m_observer->onEngineCall(question->operation, error ? toString(error->kind) : "ok",
                                 response ? response->elapsed : std::chrono::milliseconds(0));
    if (!error) {
        question->done(Answer{std::move(response->body), host});
        return;
    }
    ++m_failed;
    if (isWorthAnotherHost(*error)) {
        m_hosts.moveOn(host, m_clock.steady());
        if (question->hostsLeft > 0) {
            log::warning("engine", "trying the next host: " + error->message);
            send(question);
            return;
        }
    }
    question->done(tl::unexpected<Error>(error->during(question->operation)));
}

} // namespace resync::engine

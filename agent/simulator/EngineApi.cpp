// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/EngineApi.h"

#include "agent/simulator/Answers.h"
#include "agent/simulator/EngineMetrics.h"
#include "agent/simulator/Spoil.h"
#include "shared/core/Text.h"

#include <utility>

namespace resync::simulator {

namespace {

constexpr std::string_view Metrics = "metrics";
constexpr std::string_view V1Mark = "v1/";
constexpr std::size_t MaxBodyBytes = 256 * 1024;

/// Takes the same time whatever is wrong.
bool isSame(std::string_view a, std::string_view b)
{
    std::size_t difference = a.size() ^ b.size();
    for (std::size_t i = 0; i < a.size(); ++i)
        difference |= static_cast<std::size_t>(a[i] ^ (i < b.size() ? b[i] : '\0'));
    return difference == 0;
}

http::Response unauthorized()
{
    http::Response response = errorAnswer(401, "The user name or the password is wrong.");
    response.headers.push_back({"WWW-Authenticate", "Basic realm=\"twsd\""});
    return response;
}

http::Response loginPage()
{
    return http::Response::make(200, "text/html; charset=utf-8",
                                "<!DOCTYPE html><html><head><title>Log in</title></head><body>"
                                "<form><input name=\"j_username\"></form></body></html>");
}

/// What a proxy in front of the engine says when the engine is away.
http::Response errorPage(FaultKind kind)
{
    const int status = kind == FaultKind::Http502 ? 502 : kind == FaultKind::Http503 ? 503 : 504;
    http::Response response =
        http::Response::make(status, "text/html; charset=utf-8",
                             "<html><body><h1>" + std::to_string(status) + "</h1></body></html>");
    if (status == 503)
        response.headers.push_back({"Retry-After", "1"});
    return response;
}

http::Response emptyPlan(const std::string &operation)
{
    const auto is = [&operation](std::string_view name) { return operation == name; };
    if (is("plan/job/count"))
        return jsonAnswer(200, R"({"count":0})");
    if (is("v1/plan/current/job/count"))
        return jsonAnswer(202, R"("0")");
    if (is("plan/job/issues"))
        return jsonAnswer(200, R"({"issues":[]})");
    if (is("plan/folder/objects-count") || operation.ends_with("/query") ||
        operation.ends_with("/query_next"))
        return jsonAnswer(200, "[]");
    for (std::string_view list :
         {"plan/job", "plan/jobstream", "plan/workstation", "plan/resource", "plan/prompt"}) {
        if (is(list))
            return jsonAnswer(200, R"({"count":0,"results":[],"next":null,"previous":null})");
    }
    return errorAnswer(404, "There is no such object in the plan.");
}

bool isAnsweredWithoutPlan(std::string_view operation)
{
    return operation == "engine/info" || operation == "v1/engine/info" || operation == "metrics" ||
           operation == "v1/plan/query" || operation == "v1/model/jobhistoryrun/query";
}

bool hasJsonType(const http::Request &request)
{
    const std::string *type = request.header("Content-Type");
    return type && type->find("json") != std::string::npos;
}

} // namespace

/// A call in flight; leaves the counters when it is answered or given up.
class EngineApi::Call
{
public:
    Call(http::Responder responder, Counters &counters)
        : m_responder(std::move(responder))
        , m_counters(counters)
    {}
    Call(const Call &) = delete;
    Call &operator=(const Call &) = delete;
    ~Call()
    {
        if (!m_isAnswered)
            m_counters.end();
    }

    void send(http::Response response)
    {
        m_isAnswered = true;
        m_counters.end(); // first: who has read the answer may look at the counters
        m_responder.send(std::move(response));
    }

private:
    http::Responder m_responder;
    Counters &m_counters;
    bool m_isAnswered = false;
};

EngineApi::EngineApi(EngineApiSettings settings, PlanHost &host, Counters &counters, Faults &faults)
    : m_settings(std::move(settings))
    , m_authorization("Basic " + base64Encode(m_settings.user + ':' + m_settings.password))
    , m_host(host)
    , m_answers(host, counters)
    , m_answersV1(host, counters)
    , m_counters(counters)
    , m_faults(faults)
{}

template<auto Produce>
http::Response EngineApi::byV2(EngineApi &api, const EngineCall &call)
{
    return (api.m_answers.*Produce)(call);
}

template<auto Produce>
http::Response EngineApi::byV1(EngineApi &api, const EngineCall &call)
{
    return (api.m_answersV1.*Produce)(call);
}

const std::vector<EngineApi::Operation> &EngineApi::table()
{
    using V2 = EngineAnswers;
    using V1 = EngineAnswersV1;
    using http::Method;
    static const std::vector<Operation> Operations = {
        {"engine/info", Method::Get, &byV2<&V2::engineInfo>},
        {"plan/workstation", Method::Get, &byV2<&V2::workstations>},
        {"plan/workstation/{id}", Method::Get, &byV2<&V2::workstation>},
        {"plan/jobstream", Method::Get, &byV2<&V2::jobStreams>},
        {"plan/jobstream/{id}", Method::Get, &byV2<&V2::jobStream>},
        {"plan/job", Method::Get, &byV2<&V2::jobs>},
        {"plan/job/{id}", Method::Get, &byV2<&V2::job>},
        {"plan/job/{id}/predecessors", Method::Get, &byV2<&V2::predecessors>},
        {"plan/job/{id}/successors", Method::Get, &byV2<&V2::successors>},
        {"plan/job/count", Method::Get, &byV2<&V2::jobCount>},
        {"plan/job/issues", Method::Get, &byV2<&V2::jobIssues>},
        {"plan/job/run/{id}/joblog", Method::Get, &byV2<&V2::jobLog>},
        {"plan/folder/objects-count", Method::Get, &byV2<&V2::folderCounts>},
        {"plan/resource", Method::Get, &byV2<&V2::resources>},
        {"plan/resource/{id}", Method::Get, &byV2<&V2::resource>},
        {"plan/prompt", Method::Get, &byV2<&V2::prompts>},
        {"plan/prompt/{id}", Method::Get, &byV2<&V2::prompt>},
        {"v1/engine/info", Method::Get, &byV1<&V1::engineInfo>},
        {"v1/plan/query", Method::Post, &byV1<&V1::plans>},
        {"v1/plan/current/workstation/query", Method::Post, &byV1<&V1::workstations>},
        {"v1/plan/current/workstation/query_next", Method::Post, &byV1<&V1::workstations>},
        {"v1/plan/current/job/query", Method::Post, &byV1<&V1::jobs>},
        {"v1/plan/current/job/query_next", Method::Post, &byV1<&V1::jobs>},
        {"v1/plan/current/job/count", Method::Post, &byV1<&V1::jobCount>},
        {"v1/plan/current/job/{id}", Method::Get, &byV1<&V1::job>},
        {"v1/plan/current/job/{id}/joblog", Method::Get, &byV1<&V1::jobLog>},
        {"v1/plan/current/jobstream/query", Method::Post, &byV1<&V1::jobStreams>},
        {"v1/plan/current/jobstream/query_next", Method::Post, &byV1<&V1::jobStreams>},
        {"v1/plan/current/resource/query", Method::Post, &byV1<&V1::resources>},
        {"v1/plan/current/resource/query_next", Method::Post, &byV1<&V1::resources>},
        {"v1/plan/current/prompt/query", Method::Post, &byV1<&V1::prompts>},
        {"v1/plan/current/prompt/query_next", Method::Post, &byV1<&V1::prompts>},
        {"v1/plan/current/criticaljob/query", Method::Post, &byV1<&V1::criticalJobs>},
        {"v1/plan/current/criticaljob/query_next", Method::Post, &byV1<&V1::criticalJobs>},
        {"v1/plan/current/criticaljob/summary_info", Method::Post, &byV1<&V1::criticalSummary>},
        {"v1/model/jobhistoryrun/query", Method::Post, &byV1<&V1::history>},
        {Metrics, Method::Get, &EngineApi::metrics},
    };
    return Operations;
}

std::vector<std::string_view> EngineApi::operations()
{
    std::vector<std::string_view> names;
    for (const Operation &operation : table())
        names.push_back(operation.name);
    return names;
}

/// "v1/plan/query" is at /twsd/plan/query, "plan/job" at /twsd/api/v2/plan/job.
std::string EngineApi::pathOf(std::string_view operation)
{
    if (operation == Metrics)
        return "/metrics";
    if (operation.starts_with(V1Mark))
        return "/twsd/" + std::string(operation.substr(V1Mark.size()));
    return "/twsd/api/v2/" + std::string(operation);
}

bool EngineApi::isOffered(std::string_view operation) const
{
    if (operation == Metrics)
        return true;
    return operation.starts_with(V1Mark) ? m_settings.hasV1 : m_settings.hasV2;
}

void EngineApi::addRoutes(http::Router &router)
{
    for (const Operation &operation : table()) {
        if (!isOffered(operation.name))
            continue;
        http::Route route;
        route.method = operation.method;
        route.pattern = pathOf(operation.name);
        route.maxBodyBytes = operation.method == http::Method::Post ? MaxBodyBytes : 0;
        route.handler = [this, &operation](const http::Request &request,
                                           http::Responder responder) {
            serve(operation, request, std::move(responder));
        };
        router.add(std::move(route));
    }
}

void EngineApi::serve(const Operation &operation, const http::Request &request,
                      http::Responder responder)
{
    m_counters.begin(operation.name);
    const auto call = std::make_shared<Call>(std::move(responder), m_counters);
    const std::optional<Fault> fault = m_faults.take(operation.name);
    if (fault && fault->kind == FaultKind::Hang) {
        hold(call);
        return;
    }
    http::Response response = answer(operation, request, fault);
    response.headers.push_back({"Date", formatHttpDate(m_host.now())});
    milliseconds delay = m_settings.latency;
    if (fault && fault->kind == FaultKind::Latency)
        delay += fault->value;
    if (delay.count() == 0) {
        call->send(std::move(response));
        return;
    }
    m_delays.after(delay, [call, response = std::move(response)] { call->send(response); });
}

void EngineApi::hold(std::shared_ptr<Call> call)
{
    const std::lock_guard lock(m_mutex);
    if (!m_isClosed)
        m_hanging.push_back(std::move(call));
}

http::Response EngineApi::answer(const Operation &operation, const http::Request &request,
                                 const std::optional<Fault> &fault)
{
    const bool isOpen = operation.name == Metrics;
    const bool isRefused = fault && fault->kind == FaultKind::Http401;
    if ((!isOpen && !isAuthorized(request)) || isRefused) {
        m_counters.noteUnauthorized();
        return unauthorized();
    }
    if (operation.method == http::Method::Post && !hasJsonType(request))
        return errorAnswer(415, "The content type must be application/json.");
    const bool isExtending = !isAnsweredWithoutPlan(operation.name) && m_host.isPlanEmpty();
    if (isExtending || (fault && fault->kind == FaultKind::EmptyPlan))
        return emptyPlan(std::string(operation.name));
    if (!fault)
        return operation.produce(*this, {request});
    switch (fault->kind) {
    case FaultKind::Http403:
        return errorAnswer(403, "The user may not do this.");
    case FaultKind::Http405:
        return errorAnswer(405, "There is no such function.");
    case FaultKind::Http500:
        return errorAnswer(500, "The engine could not read the plan.");
    case FaultKind::Http502:
    case FaultKind::Http503:
    case FaultKind::Http504:
        return errorPage(fault->kind);
    case FaultKind::Html:
        return loginPage();
    case FaultKind::Garbage:
        return jsonAnswer(200, "\x01\x02 this is {not json");
    default:
        return spoilt(operation.produce(*this, {request, fault->kind == FaultKind::HalfPlan}),
                      *fault);
    }
}

http::Response EngineApi::metrics(EngineApi &api, const EngineCall &)
{
    return http::Response::make(200, "text/plain; version=0.0.4; charset=utf-8",
                                api.m_host.look(engineMetrics));
}

bool EngineApi::isAuthorized(const http::Request &request) const
{
    const std::string *given = request.header("Authorization");
    return given && isSame(*given, m_authorization);
}

void EngineApi::releaseWaiting()
{
    std::vector<std::shared_ptr<Call>> released; // dies outside of the lock
    {
        const std::lock_guard lock(m_mutex);
        released.swap(m_hanging);
    }
    m_delays.clear();
}

void EngineApi::close()
{
    m_delays.stop();
    m_isClosed = true;
    releaseWaiting();
}

} // namespace resync::simulator

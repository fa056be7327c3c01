// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/EngineApi.h"

#include "agent/simulator/Answers.h"
#include "shared/core/Text.h"

#include <utility>

namespace resync::simulator {

namespace {

constexpr std::string_view Prefix = "/twsd/api/v2/";

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

http::Response emptyPlan(std::string_view operation)
{
    if (operation == "plan/job/count")
        return jsonAnswer(200, R"({"count":0})");
    if (operation == "plan/folder/objects-count")
        return jsonAnswer(200, "[]");
    if (operation == "plan/job/issues")
        return jsonAnswer(200, R"({"issues":[]})");
    if (operation == "plan/job" || operation == "plan/jobstream" || operation == "plan/workstation")
        return jsonAnswer(200, R"({"count":0,"results":[],"next":null,"previous":null})");
    return errorAnswer(404, "There is no such object in the plan.");
}

http::Response halved(http::Response response)
{
    if (response.body)
        response.body = std::make_shared<const std::string>(
            response.body->substr(0, response.body->size() / 2));
    return response;
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
    , m_answers(host, counters)
    , m_counters(counters)
    , m_faults(faults)
{}

const std::vector<EngineApi::Operation> &EngineApi::table()
{
    static const std::vector<Operation> Operations = {
        {"engine/info", &EngineAnswers::engineInfo},
        {"plan/workstation", &EngineAnswers::workstations},
        {"plan/workstation/{id}", &EngineAnswers::workstation},
        {"plan/jobstream", &EngineAnswers::jobStreams},
        {"plan/jobstream/{id}", &EngineAnswers::jobStream},
        {"plan/job", &EngineAnswers::jobs},
        {"plan/job/{id}", &EngineAnswers::job},
        {"plan/job/count", &EngineAnswers::jobCount},
        {"plan/job/issues", &EngineAnswers::jobIssues},
        {"plan/job/run/{id}/joblog", &EngineAnswers::jobLog},
        {"plan/folder/objects-count", &EngineAnswers::folderCounts},
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

void EngineApi::addRoutes(http::Router &router)
{
    for (const Operation &operation : table()) {
        http::Route route;
        route.method = http::Method::Get;
        route.pattern = std::string(Prefix) + std::string(operation.name);
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
    if (!isAuthorized(request) || (fault && fault->kind == FaultKind::Http401)) {
        m_counters.noteUnauthorized();
        return unauthorized();
    }
    if (!fault)
        return (m_answers.*operation.produce)(request);
    switch (fault->kind) {
    case FaultKind::Http403:
        return errorAnswer(403, "The user may not do this.");
    case FaultKind::Http500:
        return errorAnswer(500, "The engine could not read the plan.");
    case FaultKind::Html:
        return loginPage();
    case FaultKind::Garbage:
        return jsonAnswer(200, "\x01\x02 this is {not json");
    case FaultKind::EmptyPlan:
        return emptyPlan(operation.name);
    case FaultKind::HalfBody:
        return halved((m_answers.*operation.produce)(request));
    default:
        return (m_answers.*operation.produce)(request);
    }
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

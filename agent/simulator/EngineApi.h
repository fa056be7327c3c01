// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Router.h"
#include "agent/simulator/Counters.h"
#include "agent/simulator/DelayQueue.h"
#include "agent/simulator/EngineAnswers.h"
#include "agent/simulator/EngineAnswersV1.h"
#include "agent/simulator/Faults.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace resync::simulator {

struct EngineApiSettings
{
    std::string user = "twsuser";
    std::string password;
    milliseconds latency{0}; ///< of every answer
    bool hasV1 = true;
    bool hasV2 = true;
};

/// The engine's side: every call is counted, checked for its credentials, spoilt when a fault is
/// ordered, and answered. Operations are named by their path below /twsd/api/v2 ("plan/job",
/// "plan/job/{id}", "engine/info" …), those of API v1 by their path below /twsd
/// ("v1/plan/current/job/query"), and "metrics", which needs no credentials.
/// Thread: any.
class EngineApi
{
public:
    EngineApi(EngineApiSettings settings, PlanHost &host, Counters &counters, Faults &faults);

    void addRoutes(http::Router &router);
    /// Ends the calls that hang or wait, with a 500.
    void releaseWaiting();
    /// The same, and for all calls to come: the server is about to stop.
    void close();
    [[nodiscard]] static std::vector<std::string_view> operations();

private:
    class Call;
    using Producer = http::Response (*)(EngineApi &, const EngineCall &);
    struct Operation
    {
        std::string_view name;
        http::Method method;
        Producer produce;
    };

    template<auto Produce>
    static http::Response byV2(EngineApi &api, const EngineCall &call);
    template<auto Produce>
    static http::Response byV1(EngineApi &api, const EngineCall &call);
    static http::Response metrics(EngineApi &api, const EngineCall &call);
    [[nodiscard]] static std::string pathOf(std::string_view operation);
    [[nodiscard]] bool isOffered(std::string_view operation) const;

    [[nodiscard]] static const std::vector<Operation> &table();
    void serve(const Operation &operation, const http::Request &request, http::Responder responder);
    void hold(std::shared_ptr<Call> call);
    [[nodiscard]] http::Response answer(const Operation &operation, const http::Request &request,
                                        const std::optional<Fault> &fault);
    [[nodiscard]] bool isAuthorized(const http::Request &request) const;

    EngineApiSettings m_settings;
    std::string m_authorization; ///< the header value that is right
    PlanHost &m_host;
    EngineAnswers m_answers;
    EngineAnswersV1 m_answersV1;
    Counters &m_counters;
    Faults &m_faults;
    std::atomic<bool> m_isClosed = false;
    std::mutex m_mutex;
    std::vector<std::shared_ptr<Call>> m_hanging; ///< guarded by m_mutex
    DelayQueue m_delays;
};

} // namespace resync::simulator

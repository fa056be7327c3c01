// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Router.h"
#include "agent/simulator/Counters.h"
#include "agent/simulator/DelayQueue.h"
#include "agent/simulator/EngineAnswers.h"
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
};

/// The engine's side: every call is counted, checked for its credentials, spoilt when a fault is
/// ordered, and answered. Operations are named by their path below /twsd/api/v2: "plan/job",
/// "plan/job/{id}", "engine/info" …
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
    using Producer = http::Response (EngineAnswers::*)(const http::Request &);
    struct Operation
    {
        std::string_view name;
        Producer produce;
    };

    [[nodiscard]] static const std::vector<Operation> &table();
    void serve(const Operation &operation, const http::Request &request, http::Responder responder);
    void hold(std::shared_ptr<Call> call);
    [[nodiscard]] http::Response answer(const Operation &operation, const http::Request &request,
                                        const std::optional<Fault> &fault);
    [[nodiscard]] bool isAuthorized(const http::Request &request) const;

    EngineApiSettings m_settings;
    std::string m_authorization; ///< the header value that is right
    EngineAnswers m_answers;
    Counters &m_counters;
    Faults &m_faults;
    std::atomic<bool> m_isClosed = false;
    std::mutex m_mutex;
    std::vector<std::shared_ptr<Call>> m_hanging; ///< guarded by m_mutex
    DelayQueue m_delays;
};

} // namespace resync::simulator

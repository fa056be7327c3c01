// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Router.h"
#include "agent/simulator/EngineApi.h"

namespace resync::simulator {

/// The tester's side, without credentials, for loopback only:
///
///     GET    /counters             calls by operation, the most at once, rows sent
///     POST   /counters/reset
///     GET    /faults               what is ordered
///     POST   /faults               {"operation": "plan/job", "kind": "latency", "value_ms": 500,
///                                  "times": 2}; only kind is needed
///     DELETE /faults               also ends the calls that hang
///     GET    /time                 {"now", "frozen"}
///     POST   /time/freeze, /time/resume
///     POST   /time/step            {"seconds": 60}
///     GET    /truth                {"at", "plan_id", "counts", "jobs": {id: common status}}
///     POST   /jobs/{id}/abend      409 when the job is over
///
/// Errors are {"messages": ["…"]}. Thread: any.
class ControlApi
{
public:
    ControlApi(PlanHost &host, Counters &counters, Faults &faults, EngineApi &engine)
        : m_host(host)
        , m_counters(counters)
        , m_faults(faults)
        , m_engine(engine)
    {}

    void addRoutes(http::Router &router);

private:
    [[nodiscard]] http::Response counters() const;
    [[nodiscard]] http::Response resetCounters();
    [[nodiscard]] http::Response faults() const;
    [[nodiscard]] http::Response addFault(const http::Request &request);
    [[nodiscard]] http::Response clearFaults();
    [[nodiscard]] http::Response time();
    [[nodiscard]] http::Response freeze();
    [[nodiscard]] http::Response resume();
    [[nodiscard]] http::Response step(const http::Request &request);
    [[nodiscard]] http::Response truth();
    [[nodiscard]] http::Response abendJob(const http::Request &request);

    PlanHost &m_host;
    Counters &m_counters;
    Faults &m_faults;
    EngineApi &m_engine;
};

} // namespace resync::simulator

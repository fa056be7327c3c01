// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Router.h"
#include "agent/simulator/EngineApi.h"
#include "agent/simulator/EngineDoor.h"

namespace resync::simulator {

/// The tester's side, without credentials, for loopback only:
///
///     GET    /counters             calls by operation, the most at once, rows sent
///     POST   /counters/reset
///     GET    /faults               what is ordered
///     POST   /faults               {"operation": "plan/job", "kind": "latency", "value_ms": 500,
///                                  "times": 2}; only kind is needed
///     DELETE /faults               also ends the calls that hang
///     GET    /time                 {"now", "frozen", "skew_s", "run_number"}
///     POST   /time/freeze, /time/resume
///     POST   /time/step            {"seconds": 60}
///     POST   /time/skew            {"seconds": -3600}: the Date header and all times are off
///     GET    /truth                {"at", "plan_id", "counts", "jobs": {id: common status}}; with
///                                  ?fields=all also what the API tells of each job, stream and
///                                  workstation; without the lag of the mirror
///     POST   /jobs/{id}/abend      409 when the job is over
///     POST   /jobs/{id}/succeed    the same
///     POST   /jobs/change          {"count": 40000, "to": "successful" | "error" | "priority"}
///     POST   /prompts/{id}/reply   {"yes": true}; 409 when it is not asked
///     POST   /workstations/{name}  {"linked": false, "limit": 0, "fence": 20}; any of them
///     POST   /plan/rollover        {"gap_seconds": 60}: a new plan; an empty one for so long
///     POST   /host/down, /host/up  the engine's port is shut and opened again
///
/// Errors are {"messages": ["…"]}. Thread: any.
class ControlApi
{
public:
    ControlApi(PlanHost &host, Counters &counters, Faults &faults, EngineApi &engine,
               EngineDoor &door)
        : m_host(host)
        , m_counters(counters)
        , m_faults(faults)
        , m_engine(engine)
        , m_door(door)
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
    [[nodiscard]] http::Response skew(const http::Request &request);
    [[nodiscard]] http::Response truth(const http::Request &request);
    [[nodiscard]] http::Response orderForJob(const http::Request &request,
                                             Result<> (PlanLife::*order)(Row));
    [[nodiscard]] http::Response changeJobs(const http::Request &request);
    [[nodiscard]] http::Response replyToPrompt(const http::Request &request);
    [[nodiscard]] http::Response setLimits(const http::Request &request);
    [[nodiscard]] http::Response rollOver(const http::Request &request);
    [[nodiscard]] http::Response setHost(bool isUp);
    [[nodiscard]] std::optional<Row> rowOf(const http::Request &request, IdKind kind,
                                           std::size_t (*size)(const Plan &));

    PlanHost &m_host;
    Counters &m_counters;
    Faults &m_faults;
    EngineApi &m_engine;
    EngineDoor &m_door;
};

} // namespace resync::simulator

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Response.h"
#include "agent/simulator/Counters.h"
#include "agent/simulator/EngineCall.h"
#include "agent/simulator/PlanHost.h"

namespace resync::simulator {

/// What the engine answers to an authorised call of API v1: bare arrays, how much of them told by
/// headers (How-Many, Query-PageSize and Query-PageNumber, Last-Object). 400 for a body or a header
/// that it cannot read, 404 for an unknown id.
/// Thread: any.
class EngineAnswersV1
{
public:
    EngineAnswersV1(PlanHost &host, Counters &counters)
        : m_host(host)
        , m_counters(counters)
    {}

    [[nodiscard]] http::Response engineInfo(const EngineCall &call);
    [[nodiscard]] http::Response plans(const EngineCall &call);
    [[nodiscard]] http::Response workstations(const EngineCall &call);
    [[nodiscard]] http::Response jobs(const EngineCall &call);
    [[nodiscard]] http::Response job(const EngineCall &call);
    [[nodiscard]] http::Response jobCount(const EngineCall &call);
    [[nodiscard]] http::Response jobLog(const EngineCall &call);
    [[nodiscard]] http::Response jobStreams(const EngineCall &call);
    [[nodiscard]] http::Response resources(const EngineCall &call);
    [[nodiscard]] http::Response prompts(const EngineCall &call);
    [[nodiscard]] http::Response criticalJobs(const EngineCall &call);
    [[nodiscard]] http::Response criticalSummary(const EngineCall &call);
    [[nodiscard]] http::Response history(const EngineCall &call);

private:
    template<typename Matches, typename Write>
    http::Response list(const EngineCall &call, const PlanView &view, std::size_t size,
                        Matches matches, Write write);
    template<typename Table, typename Matches, typename Write>
    http::Response filteredList(const EngineCall &call, Table Plan::*table, Matches matches,
                                Write write);

    PlanHost &m_host;
    Counters &m_counters;
};

} // namespace resync::simulator

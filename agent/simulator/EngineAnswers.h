// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Response.h"
#include "agent/simulator/Counters.h"
#include "agent/simulator/EngineCall.h"
#include "agent/simulator/Neighbours.h"
#include "agent/simulator/PlanHost.h"
#include "agent/simulator/PlanJson.h"

namespace resync::simulator {

/// What the engine answers to an authorised call, by operation: the plan as JSON in the shapes of
/// API v2. 400 with OQL_FILTER_SYNTAX_ERROR for a filter that it does not understand, 404 for an
/// unknown id.
/// Thread: any.
class EngineAnswers
{
public:
    EngineAnswers(PlanHost &host, Counters &counters)
        : m_host(host)
        , m_counters(counters)
    {}

    [[nodiscard]] http::Response engineInfo(const EngineCall &call);
    [[nodiscard]] http::Response workstations(const EngineCall &call);
    [[nodiscard]] http::Response workstation(const EngineCall &call);
    [[nodiscard]] http::Response jobStreams(const EngineCall &call);
    [[nodiscard]] http::Response jobStream(const EngineCall &call);
    [[nodiscard]] http::Response jobs(const EngineCall &call);
    [[nodiscard]] http::Response job(const EngineCall &call);
    [[nodiscard]] http::Response predecessors(const EngineCall &call);
    [[nodiscard]] http::Response successors(const EngineCall &call);
    [[nodiscard]] http::Response resources(const EngineCall &call);
    [[nodiscard]] http::Response resource(const EngineCall &call);
    [[nodiscard]] http::Response prompts(const EngineCall &call);
    [[nodiscard]] http::Response prompt(const EngineCall &call);
    [[nodiscard]] http::Response jobCount(const EngineCall &call);
    [[nodiscard]] http::Response folderCounts(const EngineCall &call);
    [[nodiscard]] http::Response jobLog(const EngineCall &call);
    [[nodiscard]] http::Response jobIssues(const EngineCall &call);

private:
    template<typename Rows, typename Write>
    http::Response list(const EngineCall &call, std::string_view collection, Write write);
    template<typename Rows, typename Write>
    http::Response byId(const EngineCall &call, Write write);
    [[nodiscard]] http::Response neighbours(const EngineCall &call, Direction direction);
    [[nodiscard]] static bool isPlan(const PlanView &view, const http::Request &request);

    PlanHost &m_host;
    Counters &m_counters;
};

} // namespace resync::simulator

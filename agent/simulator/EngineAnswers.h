// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Request.h"
#include "agent/http/Response.h"
#include "agent/simulator/Counters.h"
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

    [[nodiscard]] http::Response engineInfo(const http::Request &request);
    [[nodiscard]] http::Response workstations(const http::Request &request);
    [[nodiscard]] http::Response workstation(const http::Request &request);
    [[nodiscard]] http::Response jobStreams(const http::Request &request);
    [[nodiscard]] http::Response jobStream(const http::Request &request);
    [[nodiscard]] http::Response jobs(const http::Request &request);
    [[nodiscard]] http::Response job(const http::Request &request);
    [[nodiscard]] http::Response jobCount(const http::Request &request);
    [[nodiscard]] http::Response folderCounts(const http::Request &request);
    [[nodiscard]] http::Response jobLog(const http::Request &request);
    [[nodiscard]] http::Response jobIssues(const http::Request &request);

private:
    template<typename Rows, typename Write>
    http::Response list(const http::Request &request, std::string_view collection, Write write);
    template<typename Write>
    http::Response byId(const http::Request &request, IdKind kind, std::size_t size, Write write);
    [[nodiscard]] bool isOurPlan(const http::Request &request) const;

    PlanHost &m_host;
    Counters &m_counters;
};

} // namespace resync::simulator

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/Engine.h"

namespace resync::mirror {

namespace {

tl::unexpected<Error> notOffered(std::string_view what)
{
    return fail(ErrorKind::NotOffered, "not_offered_by_engine",
                "this engine does not offer " + std::string(what));
}

} // namespace

std::string_view toString(BreakerState state)
{
    switch (state) {
    case BreakerState::Closed:
        return "closed";
    case BreakerState::Open:
        return "open";
    case BreakerState::HalfOpen:
        break;
    }
    return "half_open";
}

void Engine::fetchCounts(CountedKind /*kind*/, Callback<std::vector<FolderCount>> done)
{
    done(notOffered("counts by folder"));
}

void Engine::fetchJobDependencies(PageRequest /*page*/,
                                  Callback<Page<domain::JobDependencies>> done)
{
    done(notOffered("dependencies in lists"));
}

void Engine::fetchStreamDependencies(PageRequest /*page*/,
                                     Callback<Page<domain::StreamDependencies>> done)
{
    done(notOffered("dependencies in lists"));
}

void Engine::fetchPlanInfo(Callback<PlanInfo> done)
{
    done(notOffered("the window of the plan"));
}

void Engine::fetchMetrics(Callback<EngineMetrics> done)
{
    done(notOffered("metrics of its own"));
}

void Engine::fetchResources(PageRequest /*page*/, Callback<Page<domain::Resource>> done)
{
    done(notOffered("resources"));
}

void Engine::fetchPrompts(PageRequest /*page*/, Callback<Page<domain::Prompt>> done)
{
    done(notOffered("prompts"));
}

void Engine::fetchCriticalJobs(Callback<std::vector<domain::CriticalJob>> done)
{
    done(notOffered("critical jobs"));
}

void Engine::fetchRuns(const domain::JobId & /*id*/, Callback<std::vector<domain::JobRun>> done)
{
    done(notOffered("the runs of a job"));
}

void Engine::fetchRunHistory(const domain::Job & /*job*/, std::size_t /*limit*/,
                             Callback<std::vector<domain::JobRun>> done)
{
    done(notOffered("the history of runs"));
}

void Engine::fetchLog(const domain::JobId & /*id*/, const domain::LogRange & /*range*/,
                      Callback<domain::JobLog> done)
{
    done(notOffered("job logs"));
}

} // namespace resync::mirror

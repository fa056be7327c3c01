// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Critical.h"

#include <algorithm>

namespace resync::simulator {

namespace {

constexpr std::chrono::minutes Narrow{10};

struct Expected
{
    milliseconds start{0};
    milliseconds end{0};
};

bool isOpen(Phase phase)
{
    return phase == Phase::Waiting || phase == Phase::Ready || phase == Phase::Running;
}

/// When a job runs or ran, if it starts at \a earliest at the earliest.
Expected expected(const PlanView &view, Row row, milliseconds earliest)
{
    const JobState &state = view.life().job(row);
    const Job &job = view.plan().jobs[row];
    const RunTimes run = state.attempts > 0 ? state.runs[state.attempts - 1U] : RunTimes();
    if (state.phase == Phase::Running)
        return {run.startedAt, std::max(run.startedAt + job.estimated, view.life().now())};
    if (isOpen(state.phase) || state.isRerunPending) {
        const milliseconds start = std::max(earliest, view.life().now());
        return {start, start + job.estimated};
    }
    if (run.hasStarted() && run.hasEnded())
        return {run.startedAt, run.endedAt};
    return {earliest, earliest};
}

bool isBroken(const PlanView &view, Row row)
{
    const JobState &state = view.life().job(row);
    const bool isError = state.phase == Phase::Abended || state.phase == Phase::Failed;
    const Recovery recovery = view.plan().jobs[row].recovery;
    return isError && !state.isRerunPending && recovery != Recovery::Continue;
}

} // namespace

std::string_view engineWord(Risk risk)
{
    switch (risk) {
    case Risk::OnTrack:
        return "ON_TRACK";
    case Risk::Potential:
        return "POTENTIAL_RISK";
    case Risk::High:
        break;
    }
    return "HIGH_RISK";
}

CriticalState criticalState(const PlanView &view, Row job)
{
    const Plan &plan = view.plan();
    const Stream &stream = plan.streamOf(plan.jobs[job]);
    std::vector<Expected> spans;
    CriticalState result;
    for (Row row = stream.jobs.first; row <= job; ++row) {
        milliseconds earliest = stream.scheduledAt;
        const Span before = plan.jobs[row].predecessors;
        for (Row i = before.first; i < before.first + before.count; ++i) {
            const Row link = plan.jobPredecessors[i];
            if (link >= stream.jobs.first)
                earliest = std::max(earliest, spans[link - stream.jobs.first].end);
        }
        spans.push_back(expected(view, row, earliest));
        if (row == job)
            break;
        if (isOpen(view.life().job(row).phase))
            result.openPredecessors.push_back(row);
        result.isPathBroken = result.isPathBroken || isBroken(view, row);
    }
    result.estimatedStart = spans.back().start;
    result.estimatedEnd = spans.back().end;
    const milliseconds slack = plan.jobs[job].deadline - result.estimatedEnd;
    const bool isDone = view.life().job(job).phase == Phase::Succeeded;
    if (slack.count() < 0 || (!isDone && (result.isPathBroken || isBroken(view, job))))
        result.risk = Risk::High;
    else if (!isDone && slack < Narrow)
        result.risk = Risk::Potential;
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(slack).count();
    result.confidence = static_cast<int>(std::clamp<std::int64_t>(50 + minutes * 2, 1, 99));
    return result;
}

} // namespace resync::simulator

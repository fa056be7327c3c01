// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/PlanView.h"

#include "agent/simulator/Random.h"

#include <array>

namespace resync::simulator {

using domain::Status;

std::string_view engineWord(Status status)
{
    static constexpr std::array<std::string_view, domain::StatusCount> Words = {
        "WAITING",  "READY", "RUNNING",   "SUCCESSFUL", "ERROR",
        "CANCELED", "HELD",  "UNDECIDED", "BLOCKED",    "SUPPRESS"};
    return Words[static_cast<std::size_t>(status)];
}

std::string_view engineWord(WorkstationType type)
{
    static constexpr std::array<std::string_view, 6> Words = {
        "MANAGER", "WORKLOAD_BROKER", "X-AGENT", "AGENT", "FTA", "POOL"};
    return Words[static_cast<std::size_t>(type)];
}

std::string_view engineWord(PromptState::Answer answer)
{
    static constexpr std::array<std::string_view, 4> Words = {"NOT_ASKED", "ASKED", "ANSWERED_YES",
                                                              "ANSWERED_NO"};
    return Words[static_cast<std::size_t>(answer)];
}

std::string_view PlanView::resourceStatus(Row resource) const
{
    const bool isFree = m_life.unitsInUse(resource) < m_plan.resources[resource].quantity;
    return isFree ? "AVAILABLE" : "NOT_AVAILABLE";
}

std::vector<Row> PlanView::holdersOf(Row resource) const
{
    std::vector<Row> jobs;
    for (Row row = 0; m_life.unitsInUse(resource) > 0 && row < m_plan.jobs.size(); ++row) {
        if (m_plan.jobs[row].resource == resource && m_life.job(row).holdsResource)
            jobs.push_back(row);
    }
    return jobs;
}

std::optional<Instant> PlanView::maybeAt(milliseconds sinceStart) const
{
    if (sinceStart.count() < 0)
        return std::nullopt;
    return at(sinceStart);
}

CompositeStatus PlanView::jobStatus(Row job) const
{
    switch (m_life.job(job).phase) {
    case Phase::Waiting:
        return waitingStatus(job);
    case Phase::Ready:
        return readyStatus(job);
    case Phase::Running:
        return {"EXEC", {}, true, false, false};
    case Phase::Succeeded:
        return {"SUCC", "SUCC_COMPLETED", true, false, false};
    case Phase::Abended:
        return {"ABEND", {}, true, true, false};
    case Phase::Failed:
        return {"FAIL", {}, false, true, false};
    case Phase::Canceled:
        return {"CANCL", {}, false, false, true};
    case Phase::Suppressed:
        return {"SUPPR", "SUPPR_UNSATISFIED_DEPENDENCY", false, false, false};
    case Phase::Undecided:
        break;
    }
    return {"EXTRN", {}, false, false, false};
}

CompositeStatus PlanView::waitingStatus(Row row) const
{
    const Job &job = m_plan.jobs[row];
    CompositeStatus result{"HOLD", "HOLD_WAITING_FOR_PREDECESSOR", false, false, false};
    if (m_life.job(row).priority == 0)
        result.substatus = "HOLD_PRIORITY_ZERO";
    else if (m_life.now() < m_plan.streamOf(job).scheduledAt)
        result.substatus = "HOLD_WAITING_FOR_TIME";
    else if (m_life.isReleased(job.stream) && !hasOpenPredecessor(row))
        result.substatus =
            job.gate == Gate::Prompt ? "HOLD_WAITING_FOR_PROMPT" : "HOLD_WAITING_FOR_FILE";
    return result;
}

CompositeStatus PlanView::readyStatus(Row row) const
{
    const Job &job = m_plan.jobs[row];
    const StationLimits &station = m_life.limitsOf(job.workstation);
    if (!station.isLinked)
        return {"READY", "READY_WAITING_FOR_AGENT", false, false, false};
    if (m_life.job(row).priority <= station.fence)
        return {"FENCE", {}, false, false, false};
    if (m_life.job(row).lacksResource)
        return {"READY", "READY_WAITING_FOR_RESOURCES", false, false, false};
    if (m_life.runningOn(job.workstation) >= static_cast<std::uint32_t>(station.limit))
        return {"READY", "READY_WAITING_FOR_LIMIT", false, false, false};
    return {"READY", "READY_SUBMITTED", false, false, false};
}

CompositeStatus PlanView::runStatus(Row job, unsigned attempt) const
{
    if (attempt == m_life.job(job).attempts)
        return jobStatus(job);
    return {"ABEND", {}, true, true, false}; // only an abended run is followed by another
}

Status PlanView::runCommonStatus(Row job, unsigned attempt) const
{
    return attempt == m_life.job(job).attempts ? m_life.jobStatus(job) : Status::Error;
}

std::optional<int> PlanView::returnCode(Row job, unsigned attempt) const
{
    const JobState &state = m_life.job(job);
    if (attempt < state.attempts)
        return m_plan.jobs[job].returnCode;
    if (state.phase == Phase::Succeeded)
        return 0;
    if (state.phase != Phase::Abended)
        return std::nullopt;
    return state.wasForced ? JobState::ForcedReturnCode : int{m_plan.jobs[job].returnCode};
}

CompositeStatus PlanView::streamStatus(Row stream) const
{
    const bool isStarted = m_life.streamStartedAt(stream).count() >= 0;
    switch (m_life.streamStatus(stream)) {
    case Status::Running:
        return {"EXEC", {}, isStarted, false, false};
    case Status::Successful:
        return {"SUCC", {}, isStarted, false, false};
    case Status::Error:
        return {"ABEND", {}, isStarted, true, false};
    case Status::Blocked:
        return {"STUCK", {}, isStarted, true, false};
    case Status::Canceled:
        return {"CANCL", {}, isStarted, false, true};
    case Status::Ready:
        return {"READY", {}, isStarted, false, false};
    default:
        return {"HOLD", {}, isStarted, false, false};
    }
}

bool PlanView::isLate(Row row) const
{
    const Job &job = m_plan.jobs[row];
    const JobState &state = m_life.job(row);
    if (job.deadline.count() == 0 || state.phase == Phase::Canceled ||
        state.phase == Phase::Suppressed)
        return false;
    const bool isDone = state.phase == Phase::Succeeded;
    const milliseconds end = isDone ? state.runs[state.attempts - 1U].endedAt : m_life.now();
    return end > job.deadline;
}

bool PlanView::hasExceededMaxDuration(Row row) const
{
    const JobState &state = m_life.job(row);
    if (m_plan.jobs[row].maxDuration.count() == 0 || state.attempts == 0)
        return false;
    const RunTimes &run = state.runs[state.attempts - 1U];
    if (!run.hasStarted())
        return false;
    const milliseconds end = run.hasEnded() ? run.endedAt : m_life.now();
    return end - run.startedAt > m_plan.jobs[row].maxDuration;
}

std::uint32_t PlanView::dependencyCount(Row job) const
{
    const Job &planned = m_plan.jobs[job];
    return planned.predecessors.count + (planned.gate == Gate::None ? 0U : 1U) +
           (planned.resource == NoRow ? 0U : 1U);
}

std::uint32_t PlanView::unresolvedCount(Row row) const
{
    std::uint32_t open = openPredecessors(row) + (isGateOpen(row) ? 0U : 1U);
    return open + (m_life.job(row).lacksResource ? 1U : 0U);
}

std::uint32_t PlanView::openPredecessors(Row row) const
{
    const Job &job = m_plan.jobs[row];
    std::uint32_t open = 0;
    for (Row i = job.predecessors.first; i < job.predecessors.first + job.predecessors.count; ++i)
        open += m_life.isSatisfied(m_plan.jobPredecessors[i], row) ? 0U : 1U;
    return open;
}

bool PlanView::isGateOpen(Row row) const
{
    const Job &job = m_plan.jobs[row];
    switch (job.gate) {
    case Gate::File:
        return job.gateOpensAt <= m_life.now();
    case Gate::Prompt:
        return m_life.prompt(job.prompt).answer == PromptState::Answer::Yes;
    case Gate::None:
        break;
    }
    return true;
}

bool PlanView::hasOpenPredecessor(Row row) const
{
    return openPredecessors(row) > 0;
}

Row PlanView::actualWorkstation(Row job) const
{
    const Row own = m_plan.jobs[job].workstation;
    if (m_plan.workstations[own].type != WorkstationType::Pool)
        return own;
    const auto count = static_cast<Row>(m_plan.workstations.size());
    const auto first = static_cast<Row>(mixed(job) % count);
    for (Row i = 0; i < count; ++i) {
        const Row candidate = (first + i) % count;
        if (m_plan.workstations[candidate].type == WorkstationType::Agent &&
            m_plan.workstations[candidate].isLinked)
            return candidate;
    }
    return own;
}

std::uint32_t PlanView::jobNumber(Row job, unsigned attempt) const
{
    return 700'000'000U + m_plan.jobs[job].serial * static_cast<std::uint32_t>(JobState::MaxRuns) +
           attempt;
}

} // namespace resync::simulator

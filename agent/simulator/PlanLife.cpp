// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/PlanLife.h"

#include "agent/simulator/Random.h"

#include <cassert>

namespace resync::simulator {

namespace {

using domain::Status;
using std::chrono::seconds;

constexpr std::size_t indexOf(Status status)
{
    return static_cast<std::size_t>(status);
}

/// The engine needs some seconds to hand a ready job over to its agent.
milliseconds launchDelay(Row job)
{
    return milliseconds(1500 + mixed(job) % 7000);
}

milliseconds rerunDelay(Row job)
{
    return seconds(60 + mixed(job ^ 0xA5A5U) % 240);
}

bool isHeld(const Job &job)
{
    return job.priority == 0;
}

bool isOver(Phase phase)
{
    return phase != Phase::Waiting && phase != Phase::Ready && phase != Phase::Running;
}

Status statusOf(const Job &job, Phase phase)
{
    switch (phase) {
    case Phase::Waiting:
        return isHeld(job) ? Status::Held : Status::Waiting;
    case Phase::Ready:
        return isHeld(job) ? Status::Held : Status::Ready;
    case Phase::Running:
        return Status::Running;
    case Phase::Succeeded:
        return Status::Successful;
    case Phase::Abended:
    case Phase::Failed:
        return Status::Error;
    case Phase::Canceled:
        return Status::Canceled;
    case Phase::Suppressed:
        return Status::Suppress;
    case Phase::Undecided:
        break;
    }
    return Status::Undecided;
}

} // namespace

PlanLife::PlanLife(const Plan &plan)
    : m_plan(plan)
    , m_jobs(plan.jobs.size())
    , m_streams(plan.streams.size())
    , m_stations(plan.workstations.size())
{
    for (Row row = 0; row < plan.jobs.size(); ++row)
        prepareJob(row);
    for (Row row = 0; row < plan.streams.size(); ++row)
        prepareStream(row);
    for (Row row = 0; row < plan.jobs.size(); ++row) {
        if (plan.jobs[row].special == Special::Canceled)
            close(row, false);
    }
}

void PlanLife::prepareJob(Row row)
{
    const Job &job = m_plan.jobs[row];
    JobState &state = m_jobs[row];
    state.openGates = static_cast<std::uint16_t>(job.predecessors.count + 1); // 1: its stream
    if (job.gate != Gate::None)
        ++state.openGates;
    if (job.gate == Gate::File)
        schedule(job.gateOpensAt, EventKind::GateOpens, row);
    if (job.special == Special::Canceled)
        state.phase = Phase::Canceled;
    else if (job.special == Special::Undecided)
        state.phase = Phase::Undecided;
    const std::size_t status = indexOf(statusOf(job, state.phase));
    ++m_counts[status];
    ++m_streams[job.stream].counts[status];
}

void PlanLife::prepareStream(Row row)
{
    const Stream &stream = m_plan.streams[row];
    StreamState &state = m_streams[row];
    state.openGates = static_cast<std::uint16_t>(stream.predecessors.count + 1); // 1: its time
    if (stream.priority == 0)
        ++state.openGates; // held for good
    schedule(stream.scheduledAt, EventKind::StreamDue, row);
}

void PlanLife::schedule(milliseconds at, EventKind kind, Row row, std::uint8_t attempt)
{
    m_events.push({at, m_sequence++, kind, attempt, row});
}

void PlanLife::advanceTo(milliseconds now)
{
    while (!m_events.empty() && m_events.top().at <= now) {
        const Event event = m_events.top();
        m_events.pop();
        m_now = std::max(m_now, event.at);
        handle(event);
    }
    m_now = std::max(m_now, now);
}

void PlanLife::handle(const Event &event)
{
    const Row row = event.row;
    switch (event.kind) {
    case EventKind::StreamDue:
        openStreamGate(row);
        return;
    case EventKind::GateOpens:
        openJobGate(row);
        return;
    case EventKind::Launch:
        if (m_jobs[row].phase == Phase::Ready)
            launch(row);
        return;
    case EventKind::End: // of an attempt that was abended by hand: nothing is left to end
        if (m_jobs[row].phase == Phase::Running && m_jobs[row].attempts == event.attempt)
            finishRun(row);
        return;
    case EventKind::Rerun:
        if (m_jobs[row].isRerunPending)
            makeReady(row);
        return;
    }
}

void PlanLife::openStreamGate(Row stream)
{
    assert(m_streams[stream].openGates > 0);
    if (--m_streams[stream].openGates > 0)
        return;
    const Span jobs = m_plan.streams[stream].jobs;
    for (Row row = jobs.first; row < jobs.first + jobs.count; ++row)
        openJobGate(row);
}

void PlanLife::openJobGate(Row job)
{
    assert(m_jobs[job].openGates > 0);
    if (--m_jobs[job].openGates == 0 && m_jobs[job].phase == Phase::Waiting)
        makeReady(job);
}

void PlanLife::makeReady(Row job)
{
    JobState &state = m_jobs[job];
    if (isHeld(m_plan.jobs[job]))
        return;
    state.isRerunPending = false;
    ++state.attempts;
    currentRun(job).readyAt = m_now;
    setPhase(job, Phase::Ready);
    schedule(m_now + launchDelay(job), EventKind::Launch, job);
}

void PlanLife::launch(Row job)
{
    const Job &planned = m_plan.jobs[job];
    const Workstation &station = m_plan.workstations[planned.workstation];
    StationState &state = m_stations[planned.workstation];
    if (!station.isLinked || station.limit == 0 || planned.priority <= station.fence)
        return; // stays ready
    if (planned.fate == Fate::FailsToLaunch) {
        currentRun(job).endedAt = m_now;
        setPhase(job, Phase::Failed);
        close(job, true);
        return;
    }
    if (state.running < static_cast<std::uint32_t>(station.limit))
        start(job);
    else
        state.waiters.push({planned.priority, m_sequence++, job});
}

void PlanLife::start(Row job)
{
    const Job &planned = m_plan.jobs[job];
    StreamState &stream = m_streams[planned.stream];
    currentRun(job).startedAt = m_now;
    if (stream.startedAt.count() < 0)
        stream.startedAt = m_now;
    ++m_stations[planned.workstation].running;
    setPhase(job, Phase::Running);
    schedule(m_now + planned.planned, EventKind::End, job, m_jobs[job].attempts);
}

void PlanLife::finishRun(Row job)
{
    const Job &planned = m_plan.jobs[job];
    const bool isFirst = m_jobs[job].attempts == 1;
    if (planned.fate == Fate::Succeeds || (planned.fate == Fate::RecoversOnRerun && !isFirst)) {
        endRun(job, Phase::Succeeded);
        close(job, false);
        return;
    }
    endRun(job, Phase::Abended);
    if (planned.fate == Fate::RecoversOnRerun) {
        m_jobs[job].isRerunPending = true;
        schedule(m_now + rerunDelay(job), EventKind::Rerun, job);
    } else {
        close(job, true);
    }
}

void PlanLife::endRun(Row job, Phase phase)
{
    const Row workstation = m_plan.jobs[job].workstation;
    currentRun(job).endedAt = m_now;
    setPhase(job, phase);
    --m_stations[workstation].running;
    startNextWaiter(workstation);
}

void PlanLife::startNextWaiter(Row workstation)
{
    auto &waiters = m_stations[workstation].waiters;
    while (!waiters.empty()) {
        const Row job = waiters.top().job;
        waiters.pop();
        if (m_jobs[job].phase != Phase::Ready)
            continue; // made to fail meanwhile
        start(job);
        return;
    }
}

void PlanLife::close(Row job, bool isError)
{
    StreamState &stream = m_streams[m_plan.jobs[job].stream];
    if (isError && m_plan.jobs[job].recovery != Recovery::Continue)
        ++stream.stopped;
    else
        ++stream.resolved;
    resolveSuccessors(job, isError);
    noteClosed(m_plan.jobs[job].stream);
}

void PlanLife::resolveSuccessors(Row job, bool isError)
{
    const Span span = m_plan.jobs[job].successors;
    for (Row i = span.first; i < span.first + span.count; ++i) {
        const Row successor = m_plan.jobSuccessors[i];
        const bool wantsError = m_plan.jobs[successor].runsOnlyAfterError;
        if (wantsError && !isError)
            suppress(successor);
        else if (isSatisfied(job, successor))
            openJobGate(successor);
    }
}

void PlanLife::suppress(Row job)
{
    if (m_jobs[job].phase != Phase::Waiting)
        return;
    setPhase(job, Phase::Suppressed);
    close(job, false);
}

void PlanLife::noteClosed(Row row)
{
    StreamState &state = m_streams[row];
    const Stream &stream = m_plan.streams[row];
    const bool isNotedAlready = state.endedAt.count() >= 0; // a suppressed successor was the last
    if (isNotedAlready || state.resolved + state.stopped < stream.jobs.count)
        return;
    state.endedAt = m_now;
    if (!isStreamDone(row))
        return;
    for (Row i = stream.successors.first; i < stream.successors.first + stream.successors.count;
         ++i)
        openStreamGate(m_plan.streamSuccessors[i]);
}

bool PlanLife::isStreamDone(Row stream) const
{
    return m_streams[stream].resolved == m_plan.streams[stream].jobs.count;
}

bool PlanLife::isSatisfied(Row predecessor, Row successor) const
{
    const JobState &before = m_jobs[predecessor];
    const bool isError = before.phase == Phase::Abended || before.phase == Phase::Failed;
    if (!isOver(before.phase) || before.phase == Phase::Undecided || before.isRerunPending)
        return false;
    if (m_plan.jobs[successor].runsOnlyAfterError)
        return isError;
    return !isError || m_plan.jobs[predecessor].recovery == Recovery::Continue;
}

Result<> PlanLife::abend(Row job)
{
    JobState &state = m_jobs[job];
    if (isOver(state.phase) && !state.isRerunPending)
        return fail(ErrorKind::Conflict, "the job is over already");
    state.wasForced = true;
    if (state.phase == Phase::Running) {
        endRun(job, Phase::Abended);
    } else if (state.isRerunPending) {
        state.isRerunPending = false; // stays in error
    } else {
        if (state.attempts > 0)
            currentRun(job).endedAt = m_now;
        setPhase(job, Phase::Failed);
    }
    close(job, true);
    return {};
}

void PlanLife::setPhase(Row job, Phase phase)
{
    const Job &planned = m_plan.jobs[job];
    StreamState &stream = m_streams[planned.stream];
    const std::size_t before = indexOf(statusOf(planned, m_jobs[job].phase));
    const std::size_t after = indexOf(statusOf(planned, phase));
    --m_counts[before];
    --stream.counts[before];
    ++m_counts[after];
    ++stream.counts[after];
    m_jobs[job].phase = phase;
}

RunTimes &PlanLife::currentRun(Row job)
{
    assert(m_jobs[job].attempts >= 1 && m_jobs[job].attempts <= JobState::MaxRuns);
    return m_jobs[job].runs[m_jobs[job].attempts - 1U];
}

Status PlanLife::jobStatus(Row job) const
{
    return statusOf(m_plan.jobs[job], m_jobs[job].phase);
}

Status PlanLife::streamStatus(Row row) const
{
    const StreamState &state = m_streams[row];
    const auto count = [&state](Status status) { return state.counts[indexOf(status)]; };
    const std::uint32_t total = m_plan.streams[row].jobs.count;
    if (count(Status::Canceled) == total)
        return Status::Canceled;
    if (isStreamDone(row))
        return Status::Successful;
    if (state.stopped > 0 && count(Status::Running) == 0 && count(Status::Ready) == 0)
        return state.resolved + state.stopped == total ? Status::Error : Status::Blocked;
    if (state.startedAt.count() >= 0)
        return Status::Running;
    if (m_plan.streams[row].priority == 0)
        return Status::Held;
    return isReleased(row) ? Status::Ready : Status::Waiting;
}

} // namespace resync::simulator

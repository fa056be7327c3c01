// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/PlanLife.h"

#include "agent/simulator/Random.h"

#include <algorithm>
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

bool isOver(Phase phase)
{
    return phase != Phase::Waiting && phase != Phase::Ready && phase != Phase::Running;
}

Status statusOf(const JobState &state)
{
    switch (state.phase) {
    case Phase::Waiting:
        return state.priority == 0 ? Status::Held : Status::Waiting;
    case Phase::Ready:
        return Status::Ready;
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

PlanLife::PlanLife(const Plan &plan, const CarriedState &carried)
    : m_plan(plan)
    , m_now(plan.begin)
    , m_jobs(plan.jobs.size())
    , m_streams(plan.streams.size())
    , m_stations(plan.workstations.size())
    , m_resources(plan.resources.size())
    , m_prompts(plan.prompts.size())
{
    for (Row row = 0; row < plan.workstations.size(); ++row) {
        const Workstation &station = plan.workstations[row];
        m_stations[row].limits = {station.isLinked, station.limit, station.fence};
    }
    const auto carriedJobs = static_cast<Row>(carried.jobs.size());
    const auto carriedStreams = static_cast<Row>(carried.streams.size());
    for (Row row = carriedJobs; row < plan.jobs.size(); ++row)
        prepareJob(row);
    for (Row row = carriedStreams; row < plan.streams.size(); ++row)
        prepareStream(row);
    takeOver(carried);
    for (Row row = carriedJobs; row < plan.jobs.size(); ++row) {
        if (plan.jobs[row].special == Special::Canceled)
            close(row, false);
    }
}

void PlanLife::prepareJob(Row row)
{
    const Job &job = m_plan.jobs[row];
    JobState &state = m_jobs[row];
    state.priority = job.priority;
    state.openGates = static_cast<std::uint16_t>(job.predecessors.count + 1); // 1: its stream
    if (job.gate != Gate::None)
        ++state.openGates;
    if (job.gate == Gate::File)
        schedule(job.gateOpensAt, EventKind::GateOpens, row);
    if (job.special == Special::Canceled)
        state.phase = Phase::Canceled;
    else if (job.special == Special::Undecided)
        state.phase = Phase::Undecided;
    countJob(row);
}

void PlanLife::countJob(Row row)
{
    const std::size_t status = indexOf(statusOf(m_jobs[row]));
    ++m_counts[status];
    ++m_streams[m_plan.jobs[row].stream].counts[status];
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

void PlanLife::takeOver(const CarriedState &carried)
{
    for (Row row = 0; row < carried.stations.size(); ++row)
        m_stations[row].limits = carried.stations[row];
    std::copy(carried.prompts.begin(), carried.prompts.end(), m_prompts.begin());
    for (Row row = 0; row < carried.jobs.size(); ++row)
        takeOverJob(row, carried.jobs[row]);
    for (Row row = 0; row < carried.streams.size(); ++row) {
        m_streams[row].startedAt = carried.streams[row].startedAt;
        m_streams[row].endedAt = carried.streams[row].endedAt;
        takeOverStream(row);
    }
    for (Row row = 0; row < carried.jobs.size(); ++row)
        goOn(row);
}

/// Its phase and its times; what it waits for is found out again, as some of it stayed behind.
void PlanLife::takeOverJob(Row row, const JobState &carried)
{
    const Job &job = m_plan.jobs[row];
    JobState &state = m_jobs[row];
    state = carried;
    state.lacksResource = false;
    state.openGates = 1; // its stream
    for (Row i = job.predecessors.first; i < job.predecessors.first + job.predecessors.count; ++i) {
        if (!isSatisfied(m_plan.jobPredecessors[i], row))
            ++state.openGates;
    }
    if (job.gate == Gate::File && job.gateOpensAt > m_now) {
        ++state.openGates;
        schedule(job.gateOpensAt, EventKind::GateOpens, row);
    }
    if (job.gate == Gate::Prompt && m_prompts[job.prompt].answer != PromptState::Answer::Yes)
        ++state.openGates;
    countJob(row);
    const bool isError = state.phase == Phase::Abended || state.phase == Phase::Failed;
    if (!isOver(state.phase) || state.phase == Phase::Undecided || state.isRerunPending)
        return;
    const bool isStopped = isError && job.recovery != Recovery::Continue;
    ++(isStopped ? m_streams[job.stream].stopped : m_streams[job.stream].resolved);
}

void PlanLife::takeOverStream(Row row)
{
    const Stream &stream = m_plan.streams[row];
    StreamState &state = m_streams[row];
    const Span before = stream.predecessors;
    for (Row i = before.first; i < before.first + before.count; ++i) {
        if (!isStreamDone(m_plan.streamPredecessors[i]))
            ++state.openGates;
    }
    if (stream.priority == 0)
        ++state.openGates;
    ++state.openGates; // its time
    schedule(std::max(stream.scheduledAt, m_now), EventKind::StreamDue, row);
}

void PlanLife::goOn(Row row)
{
    const Job &job = m_plan.jobs[row];
    JobState &state = m_jobs[row];
    if (state.phase == Phase::Ready) {
        schedule(m_now + launchDelay(row), EventKind::Launch, row);
    } else if (state.isRerunPending) {
        schedule(m_now + rerunDelay(row), EventKind::Rerun, row);
    } else if (state.phase == Phase::Running) {
        ++m_stations[job.workstation].running;
        if (state.holdsResource)
            m_resources[job.resource].inUse += job.units;
        const milliseconds end = currentRun(row).startedAt + job.planned;
        schedule(std::max(end, m_now), EventKind::End, row, state.attempts);
    }
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
    for (Row row = jobs.first; row < jobs.first + jobs.count; ++row) {
        const Row prompt = m_plan.jobs[row].prompt;
        if (prompt != NoRow && m_prompts[prompt].answer == PromptState::Answer::NotAsked)
            m_prompts[prompt] = {PromptState::Answer::Asked, m_now, milliseconds(-1)};
        openJobGate(row);
    }
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
    if (state.priority == 0)
        return;
    state.isRerunPending = false;
    ++state.attempts;
    currentRun(job).readyAt = m_now;
    setPhase(job, Phase::Ready);
    schedule(m_now + launchDelay(job), EventKind::Launch, job);
}

void PlanLife::launch(Row job)
{
    const Row workstation = m_plan.jobs[job].workstation;
    if (!admits(workstation, job))
        m_stations[workstation].waiters.push({m_jobs[job].priority, m_sequence++, job});
    else if (m_plan.jobs[job].fate == Fate::FailsToLaunch)
        failToLaunch(job);
    else if (takeResource(job))
        start(job);
}

bool PlanLife::admits(Row workstation, Row job) const
{
    const StationState &station = m_stations[workstation];
    return station.limits.isLinked && int(station.running) < station.limits.limit &&
           m_jobs[job].priority > station.limits.fence;
}

void PlanLife::failToLaunch(Row job)
{
    currentRun(job).endedAt = m_now;
    setPhase(job, Phase::Failed);
    close(job, true);
}

bool PlanLife::takeResource(Row job)
{
    const Job &planned = m_plan.jobs[job];
    if (planned.resource == NoRow)
        return true;
    ResourceState &resource = m_resources[planned.resource];
    JobState &state = m_jobs[job];
    const int quantity = m_plan.resources[planned.resource].quantity;
    state.lacksResource = resource.inUse + planned.units > quantity;
    if (state.lacksResource) {
        resource.waiters.push_back(job);
        return false;
    }
    resource.inUse += planned.units;
    state.holdsResource = true;
    return true;
}

void PlanLife::releaseResource(Row job)
{
    if (!m_jobs[job].holdsResource)
        return;
    m_jobs[job].holdsResource = false;
    const Job &planned = m_plan.jobs[job];
    ResourceState &resource = m_resources[planned.resource];
    resource.inUse -= planned.units;
    std::deque<Row> waiters;
    waiters.swap(resource.waiters); // who still lacks units queues up again, in the same order
    for (Row waiter : waiters) {
        m_jobs[waiter].lacksResource = false;
        if (m_jobs[waiter].phase == Phase::Ready)
            launch(waiter);
    }
}

void PlanLife::start(Row job)
{
    currentRun(job).startedAt = m_now;
    countRun(job);
    schedule(m_now + m_plan.jobs[job].planned, EventKind::End, job, m_jobs[job].attempts);
}

void PlanLife::countRun(Row job)
{
    StreamState &stream = m_streams[m_plan.jobs[job].stream];
    if (stream.startedAt.count() < 0)
        stream.startedAt = m_now;
    ++m_stations[m_plan.jobs[job].workstation].running;
    setPhase(job, Phase::Running);
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
    releaseResource(job);
    startWaiters(workstation);
}

void PlanLife::startWaiters(Row workstation)
{
    auto &waiters = m_stations[workstation].waiters;
    while (!waiters.empty()) {
        const Row job = waiters.top().job;
        if (m_jobs[job].phase == Phase::Ready) {
            if (!admits(workstation, job))
                return;
            waiters.pop();
            launch(job);
        } else {
            waiters.pop(); // made to fail meanwhile
        }
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

Result<> PlanLife::succeed(Row job)
{
    JobState &state = m_jobs[job];
    if (isOver(state.phase))
        return fail(ErrorKind::Conflict, "the job is over already");
    if (state.phase != Phase::Running) {
        if (state.attempts == 0) {
            state.attempts = 1;
            currentRun(job).readyAt = m_now;
        }
        currentRun(job).startedAt = m_now;
        countRun(job);
    }
    endRun(job, Phase::Succeeded);
    close(job, false);
    return {};
}

Result<> PlanLife::setPriority(Row job, std::uint8_t priority)
{
    if (m_jobs[job].priority == 0)
        return fail(ErrorKind::Conflict, "the job is held");
    m_jobs[job].priority = priority;
    return {};
}

void PlanLife::setLimits(Row workstation, const StationLimits &limits)
{
    m_stations[workstation].limits = limits;
    startWaiters(workstation);
}

Result<> PlanLife::reply(Row prompt, bool isYes)
{
    PromptState &state = m_prompts[prompt];
    if (state.answer != PromptState::Answer::Asked)
        return fail(ErrorKind::Conflict, "the prompt is not asked, or answered already");
    state.answer = isYes ? PromptState::Answer::Yes : PromptState::Answer::No;
    state.answeredAt = m_now;
    if (isYes)
        openJobGate(m_plan.prompts[prompt].job);
    return {};
}

void PlanLife::setPhase(Row job, Phase phase)
{
    const Job &planned = m_plan.jobs[job];
    StreamState &stream = m_streams[planned.stream];
    const std::size_t before = indexOf(statusOf(m_jobs[job]));
    m_jobs[job].phase = phase;
    const std::size_t after = indexOf(statusOf(m_jobs[job]));
    --m_counts[before];
    --stream.counts[before];
    ++m_counts[after];
    ++stream.counts[after];
}

RunTimes &PlanLife::currentRun(Row job)
{
    assert(m_jobs[job].attempts >= 1 && m_jobs[job].attempts <= JobState::MaxRuns);
    return m_jobs[job].runs[m_jobs[job].attempts - 1U];
}

Status PlanLife::jobStatus(Row job) const
{
    return statusOf(m_jobs[job]);
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

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/Plan.h"
#include "shared/core/Result.h"
#include "shared/domain/Status.h"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <queue>
#include <vector>

namespace resync::simulator {

enum class Phase : std::uint8_t {
    Waiting,
    Ready,
    Running,
    Succeeded,
    Abended,
    Failed,
    Canceled,
    Suppressed,
    Undecided
};

/// Spans of time count from the start of the plan; negative: not yet.
struct RunTimes
{
    milliseconds readyAt{-1};
    milliseconds startedAt{-1};
    milliseconds endedAt{-1};

    [[nodiscard]] bool hasStarted() const { return startedAt.count() >= 0; }
    [[nodiscard]] bool hasEnded() const { return endedAt.count() >= 0; }
};

struct JobState
{
    static constexpr std::size_t MaxRuns = 2;

    Phase phase = Phase::Waiting;
    std::uint8_t attempts = 0; ///< runs so far, the current one included
    std::uint8_t priority = 10;
    bool isRerunPending = false; ///< abended, and will be started again by itself
    bool wasForced = false;      ///< abended by hand, with return code ForcedReturnCode
    bool holdsResource = false;
    bool lacksResource = false;  ///< ready, but too few units are free
    std::uint16_t openGates = 0; ///< predecessors, stream and gate that still hold it back
    std::array<RunTimes, MaxRuns> runs;

    static constexpr int ForcedReturnCode = 9;
};

/// How a workstation is now; at first as planned.
struct StationLimits
{
    bool isLinked = true;
    int limit = 20;
    int fence = 0;
};

struct PromptState
{
    enum class Answer : std::uint8_t { NotAsked, Asked, Yes, No };

    Answer answer = Answer::NotAsked;
    milliseconds askedAt{-1};
    milliseconds answeredAt{-1};
};

/// When the first job started, when the last ended; negative: not yet.
struct StreamTimes
{
    milliseconds startedAt{-1};
    milliseconds endedAt{-1};
};

/// What a plan takes over from the one before: the state of its first jobs and streams.
struct CarriedState
{
    std::vector<JobState> jobs;
    std::vector<StreamTimes> streams;
    std::vector<PromptState> prompts;
    std::vector<StationLimits> stations;
};

using StatusCounts = std::array<std::uint32_t, domain::StatusCount>; ///< index: domain::Status

/// What happens to a plan as its time goes by: a queue of events, so that a step costs what
/// happens in it and not the size of the plan. The outcome depends on the plan and on the time
/// reached alone, not on the steps that led there (unless a job was abended by hand).
/// Thread: one at a time.
class PlanLife
{
public:
    /// The plan at its start: nothing has run but what was carried forward, which goes on.
    explicit PlanLife(const Plan &plan, const CarriedState &carried = {});

    /// Lets everything happen that is due up to \a now (since the start of the plan); an earlier
    /// time than the one reached is ignored.
    void advanceTo(milliseconds now);
    [[nodiscard]] milliseconds now() const { return m_now; }

    [[nodiscard]] const JobState &job(Row job) const { return m_jobs[job]; }
    [[nodiscard]] domain::Status jobStatus(Row job) const;
    [[nodiscard]] domain::Status streamStatus(Row stream) const;
    [[nodiscard]] const StatusCounts &jobCounts() const { return m_counts; }
    [[nodiscard]] const StatusCounts &jobCountsOf(Row stream) const
    {
        return m_streams[stream].counts;
    }
    /// The stream's time has come and the streams that it follows are done.
    [[nodiscard]] bool isReleased(Row stream) const { return m_streams[stream].openGates == 0; }
    /// When the first job started, when the last ended (only once all have); negative: not yet.
    [[nodiscard]] milliseconds streamStartedAt(Row stream) const
    {
        return m_streams[stream].startedAt;
    }
    [[nodiscard]] milliseconds streamEndedAt(Row stream) const { return m_streams[stream].endedAt; }
    /// Whether the predecessor lets its successors go.
    [[nodiscard]] bool isSatisfied(Row predecessor, Row successor) const;
    [[nodiscard]] bool isStreamDone(Row stream) const;
    /// Jobs that run on a workstation now.
    [[nodiscard]] std::uint32_t runningOn(Row workstation) const
    {
        return m_stations[workstation].running;
    }

    [[nodiscard]] const StationLimits &limitsOf(Row workstation) const
    {
        return m_stations[workstation].limits;
    }
    [[nodiscard]] int unitsInUse(Row resource) const { return m_resources[resource].inUse; }
    [[nodiscard]] const PromptState &prompt(Row prompt) const { return m_prompts[prompt]; }

    /// Ends a running job with an error, or makes one that has not started fail to launch.
    /// Conflict: the job is over already.
    [[nodiscard]] Result<> abend(Row job);
    /// Lets a job end well at once, started or not. Conflict: the job is over already.
    [[nodiscard]] Result<> succeed(Row job);
    /// Changes nothing but the priority, as an operator may; to 1 … 99. Conflict: the job is held.
    [[nodiscard]] Result<> setPriority(Row job, std::uint8_t priority);
    void setLimits(Row workstation, const StationLimits &limits);
    /// Conflict: not asked yet, or answered already.
    [[nodiscard]] Result<> reply(Row prompt, bool isYes);

private:
    enum class EventKind : std::uint8_t { StreamDue, GateOpens, Launch, End, Rerun };

    struct Event
    {
        milliseconds at{0};
        std::uint64_t sequence = 0; ///< ties are settled by birth
        EventKind kind = EventKind::StreamDue;
        std::uint8_t attempt = 0;
        Row row = 0;

        bool operator>(const Event &other) const
        {
            return at != other.at ? at > other.at : sequence > other.sequence;
        }
    };

    struct StreamState
    {
        StatusCounts counts{};
        std::uint16_t openGates = 0;
        std::uint32_t resolved = 0; ///< jobs that are over and hold nobody back
        std::uint32_t stopped = 0;  ///< jobs in error that hold their successors back
        milliseconds startedAt{-1};
        milliseconds endedAt{-1};
    };

    struct Waiter
    {
        std::uint8_t priority = 0;
        std::uint64_t sequence = 0;
        Row job = 0;

        bool operator<(const Waiter &other) const
        {
            return priority != other.priority ? priority < other.priority
                                              : sequence > other.sequence;
        }
    };

    struct StationState
    {
        StationLimits limits;
        std::uint32_t running = 0;
        std::priority_queue<Waiter> waiters; ///< ready, but not let in
    };

    struct ResourceState
    {
        int inUse = 0;
        std::deque<Row> waiters; ///< let in by their workstation, but too few units are free
    };

    void schedule(milliseconds at, EventKind kind, Row row, std::uint8_t attempt = 0);
    void handle(const Event &event);
    void prepareJob(Row row);
    void prepareStream(Row row);
    void countJob(Row row);
    void takeOver(const CarriedState &carried);
    void takeOverJob(Row row, const JobState &state);
    void takeOverStream(Row row);
    void goOn(Row row);
    void openStreamGate(Row stream);
    void openJobGate(Row job);
    void makeReady(Row job);
    void launch(Row job);
    void failToLaunch(Row job);
    void start(Row job);
    [[nodiscard]] bool admits(Row workstation, Row job) const;
    [[nodiscard]] bool takeResource(Row job);
    void releaseResource(Row job);
    void countRun(Row job);
    void finishRun(Row job);
    void endRun(Row job, Phase phase);
    void close(Row job, bool isError);
    void resolveSuccessors(Row job, bool isError);
    void suppress(Row job);
    void noteClosed(Row stream);
    void startWaiters(Row workstation);
    void setPhase(Row job, Phase phase);
    [[nodiscard]] RunTimes &currentRun(Row job);

    const Plan &m_plan;
    milliseconds m_now{0};
    std::uint64_t m_sequence = 0;
    std::vector<JobState> m_jobs;
    std::vector<StreamState> m_streams;
    std::vector<StationState> m_stations;
    std::vector<ResourceState> m_resources;
    std::vector<PromptState> m_prompts;
    StatusCounts m_counts{};
    std::priority_queue<Event, std::vector<Event>, std::greater<>> m_events;
};

} // namespace resync::simulator

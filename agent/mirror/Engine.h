// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"
#include "shared/domain/CriticalJob.h"
#include "shared/domain/Dependency.h"
#include "shared/domain/Job.h"
#include "shared/domain/JobRun.h"
#include "shared/domain/JobStream.h"
#include "shared/domain/Plan.h"
#include "shared/domain/Prompt.h"
#include "shared/domain/Resource.h"
#include "shared/domain/Workstation.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resync::mirror {

/// One page of a collection, already read out of the engine's JSON.
template<typename Row>
struct Page
{
    std::vector<Row> rows;
    std::optional<std::size_t> total; ///< as the engine counts; none: it does not tell
    bool isLast = false;
};

/// The id of a row of any list; empty: the engine told none.
template<typename Row>
[[nodiscard]] const std::string &idOf(const Row &row)
{
    return row.id.value();
}
[[nodiscard]] inline const std::string &idOf(const domain::JobDependencies &row)
{
    return row.job.value();
}
[[nodiscard]] inline const std::string &idOf(const domain::StreamDependencies &row)
{
    return row.stream.value();
}

/// Which rows of the job or stream list are wanted. The forms make the ladder of design §7: an
/// engine that does not understand one answers NotOffered, and the mirror goes a rung down.
struct RowQuery
{
    enum class Form : std::uint8_t {
        Everything,     ///< the whole list, ordered by id where the engine can
        CanHaveChanged, ///< Active, or started or ended since `since`, in one query
        Active,         ///< states that are neither waiting nor final
        StartedSince,   ///< the current run started at `since` or later
        EndedSince,     ///< the current run ended at `since` or later
        Ids,            ///< those of `ids`, at most MaxIds; one that does not come back is gone
        Folder,         ///< those of `folder` alone, without the folders below it
        FolderStatuses, ///< of those the ones in one of `statuses`
        InError         ///< ended in error; critical and waiting rows are not among them
    };
    static constexpr std::size_t MaxIds = 100;

    Form form = Form::Everything;
    Instant since{}; ///< in the engine's clock
    std::vector<std::string> ids;
    std::string folder;
    std::vector<domain::Status> statuses;
};

/// How urgent a call is towards the call budget: Person may use all of it, Refresh leaves a tenth
/// to persons, Sweep leaves a quarter to the others.
enum class CallPriority : std::uint8_t { Person, Refresh, Sweep };

struct PageRequest
{
    std::size_t offset = 0;
    std::size_t limit = 2000; ///< rows, at most 10 000
    RowQuery query{};
    CallPriority priority = CallPriority::Refresh;
};

/// The engine's own count of the objects of one folder.
struct FolderCount
{
    std::string folder; ///< path; empty: of the whole plan (API v1 counts no folders)
    int total = 0;
    std::optional<domain::StatusCounts> byStatus; ///< none: the engine gave the total alone

    bool operator==(const FolderCount &) const = default;
};
enum class CountedKind : std::uint8_t { Jobs, JobStreams };

/// What only API v1 tells of the plan as a whole.
struct PlanInfo
{
    std::optional<int> runNumber;
    domain::PlanWindow window;
    std::string startOfDay; ///< "00:00"; empty: unknown

    bool operator==(const PlanInfo &) const = default;
};

/// What the engine's own /metrics tells of it.
struct EngineMetrics
{
    std::optional<bool> isDatabaseConnected;
    std::string fullestMessageFile; ///< "mirrorbox"; empty: unknown
    std::optional<double> fullestMessageFilePercent;
    std::optional<int> linkedWorkstations;
    std::optional<int> unlinkedWorkstations;

    bool operator==(const EngineMetrics &) const = default;
};

/// How one of the configured hosts fares.
struct EngineHostState
{
    std::string host; ///< "mdm01:31116"
    bool isInUse = false;
    std::optional<Instant> lastAnswerAt;
    std::string lastError; ///< of the newest failure since the last answer; empty: none
};

enum class BreakerState : std::uint8_t { Closed, Open, HalfOpen };
[[nodiscard]] std::string_view toString(BreakerState state); ///< "closed", "open", "half_open"

/// The engine's counters towards the call budget and the metrics.
struct EngineCallCounts
{
    std::uint64_t total = 0;
    std::uint64_t failed = 0;
    std::uint64_t lastMinute = 0;
    std::uint64_t perMinuteLimit = 0;
    BreakerState breaker = BreakerState::Closed;
};

/// What the mirror needs of an engine. Every answer comes once, on the plan thread, also when the
/// engine is destroyed meanwhile (Cancelled). Errors: Unavailable (refused, no route, 5xx),
/// Timeout, Unauthorized (401, 403), Protocol (HTML, not JSON, wrong shape), NotFound (an id it
/// does not know), NotOffered (this engine does not have that at all; remembered, so that asking
/// again costs nothing), Cancelled. The message names host, operation and what was seen, never a
/// secret. What is declared with a body here answers NotOffered unless it is overridden.
/// Thread: the plan thread.
class Engine
{
public:
    Engine() = default;
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;
    virtual ~Engine() = default;

    virtual void fetchIdentity(Callback<domain::EngineIdentity> done) = 0;
    virtual void fetchWorkstations(PageRequest page, Callback<Page<domain::Workstation>> done) = 0;
    virtual void fetchJobStreams(PageRequest page, Callback<Page<domain::JobStream>> done) = 0;
    virtual void fetchJobs(PageRequest page, Callback<Page<domain::Job>> done) = 0;
    virtual void fetchJobDetail(const domain::JobId &id, Callback<domain::JobDetail> done) = 0;

    virtual void fetchCounts(CountedKind kind, Callback<std::vector<FolderCount>> done);
    /// Dependencies of the rows of the query, page after page (scope WHOLE_NO_JOB_DEFINITIONS).
    virtual void fetchJobDependencies(PageRequest page,
                                      Callback<Page<domain::JobDependencies>> done);
    virtual void fetchStreamDependencies(PageRequest page,
                                         Callback<Page<domain::StreamDependencies>> done);

    virtual void fetchPlanInfo(Callback<PlanInfo> done);
    virtual void fetchMetrics(Callback<EngineMetrics> done);
    virtual void fetchResources(PageRequest page, Callback<Page<domain::Resource>> done);
    virtual void fetchPrompts(PageRequest page, Callback<Page<domain::Prompt>> done);
    virtual void fetchCriticalJobs(Callback<std::vector<domain::CriticalJob>> done);
    /// Runs of the job in this plan, the current one last.
    virtual void fetchRuns(const domain::JobId &id, Callback<std::vector<domain::JobRun>> done);
    /// Runs of the same job in earlier plans, newest first, at most \a limit.
    virtual void fetchRunHistory(const domain::Job &job, std::size_t limit,
                                 Callback<std::vector<domain::JobRun>> done);
    virtual void fetchLog(const domain::JobId &id, const domain::LogRange &range,
                          Callback<domain::JobLog> done);

    /// The engine's clock minus ours, from the Date header of its last answer. Thread: any.
    [[nodiscard]] virtual milliseconds clockOffset() const { return milliseconds{0}; }
    /// Thread: any.
    [[nodiscard]] virtual std::vector<EngineHostState> hosts() const { return {}; }
    /// Forgets what was found missing and a refused login: after a reload or an invalidation of
    /// the whole system.
    virtual void forgetCapabilities() {}
    /// Thread: any.
    [[nodiscard]] virtual EngineCallCounts callCounts() const = 0;
};

} // namespace resync::mirror

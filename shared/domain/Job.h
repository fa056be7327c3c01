// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/domain/Dependency.h"
#include "shared/domain/Ids.h"
#include "shared/domain/Statement.h"
#include "shared/domain/Status.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace resync::domain {

/// A bit set of a job's flags; the words are those of api.md §5.
enum class JobFlag : unsigned short {
    DeadlinePassed = 1 << 0,
    MaxDurationExceeded = 1 << 1,
    UntilPassed = 1 << 2,
    NeedsConfirmation = 1 << 3,
    NeedsReply = 1 << 4,
    CancelPending = 1 << 5,
    Promoted = 1 << 6,
    Restarted = 1 << 7,
    NoOperation = 1 << 8,
    Late = 1 << 9,     ///< the engine's late flag; "late" in the API, not one of flags[]
    Critical = 1 << 10 ///< "critical" in the API
};

struct JobFlags
{
    unsigned short bits = 0;

    [[nodiscard]] bool has(JobFlag flag) const
    {
        return (bits & static_cast<unsigned short>(flag)) != 0;
    }
    void set(JobFlag flag, bool on = true)
    {
        const auto bit = static_cast<unsigned short>(flag);
        bits = static_cast<unsigned short>(on ? bits | bit : bits & ~bit);
    }
    bool operator==(const JobFlags &) const = default;
};

/// "deadline_passed" …; empty for Late and Critical, which have members of their own.
[[nodiscard]] std::string_view toString(JobFlag flag);
/// The flags that have a word, in the order of api.md §5.
[[nodiscard]] const std::vector<JobFlag> &wordedJobFlags();

struct StreamRef
{
    JobStreamId id;
    std::string name; ///< the alias if the stream has one
    std::string workstation;

    bool operator==(const StreamRef &) const = default;
};

struct Run
{
    RunId id;
    std::optional<long long> number; ///< the engine's job number
    std::optional<int> attempt;
    std::string rerunType; ///< lower_snake ("regular", "rerun"); empty: unknown
    std::string workstation;
    std::optional<Instant> startedAt;
    std::optional<Instant> endedAt;
    std::optional<milliseconds> elapsed; ///< none while it runs
    std::optional<milliseconds> estimated;

    bool operator==(const Run &) const = default;
};

/// One line of a job's runs: of this plan, or of the engine's history.
struct JobRun
{
    Run run;
    Status status = Status::Undecided;
    std::string internalStatus;
    std::optional<int> returnCode;
    bool isHistory = false; ///< "source" in the API: plan or history

    bool operator==(const JobRun &) const = default;
};

struct DependencyCounts
{
    std::optional<int> total;
    std::optional<int> unresolved;

    bool operator==(const DependencyCounts &) const = default;
};

/// One job of the plan, as the engine told it. Text is UTF-8; an empty optional text is unknown.
struct Job
{
    JobId id;
    PlanId planId;
    std::string name;
    std::string folder;      ///< path, "/FIN"
    std::string workstation; ///< path, "/AGT_FIN01"
    StreamRef stream;
    std::optional<Instant> scheduledAt;
    std::string timeZone;
    Status status = Status::Undecided;
    std::string internalStatus; ///< v2 word, lower case; empty: unknown
    std::string subStatus;      ///< "hold_waiting_for_predecessor"; empty: none
    std::string rawStatus;      ///< the engine's word, verbatim
    std::optional<Statement> reason;
    JobFlags flags;
    std::optional<int> priority;
    std::optional<int> returnCode;
    std::optional<Run> run; ///< the current one
    std::optional<int> runCount;
    std::optional<Instant> startAt;
    std::optional<Instant> latestStartAt;
    std::optional<Instant> deadlineAt;
    std::optional<milliseconds> maxDuration;
    std::optional<Instant> criticalStartAt;
    std::optional<Instant> actBy;
    DependencyCounts dependencies;
    std::optional<Instant> changedAt; ///< when this agent first saw the row as it is

    bool operator==(const Job &) const = default;
};

/// "/WS#/FOLDER/STREAM[2026-11-24T05:00Z].JOB"; without the time in brackets it is the series.
void appendJobRef(std::string &out, const Job &job);
void appendJobSeries(std::string &out, const Job &job);
[[nodiscard]] std::string jobRef(const Job &job);
[[nodiscard]] std::string jobSeries(const Job &job);

/// What only one job by id tells; members that the engine did not tell are empty or none.
struct JobDefinition
{
    std::string taskType;
    std::string command;
    std::string login;
    std::string recovery; ///< lower_snake
    std::string description;

    bool operator==(const JobDefinition &) const = default;
};

struct JobDetail
{
    std::optional<JobDefinition> definition;
    std::optional<std::vector<Dependency>> dependencies;
    std::optional<std::vector<JobRun>> runs; ///< of this plan
    std::vector<Statement> issues; ///< what the engine says hinders it, or why a part is unknown

    bool operator==(const JobDetail &) const = default;
};

} // namespace resync::domain

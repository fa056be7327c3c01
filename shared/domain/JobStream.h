// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/domain/Ids.h"
#include "shared/domain/Job.h"
#include "shared/domain/Status.h"

#include <optional>
#include <string>

namespace resync::domain {

/// One job stream of the plan, as the engine told it.
struct JobStream
{
    JobStreamId id;
    std::string name;    ///< the alias if it has one
    std::string aliasOf; ///< the original name; empty: not an alias
    std::string folder;
    std::string workstation;
    std::optional<Instant> scheduledAt;
    Status status = Status::Undecided;
    std::string internalStatus;
    std::optional<bool> late;
    std::optional<bool> carriedForward;
    std::optional<bool> pendingPredecessor;
    std::optional<int> priority;
    std::optional<int> limit; ///< −1: none
    std::optional<Instant> startedAt;
    std::optional<milliseconds> estimated;
    std::optional<Instant> deadlineAt;
    DependencyCounts dependencies;
    std::string submitter;

    bool operator==(const JobStream &) const = default;
};

/// How the jobs of one stream stand; counted from the plan's jobs.
struct JobCounts
{
    int total = 0;
    StatusCounts byStatus{};

    bool operator==(const JobCounts &) const = default;
};

/// "/WS#/FOLDER/STREAM[2026-11-24T05:00Z]", appended to \a out; the series has no time.
void appendStreamRef(std::string &out, const JobStream &stream);
void appendStreamSeries(std::string &out, const JobStream &stream);
[[nodiscard]] std::string streamRef(const JobStream &stream);
[[nodiscard]] std::string streamSeries(const JobStream &stream);

} // namespace resync::domain

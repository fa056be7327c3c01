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

} // namespace resync::domain

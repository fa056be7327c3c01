// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/domain/Ids.h"

#include <optional>
#include <string>

namespace resync::domain {

/// What the engine says of a critical job's deadline; the job itself is in the plan.
struct CriticalJob
{
    JobId id;
    std::string jobName; ///< with the stream: for engines whose ids differ between API versions
    std::string streamName;
    std::string workstation;
    std::optional<Instant> streamScheduledAt;
    std::string risk;              ///< high potential on_track; empty: unknown
    std::optional<int> confidence; ///< per cent
    std::optional<Instant> estimatedEndAt;
    std::optional<int> incompletePredecessors;

    bool operator==(const CriticalJob &) const = default;
};

} // namespace resync::domain

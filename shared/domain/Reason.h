// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/domain/Dependency.h"
#include "shared/domain/Job.h"
#include "shared/domain/Statement.h"
#include "shared/domain/Status.h"

#include <optional>
#include <string_view>

namespace resync {
class TimeZone;
}

namespace resync::domain {

/// What the rest of the plan tells of one job that waits; filled by who knows the plan. The texts
/// need to live only as long as the call. The default knows nothing.
struct ReasonContext
{
    /// The job, or the stream as a whole, that is waited for.
    struct Predecessor
    {
        std::string_view name;   ///< of a job; empty: the whole stream is waited for
        std::string_view stream; ///< empty: unknown
        Status status = Status::Undecided;
        std::optional<Instant> startedAt;
        std::optional<milliseconds> estimated;
    };
    /// A dependency on something that is no part of the plan's network.
    struct Obstacle
    {
        DependencyType type = DependencyType::Resource;
        std::string_view name; ///< empty: unknown
    };

    std::optional<Predecessor> predecessor; ///< the first that is unresolved
    std::optional<Obstacle> obstacle;       ///< the first that is unresolved
    bool areDependenciesMissing = false;    ///< the engine counts some that are not loaded (yet)
    std::optional<int> workstationLimit;    ///< jobs at a time
    std::optional<int> workstationFence;    ///< jobs need a higher priority
    const TimeZone *timeZone = nullptr;     ///< the plan's, for the text; null: UTC
};

/// Why a job waits, is held or blocked, or failed: from what its row tells (status, sub-status,
/// flags, dependency counts) and from \a context. Nothing for jobs that run as they should, ended
/// well or were cancelled. Times are RFC 3339 in the arguments and local in the text.
[[nodiscard]] std::optional<Statement> reasonOf(const Job &job, const ReasonContext &context = {});

} // namespace resync::domain

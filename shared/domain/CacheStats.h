// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/domain/Statement.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace resync::domain {

struct CacheScope
{
    std::string name; ///< "jobs", "job_streams", "workstations", "details"
    std::string tier; ///< "snapshot"; of the details "on_demand"
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;
    std::optional<Instant> asOf;
    std::uint64_t generation = 0;
    std::optional<Instant> lastInvalidatedAt;
    std::string lastInvalidatedBy;

    bool operator==(const CacheScope &) const = default;
};

struct CacheStats
{
    std::uint64_t hits = 0; ///< answered without waiting for the engine
    std::uint64_t misses = 0;
    std::uint64_t size = 0; ///< bytes
    std::vector<CacheScope> scopes;
    std::uint64_t callsUsed = 0;
    std::uint64_t callsLimit = 0;
    int callsWindowSeconds = 60;

    bool operator==(const CacheStats &) const = default;
};

/// The answer to an invalidation.
struct InvalidationReport
{
    std::string detail;
    std::string scope; ///< "system", "jobs", "workstations"
    bool refreshed = false;
    std::optional<Statement> reason; ///< why not refreshed
    std::optional<Instant> asOfBefore;
    std::optional<Instant> asOfAfter;
    std::uint64_t engineCalls = 0;

    bool operator==(const InvalidationReport &) const = default;
};

} // namespace resync::domain

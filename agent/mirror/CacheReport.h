// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Details.h"
#include "agent/mirror/StatusBook.h"
#include "shared/domain/CacheStats.h"
#include "shared/domain/Event.h"

#include <optional>
#include <string>

namespace resync::mirror {

/// The scopes of the statistics with their sizes and dates. \a shown may be null.
[[nodiscard]] domain::CacheStats cacheStats(const Snapshot *shown, const StatusBook &book);

/// What was read on demand, scope "details": each has an age of its own, and none a generation. It
/// is invalidated with the jobs.
[[nodiscard]] domain::CacheScope detailsScope(const Details &details, const StatusBook &book);

/// What an invalidation of \a scope would cost; nothing is invalidated.
[[nodiscard]] domain::InvalidationReport estimateInvalidation(Scope scope, const Snapshot *shown,
                                                              std::size_t rowsPerPage);

/// What became of an invalidation; \a shown may be null.
struct InvalidationOutcome
{
    Scope scope = Scope::System;
    bool isFresh = false;
    std::optional<Instant> before; ///< oldest date of the scope
    std::uint64_t engineCalls = 0;
    std::optional<Error> error; ///< of the last refresh
};
[[nodiscard]] domain::InvalidationReport reportInvalidation(const InvalidationOutcome &outcome,
                                                            const Snapshot *shown);

[[nodiscard]] domain::Event invalidationEvent(Scope scope, const std::string &by, Instant at,
                                              std::uint64_t generation);

/// The oldest date among the collections of \a set; none: one was never read.
[[nodiscard]] std::optional<Instant> oldestAsOf(CollectionSet set, const Snapshot *shown);

} // namespace resync::mirror

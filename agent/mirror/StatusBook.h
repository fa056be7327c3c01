// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Collections.h"
#include "agent/mirror/Engine.h"
#include "agent/mirror/Snapshot.h"
#include "shared/domain/Freshness.h"

#include <array>
#include <mutex>
#include <optional>
#include <string>

namespace resync::mirror {

/// How the mirror fares; for health and metrics.
struct MirrorStatus
{
    std::optional<Error> lastError; ///< of the last refresh; none: it succeeded or never ran
    std::optional<Instant> lastAttemptAt;
    std::optional<Instant> lastSuccessAt;
    std::optional<Instant> since; ///< begin of the present streak of successes or failures
    std::optional<milliseconds> lastDuration; ///< of a refresh of every collection
    std::optional<std::size_t> lastRows;      ///< that it read
    std::optional<double> latencyMs;          ///< the engine's answer to the smallest request
    std::uint64_t refreshes = 0;
    std::uint64_t failures = 0;
    std::uint64_t sweeps = 0;                   ///< that came to their end
    std::optional<Error> lastSweepError;        ///< none: the last page of the sweep came
    std::optional<bool> areCountsOffered;       ///< none: not asked yet
    std::optional<EngineMetrics> engineMetrics; ///< none: not offered, or not read yet
    bool isRolloverHeld = false;
};

/// What others may know of the mirror at any time, and why what it shows is stale. Owns its mutex.
/// Thread: any.
class StatusBook
{
public:
    struct Invalidation
    {
        std::optional<Instant> at; ///< none: never
        std::string by;
    };
    struct Success
    {
        Instant at{};
        std::optional<milliseconds> took; ///< none: not every collection was read
        std::size_t rows = 0;
        double latencyMs = 0;
    };

    [[nodiscard]] MirrorStatus status() const;
    void noteBegin(Instant at);
    void noteSuccess(const Success &success, const Snapshot &shown);
    void noteFailure(const Error &error, Instant at);
    void noteSweep(const std::optional<Error> &error, bool hasEnded);
    void noteCounts(bool areOffered);
    void noteMetrics(std::optional<EngineMetrics> metrics);

    /// The refresh in progress, and the sweep that a person waits for; none: not running.
    void setReading(std::optional<Instant> since);
    void setSweeping(std::optional<Instant> since);
    [[nodiscard]] std::optional<Instant> readingSince() const;
    void setHeld(bool isHeld);
    void setRecounting(bool isRecounting);

    void invalidate(CollectionSet set, Instant at, const std::string &by);
    [[nodiscard]] Invalidation invalidation(Collection collection) const;
    void noteNewPlan(Instant at);

    /// Why \a shown (may be null) is stale at \a now; none: it is fresh.
    [[nodiscard]] std::optional<domain::StaleReason> staleReason(Collection collection,
                                                                 const Snapshot *shown, Instant now,
                                                                 milliseconds interval) const;
    /// The same of something that was read on demand at \a asOf.
    [[nodiscard]] std::optional<domain::StaleReason> staleReasonOfDetail(
        Instant asOf, Instant now, milliseconds interval) const;

private:
    [[nodiscard]] domain::StaleReason reasonOfInvalidated(Instant at) const;
    [[nodiscard]] bool isTooOld(Instant asOf, Instant now, milliseconds interval) const
    {
        return now - asOf > 2 * interval + m_status.lastDuration.value_or(milliseconds(0));
    }

    mutable std::mutex m_mutex; ///< guards all below
    MirrorStatus m_status;
    std::array<Invalidation, CollectionCount> m_invalidations;
    Instant m_planSince{}; ///< when the plan was last exchanged
    std::optional<Instant> m_readingSince;
    std::optional<Instant> m_sweepingSince;
    bool m_isRecounting = false;
};

/// The reason that belongs to the error of the last refresh; too_old where there is none.
[[nodiscard]] domain::StaleReason reasonOfError(const std::optional<Error> &error);

/// When the collection was last read row by row, not only where rows can have changed.
[[nodiscard]] std::optional<Instant> wholeAsOf(const Snapshot &shown, Collection collection);

} // namespace resync::mirror

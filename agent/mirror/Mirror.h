// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Details.h"
#include "agent/mirror/EventLog.h"
#include "agent/mirror/PlanReader.h"
#include "agent/mirror/PlanThread.h"
#include "agent/mirror/RetryPolicy.h"
#include "agent/mirror/Snapshot.h"
#include "shared/core/Clock.h"
#include "shared/domain/CacheStats.h"
#include "shared/domain/Freshness.h"

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace resync::mirror {

struct MirrorSettings
{
    milliseconds refreshInterval{30'000};
    std::size_t rowsPerPage = 2000;
    std::uint64_t callsLimit = 0; ///< a minute; for the statistics
};

/// How the mirror fares; for health and metrics.
struct MirrorStatus
{
    std::optional<Error> lastError; ///< of the last refresh; none: it succeeded or never ran
    std::optional<Instant> lastAttemptAt;
    std::optional<Instant> lastSuccessAt;
    std::optional<Instant> since; ///< begin of the present streak of successes or failures
    std::optional<milliseconds> lastDuration;
    std::optional<double> latencyMs; ///< the engine's answer to the smallest request
    std::uint64_t refreshes = 0;
    std::uint64_t failures = 0;
    bool isRolloverHeld = false;
};

/// The plan beside the engine: renews a Snapshot every interval, at once when asked, never twice at
/// the same time (a request during a refresh queues exactly one more). When the engine fails, the
/// last snapshot stays and ages. Its epoch is random per start.
class Mirror
{
public:
    Mirror(Engine &engine, PlanThread &thread, const Clock &clock, MirrorSettings settings);
    ~Mirror();
    Mirror(const Mirror &) = delete;
    Mirror &operator=(const Mirror &) = delete;

    /// Begins to read; \a onFirst is called once, on the plan thread, when the first plan is there.
    /// Thread: any.
    void start(std::function<void()> onFirst = {});
    /// Answers everybody who waits, with what there is; no refresh begins after it. Thread: any but
    /// the plan thread.
    void stop();

    [[nodiscard]] EventLog &events() { return m_events; }
    /// From now on; the next refresh is scheduled anew. Thread: any.
    void setRefreshInterval(milliseconds interval);
    /// Asks the engine at once, whatever pause its last refusal imposed: the login has changed.
    /// Thread: any.
    void probe();

    /// Null until the first refresh has succeeded. Thread: any.
    [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const;
    /// "5f2c9e10a4b7.17"; Thread: any.
    [[nodiscard]] std::string revision(std::uint64_t generation) const;
    [[nodiscard]] const std::string &epoch() const { return m_epoch; }
    /// How \a snapshot (may be null) is to be labelled now. Thread: any.
    [[nodiscard]] domain::Freshness freshness(Collection collection,
                                              const Snapshot *snapshot) const;
    [[nodiscard]] MirrorStatus status() const;

    /// Calls \a done once, on the plan thread or at once: true as soon as the collection was read
    /// by a refresh that began at most \a maxAge ago; false when \a wait is over or the engine
    /// failed.
    void awaitFresh(Collection collection, milliseconds maxAge, milliseconds wait,
                    std::function<void(bool isFresh)> done);

    /// Declares what \a scope covers stale, reads it anew and reports within \a wait.
    void invalidate(Scope scope, const std::string &by, milliseconds wait,
                    std::function<void(domain::InvalidationReport)> done);
    /// What an invalidation would cost, without doing it. Thread: any.
    [[nodiscard]] domain::InvalidationReport estimate(Scope scope) const;

    /// What is read on demand; cleared by an invalidation. Thread: any.
    [[nodiscard]] Details &details() { return m_details; }

    [[nodiscard]] domain::CacheStats stats() const;
    void countHit() { m_hits.fetch_add(1, std::memory_order_relaxed); }
    void countMiss() { m_misses.fetch_add(1, std::memory_order_relaxed); }

private:
    struct Waiter
    {
        std::uint64_t number = 0;
        CollectionSet wanted;
        Instant minAsOf{};
        std::function<void(bool)> done;
    };
    struct Invalidation
    {
        std::optional<Instant> at;
        std::string by;
    };

    // plan thread
    void wait(CollectionSet wanted, Instant minAsOf, milliseconds atMost,
              std::function<void(bool)> done, bool isPersonAsking);
    void request(CollectionSet wanted);
    void refresh(CollectionSet wanted);
    void onRead(CollectionSet wanted, Result<PlanRead> read);
    bool holdForRollover(const PlanRead &read, const Snapshot *last);
    void noteFailure(const Error &error);
    void noteSuccess(const PlanRead &read, CollectionSet wanted);
    void scheduleNext();
    void answerWaiters(bool everybody);
    void expire(std::uint64_t waiter);
    [[nodiscard]] bool isSatisfied(const Waiter &waiter) const;

    // any thread
    [[nodiscard]] std::optional<domain::StaleReason> staleReason(Collection collection,
                                                                 const Snapshot *snapshot) const;
    [[nodiscard]] std::optional<Instant> oldestAsOf(CollectionSet set) const;
    [[nodiscard]] domain::InvalidationReport reportAfter(Scope scope, bool isFresh,
                                                         std::optional<Instant> before,
                                                         std::uint64_t callsBefore) const;

    Engine &m_engine;
    PlanThread &m_thread;
    const Clock &m_clock;
    const MirrorSettings m_settings;
    std::atomic<milliseconds> m_refreshInterval;
    const std::string m_epoch;
    EventLog m_events;
    std::atomic<std::shared_ptr<const Snapshot>> m_snapshot;
    std::atomic<std::uint64_t> m_hits{0};
    std::atomic<std::uint64_t> m_misses{0};
    std::atomic<std::uint64_t> m_refreshCalls{0};

    mutable std::mutex m_mutex; ///< guards the next three
    MirrorStatus m_status;
    std::array<Invalidation, CollectionCount> m_invalidations;
    std::optional<Instant> m_runningSince;

    // plan thread
    Details m_details;
    RetryPolicy m_retry;
    std::function<void()> m_onFirst;
    CollectionSet m_pending;
    std::vector<Waiter> m_waiters;
    std::uint64_t m_nextWaiter = 0;
    std::uint64_t m_timer = 0; ///< the scheduled refresh that counts
    std::chrono::steady_clock::time_point m_runBegan;
    std::chrono::steady_clock::time_point m_lastFullBegan;
    std::optional<std::chrono::steady_clock::time_point> m_heldSince;
    bool m_isRunning = false;
    bool m_isProbeDue = false; ///< a refusal of the refresh in progress is old news
    bool m_isStopped = false;
};

} // namespace resync::mirror

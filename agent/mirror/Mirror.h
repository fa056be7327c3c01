// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/CountCheck.h"
#include "agent/mirror/Details.h"
#include "agent/mirror/EngineFacts.h"
#include "agent/mirror/EngineReads.h"
#include "agent/mirror/EventLog.h"
#include "agent/mirror/HotRefresh.h"
#include "agent/mirror/PlanThread.h"
#include "agent/mirror/RetryPolicy.h"
#include "agent/mirror/RolloverGuard.h"
#include "agent/mirror/Snapshot.h"
#include "agent/mirror/SnapshotMerge.h"
#include "agent/mirror/StatusBook.h"
#include "agent/mirror/StructureLoad.h"
#include "agent/mirror/Sweep.h"
#include "agent/mirror/Waiters.h"
#include "shared/core/Clock.h"
#include "shared/domain/CacheStats.h"
#include "shared/domain/Freshness.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace resync::mirror {

struct MirrorSettings
{
    milliseconds refreshInterval{30'000};
    std::size_t rowsPerPage = 2000;
    std::uint64_t callsLimit = 0;        ///< a minute; for the statistics
    milliseconds fullSweep{15 * 60'000}; ///< over which a read of every row is spread
};

/// How often it was answered without waiting for the engine, and how often not.
struct CacheUse
{
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
};

/// The plan beside the engine: renews a Snapshot every interval, at once when asked, never twice at
/// the same time (a request during a refresh queues exactly one more). A refresh is hot (what can
/// have changed), then counts; between refreshes a sweep reads every row in turn. When the engine
/// fails, the last snapshot stays and ages. Its epoch is random per start.
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

    /// From now on; the next refresh is scheduled anew, the next sweep is spread so. Thread: any.
    void setPace(milliseconds refreshInterval, milliseconds fullSweep);
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
    /// Why something that was read on demand at \a asOf is stale now; none: it is fresh.
    /// Thread: any.
    [[nodiscard]] std::optional<domain::StaleReason> staleReasonOfDetail(Instant asOf) const
    {
        return m_book.staleReasonOfDetail(asOf, m_clock.now(), m_refreshInterval.load());
    }
    [[nodiscard]] MirrorStatus status() const { return m_book.status(); }
    /// What happened lately. Thread: any.
    [[nodiscard]] EventLog &events() { return m_events; }
    [[nodiscard]] const EventLog &events() const { return m_events; }

    /// Of the engine itself; for health. Thread: any.
    [[nodiscard]] std::vector<EngineHostState> engineHosts() const { return m_engine.hosts(); }
    [[nodiscard]] EngineCallCounts engineCalls() const { return m_engine.callCounts(); }

    /// Calls \a done once, on the plan thread or at once: true as soon as the collection was read
    /// by a refresh that began at most \a maxAge ago; false when \a wait is over or the engine
    /// failed.
    void awaitFresh(Collection collection, milliseconds maxAge, milliseconds wait,
                    std::function<void(bool isFresh)> done);

    /// A refresh that began or will begin at \a since or later is on its way already: who waits for
    /// one costs the engine nothing more. Thread: any.
    [[nodiscard]] bool isRefreshComing(Instant since) const
    {
        return m_isWished.load() || m_book.readingSince() >= since;
    }

    /// Declares what \a scope covers stale, reads all of it anew and reports within \a wait.
    void invalidate(Scope scope, const std::string &by, milliseconds wait,
                    std::function<void(domain::InvalidationReport)> done);
    /// What an invalidation would cost, without doing it. Thread: any.
    [[nodiscard]] domain::InvalidationReport estimate(Scope scope) const;

    /// What is read on demand; cleared by an invalidation of the jobs, forgotten with their plan.
    /// Thread: any.
    [[nodiscard]] Details &details() { return m_details; }
    [[nodiscard]] const Details &details() const { return m_details; }

    [[nodiscard]] domain::CacheStats stats() const;
    [[nodiscard]] CacheUse cacheUse(Collection collection) const;
    void countHit(Collection c) { usesOf(c).hits.fetch_add(1, std::memory_order_relaxed); }
    void countMiss(Collection c) { usesOf(c).misses.fetch_add(1, std::memory_order_relaxed); }

private:
    struct Uses
    {
        std::atomic<std::uint64_t> hits{0};
        std::atomic<std::uint64_t> misses{0};
    };
    struct Run ///< the refresh in progress
    {
        CollectionSet wanted;
        bool isWhole = false;
        Instant startedAt{};
        std::chrono::steady_clock::time_point began;
        HotRead read;
    };

    [[nodiscard]] Uses &usesOf(Collection c) { return m_uses.at(static_cast<std::size_t>(c)); }

    // plan thread; a refresh, step by step
    void request(CollectionSet wanted);
    void refresh(CollectionSet wanted);
    void readRows();
    void readWhole();
    void onHot(Result<HotRead> read);
    void mergeHot();
    void checkCounts();
    void readMoved(CollectionSet what, Callback<void> done);
    void onCounts(Result<CountOutcome> outcome);
    void noteCounts(const CountOutcome &outcome);
    void succeed();
    void failWith(const Error &error);
    void hold();
    void next();
    void schedule();
    void scheduleIn(milliseconds pause);

    // plan thread; the rest
    void wait(const Wish &wish, milliseconds atMost, Waiters::Done done, bool isPersonAsking);
    void startSweep(bool isUrgent);
    void dropSweep();
    void mergeStructure();
    void onSweepEnd(SweepEnd how);
    using SweepFind = std::function<bool(const IdKey &id, domain::Status status)>;
    void countSweepFinds(const MergedPlan &merged, const SweepFind &counts);
    void noteSwept(Snapshot &next);
    void onNewPlan();
    void forgetCapabilities();
    [[nodiscard]] MergedPlan mergePart(PlanBatch batch) const;
    std::shared_ptr<const Snapshot> mergeBatch();
    void publish(const std::shared_ptr<Snapshot> &next, const JobDiff &diff);
    void publishState();
    void stamp(Snapshot &next) const;
    [[nodiscard]] bool readsWholeAlways(const Snapshot &shown) const;
    [[nodiscard]] bool isSweptOnly(Collection collection) const;
    [[nodiscard]] domain::Rollover rollover() const;
    [[nodiscard]] std::optional<int> divergence() const;

    Engine &m_engine;
    PlanThread &m_thread;
    const Clock &m_clock;
    const MirrorSettings m_settings;
    std::atomic<milliseconds> m_refreshInterval;
    const std::string m_epoch;
    std::atomic<std::shared_ptr<const Snapshot>> m_snapshot;
    std::array<Uses, CollectionCount> m_uses; ///< by Collection
    std::atomic<bool> m_isWished{false};      ///< somebody wants a refresh that has not begun yet
    StatusBook m_book;
    EventLog m_events;
    EngineReads m_reads;

    // plan thread
    milliseconds m_fullSweep;
    PlanBatch m_batch; ///< read, but not merged yet
    Sweep m_sweep;
    StructureLoad m_structure;
    EngineFacts m_facts;
    Details m_details;
    RetryPolicy m_retry;
    RolloverGuard m_rollover;
    UnexplainedFolders m_unexplained;
    Waiters m_waiters;
    std::function<void()> m_onFirst;
    Run m_run;
    Rungs m_rungs;
    std::optional<Instant> m_hotSince; ///< begin of the last hot refresh, in the engine's clock
    std::string m_askAfter;            ///< HotOrder::askAfter
    CollectionSet m_pending;
    std::uint64_t m_timer = 0; ///< the scheduled refresh that counts
    std::chrono::steady_clock::time_point m_lastFullBegan;
    std::optional<int> m_countDivergence; ///< rows; none: nothing was counted
    std::optional<int> m_sweepDivergence; ///< rows that the last sweep found different
    int m_sweepFound = 0;                 ///< by the sweep that runs
    std::optional<Instant> m_sweptSince;  ///< begin of a sweep that ended, but is not merged yet
    bool m_isComplete = false;            ///< Snapshot::isComplete
    bool m_isWholeDue = false;
    bool m_areCountsTrusted = true; ///< they do not belie a whole read
    bool m_isRunning = false;
    bool m_isProbeDue = false; ///< a refusal of the refresh in progress is old news
    bool m_isStopped = false;
};

} // namespace resync::mirror

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/Mirror.h"

#include "agent/mirror/CacheReport.h"
#include "agent/mirror/PlanEvents.h"
#include "shared/core/Log.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>
#include <utility>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace resync::mirror {

namespace {

using namespace std::chrono_literals;

/// What began or ended this long before the last refresh is asked for again: the engine's database
/// lags behind its plan.
constexpr milliseconds HotOverlap = 10min;
/// A plan of this size is read whole each time where the engine cannot say what changed.
constexpr std::size_t SmallPlan = 10'000;
constexpr milliseconds LongestPauseWhileHeld = 30s;
constexpr milliseconds OverdueAfter = 10min;

std::string randomEpoch()
{
    std::random_device random;
    std::array<char, 17> text{};
    std::snprintf(text.data(), text.size(), "%08x%08x", random(), random());
    return std::string(text.data(), 12);
}

/// A batch of the whole plan leaves a third of it behind in free pieces, for good if nobody gives
/// them back.
void releaseFreedMemory()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

void date(Snapshot &snapshot, Collection collection, Instant asOf)
{
    auto &known = snapshot.asOf.at(static_cast<std::size_t>(collection));
    known = std::max(known, std::optional(asOf));
}

} // namespace

Mirror::Mirror(Engine &engine, PlanThread &thread, const Clock &clock, MirrorSettings settings)
    : m_engine(engine)
    , m_thread(thread)
    , m_clock(clock)
    , m_settings(settings)
    , m_refreshInterval(settings.refreshInterval)
    , m_epoch(randomEpoch())
    , m_events(m_epoch)
    , m_reads(engine, settings.rowsPerPage)
    , m_fullSweep(settings.fullSweep)
    , m_sweep(
          m_reads, thread, m_batch, [this] { return snapshot(); },
          [this](SweepEnd how) { onSweepEnd(how); })
    , m_structure(
          m_reads, thread, [this] { return snapshot(); }, [this] { mergeStructure(); })
    , m_facts(m_reads, clock, [this] { publishState(); })
    , m_details(engine, thread, clock)
    , m_retry(settings.refreshInterval)
{
    m_details.setPace(settings.refreshInterval);
}

Mirror::~Mirror() = default;

void Mirror::start(std::function<void()> onFirst)
{
    m_thread.post([this, onFirst = std::move(onFirst)]() mutable {
        m_onFirst = std::move(onFirst);
        request(CollectionSet::all());
    });
}

void Mirror::stop()
{
    m_thread.run([this] {
        m_isStopped = true;
        m_sweep.cancel();
        m_structure.cancel();
        m_details.stop();
        m_waiters.answer(snapshot().get(), true);
    });
}

void Mirror::setPace(milliseconds refreshInterval, milliseconds fullSweep)
{
    m_thread.post([this, refreshInterval, fullSweep] {
        m_refreshInterval = refreshInterval;
        m_fullSweep = fullSweep;
        m_retry.setInterval(refreshInterval);
        m_details.setPace(refreshInterval);
        if (!m_isStopped && !m_isRunning)
            schedule();
    });
}

void Mirror::probe()
{
    m_thread.post([this] {
        m_retry.onSuccess();
        m_isProbeDue = m_isRunning;
        request(CollectionSet::all());
    });
}

std::shared_ptr<const Snapshot> Mirror::snapshot() const
{
    return m_snapshot.load(std::memory_order_acquire);
}

std::string Mirror::revision(std::uint64_t generation) const
{
    return m_epoch + '.' + std::to_string(generation);
}

domain::Freshness Mirror::freshness(Collection collection, const Snapshot *snapshot) const
{
    domain::Freshness freshness;
    if (snapshot != nullptr) {
        freshness.asOf = snapshot->asOfOf(collection);
        if (snapshot->engine.isDemo)
            freshness.source = domain::Source::Demo;
    }
    freshness.reason =
        m_book.staleReason(collection, snapshot, m_clock.now(), m_refreshInterval.load());
    return freshness;
}

void Mirror::awaitFresh(Collection collection, milliseconds maxAge, milliseconds atMost,
                        std::function<void(bool)> done)
{
    Wish wish;
    wish.wanted.add(collection);
    wish.minAsOf = m_clock.now() - maxAge;
    if (const auto shown = snapshot(); isFulfilled(wish, shown.get())) {
        countHit(collection);
        done(!freshness(collection, shown.get()).isStale());
        return;
    }
    countMiss(collection);
    m_isWished = true;
    m_thread.post([this, wish, atMost, done = std::move(done)]() mutable {
        wait(wish, atMost, std::move(done), false);
    });
}

void Mirror::invalidate(Scope scope, const std::string &by, milliseconds atMost,
                        std::function<void(domain::InvalidationReport)> done)
{
    const Instant now = m_clock.now();
    const Wish wish{CollectionSet::of(scope), now, true};
    const auto before = oldestAsOf(wish.wanted, snapshot().get());
    m_book.invalidate(wish.wanted, now, by);
    auto report = [this, scope, before, callsBefore = m_reads.calls(),
                   done = std::move(done)](bool isFresh) {
        done(reportInvalidation(
            {scope, isFresh, before, m_reads.calls() - callsBefore, status().lastError},
            snapshot().get()));
    };
    m_thread.post([this, scope, by, wish, atMost, report = std::move(report)]() mutable {
        if (scope != Scope::Workstations)
            m_details.clear();
        if (scope == Scope::System)
            forgetCapabilities();
        const auto shown = snapshot();
        m_events.append(
            {invalidationEvent(scope, by, wish.minAsOf, shown ? shown->generation : 0)});
        if (shown && scope != Scope::Workstations && !m_isStopped) {
            m_sweep.suspend(); // until the refresh that comes first has succeeded
            startSweep(true);
        }
        wait(wish, atMost, std::move(report), true);
    });
}

domain::InvalidationReport Mirror::estimate(Scope scope) const
{
    return estimateInvalidation(scope, snapshot().get(), m_settings.rowsPerPage);
}

domain::CacheStats Mirror::stats() const
{
    auto stats = cacheStats(snapshot().get(), m_book);
    stats.scopes.push_back(detailsScope(m_details, m_book));
    stats.size += stats.scopes.back().bytes;
    stats.hits = m_details.hits();
    stats.misses = m_details.misses();
    for (const Collection c : AllCollections) {
        const CacheUse use = cacheUse(c);
        stats.hits += use.hits;
        stats.misses += use.misses;
    }
    stats.callsUsed = m_engine.callCounts().lastMinute;
    stats.callsLimit = m_settings.callsLimit;
    return stats;
}

CacheUse Mirror::cacheUse(Collection collection) const
{
    const Uses &uses = m_uses.at(static_cast<std::size_t>(collection));
    return {uses.hits, uses.misses};
}

// ---- plan thread: a refresh, step by step

void Mirror::request(CollectionSet wanted)
{
    if (m_isStopped)
        return;
    if (m_isRunning)
        m_pending.add(wanted);
    else
        refresh(wanted);
}

void Mirror::refresh(CollectionSet wanted)
{
    const auto shown = snapshot();
    const bool isWhole = !shown || m_isWholeDue || readsWholeAlways(*shown);
    m_run = {isWhole ? CollectionSet::all() : wanted, isWhole, m_clock.now(), m_clock.steady(), {}};
    if (m_run.wanted == CollectionSet::all())
        m_lastFullBegan = m_run.began;
    m_isRunning = true;
    m_isWished = false;
    m_book.noteBegin(m_run.startedAt);
    m_sweep.suspend();
    readRows();
}

void Mirror::readRows()
{
    if (m_run.isWhole)
        dropSweep();
    HotOrder order{m_run.wanted, m_run.isWhole, m_rungs, {}, snapshot(), m_askAfter};
    order.since = m_hotSince.value_or(m_run.startedAt + m_engine.clockOffset()) - HotOverlap;
    readHot(m_reads, std::move(order), m_batch,
            [this](Result<HotRead> read) { onHot(std::move(read)); });
}

/// In the same refresh, in the place of what was read so far.
void Mirror::readWhole()
{
    m_run.isWhole = true;
    m_run.wanted = CollectionSet::all();
    readRows();
}

void Mirror::onHot(Result<HotRead> read)
{
    if (m_isStopped)
        return;
    if (!read)
        return failWith(read.error());
    const auto shown = snapshot();
    switch (m_rollover.judge(*read, m_batch, m_run.isWhole, shown.get(), m_clock.steady())) {
    case RolloverGuard::Verdict::Hold:
        return hold();
    case RolloverGuard::Verdict::ReadWhole:
        return readWhole();
    case RolloverGuard::Verdict::Accept:
        break;
    }
    m_rungs = read->rungs;
    if (!m_run.isWhole && readsWholeAlways(*shown))
        return readWhole();
    m_run.read = std::move(*read);
    mergeHot();
    checkCounts();
}

/// What came is shown at once; its date moves only when the counts have confirmed it.
void Mirror::mergeHot()
{
    const HotRead &read = m_run.read;
    const auto kind = m_run.isWhole ? MergeKind::Whole : MergeKind::Partial;
    auto merged = mergePlan(
        {kind, std::exchange(m_batch, {}), std::move(m_run.read.workstations), read.engine},
        snapshot().get(), m_clock.now());
    if (m_run.isWhole) {
        for (const Collection c : AllCollections)
            date(*merged.next, c, m_run.startedAt);
        merged.next->sweepAsOf = m_run.startedAt;
        m_countDivergence = read.missing;
        m_sweepDivergence.reset();
        m_sweepFound = 0;
        m_isWholeDue = false;
        m_isComplete = read.missing.value_or(0) == 0;
    } else {
        m_askAfter = read.askedUpTo;
        countSweepFinds(merged, [&](const IdKey &id, domain::Status /*status*/) {
            return !read.jobIds.contains(id);
        });
        if (m_sweptSince)
            noteSwept(*merged.next);
    }
    if (merged.isNewPlan)
        onNewPlan();
    m_book.setHeld(false);
    publish(merged.next, merged.jobs);
    if (m_run.isWhole)
        releaseFreedMemory();
    mergeStructure();
}

void Mirror::checkCounts()
{
    CountOrder order;
    order.wanted = m_run.wanted;
    order.shown = snapshot();
    if (m_rungs.lowest() != Rung::SweepOnly)
        order.readMoved = [this](CollectionSet what, Callback<void> done) {
            readMoved(what, std::move(done));
        };
    order.beforeReading = [this] { m_book.setRecounting(true); };
    order.merge = [this] { return mergeBatch(); };
    mirror::checkCounts(m_reads, m_clock, m_unexplained, m_batch, std::move(order),
                        [this](Result<CountOutcome> outcome) { onCounts(std::move(outcome)); });
}

void Mirror::readMoved(CollectionSet what, Callback<void> done)
{
    HotOrder order{what, false, m_rungs, {}, snapshot(), {}};
    order.since = m_run.startedAt + m_engine.clockOffset();
    readMovedRows(m_reads, order, m_batch, std::move(done));
}

void Mirror::onCounts(Result<CountOutcome> outcome)
{
    if (m_isStopped)
        return;
    if (!outcome)
        return failWith(outcome.error());
    if (outcome->isOtherPlan || (outcome->isHalfMissing && !m_run.isWhole && m_areCountsTrusted))
        return readWhole();
    if (outcome->wasAsked)
        noteCounts(*outcome);
    succeed();
    if (outcome->wantsSweep && !(m_sweep.isRunning() && m_sweep.order().isUrgent))
        startSweep(true);
}

void Mirror::noteCounts(const CountOutcome &outcome)
{
    m_areCountsTrusted = !outcome.isHalfMissing;
    m_book.noteCounts(outcome.areOffered);
    m_book.setRecounting(outcome.isPending);
    if (!outcome.areOffered)
        return;
    m_countDivergence = outcome.divergence;
    m_isComplete = m_unexplained.isEmpty() && !outcome.isPending;
}

void Mirror::succeed()
{
    const auto next = std::make_shared<Snapshot>(*snapshot());
    for (const Collection c : AllCollections)
        if (m_run.wanted.has(c) && (m_run.isWhole || !isSweptOnly(c)))
            date(*next, c, m_run.startedAt);
    publish(next, {});
    const bool isFull = m_run.wanted == CollectionSet::all();
    if (isFull)
        m_hotSince = m_run.startedAt + m_run.read.clockOffset;
    m_retry.onSuccess();
    StatusBook::Success success;
    success.at = m_clock.now();
    if (isFull)
        success.took = std::chrono::ceil<milliseconds>(m_clock.steady() - m_run.began);
    success.rows = m_run.read.rows;
    success.latencyMs = std::chrono::duration<double, std::milli>(m_run.read.pingTook).count();
    m_book.noteSuccess(success, *next);
    if (const auto onFirst = std::exchange(m_onFirst, {}))
        onFirst();
    m_facts.poll();
    m_structure.poll(m_run.startedAt);
    m_book.noteSweep(m_sweep.lastError(), false);
    m_isRunning = false;
    m_waiters.answer(snapshot().get(), false);
    m_sweep.resume();
    if (!m_sweep.isRunning())
        startSweep(false);
    this->next();
}

void Mirror::failWith(const Error &error)
{
    m_isRunning = false;
    m_retry.onFailure(error, m_clock.steady());
    if (std::exchange(m_isProbeDue, false))
        m_retry.onSuccess();
    m_book.noteFailure(error, m_clock.now());
    m_waiters.answer(snapshot().get(), true);
    next();
}

/// What was read is not a plan: the last one stays, and all of it is read again soon.
void Mirror::hold()
{
    m_isRunning = false;
    m_isWholeDue = true;
    dropSweep();
    m_book.setHeld(true);
    publishState();
    m_waiters.answer(snapshot().get(), true);
    m_book.setReading(std::nullopt);
    m_pending = {};
    scheduleIn(std::min(m_refreshInterval.load(), LongestPauseWhileHeld));
}

void Mirror::next()
{
    m_book.setReading(std::nullopt);
    m_isProbeDue = false;
    const auto pending = std::exchange(m_pending, {});
    if (!pending.isEmpty() && !m_retry.isBlocked(m_clock.steady(), true))
        return refresh(pending);
    schedule();
}

void Mirror::schedule()
{
    const auto now = m_clock.steady();
    const auto due = m_lastFullBegan + m_refreshInterval.load();
    scheduleIn(m_retry.hasFailed() ? m_retry.pause(now)
                                   : std::max(0ms, std::chrono::ceil<milliseconds>(due - now)));
}

void Mirror::scheduleIn(milliseconds pause)
{
    const auto timer = ++m_timer;
    m_thread.postAfter(pause, [this, timer] {
        if (timer == m_timer)
            request(CollectionSet::all());
    });
}

// ---- plan thread: the rest

void Mirror::wait(const Wish &wish, milliseconds atMost, Waiters::Done done, bool isPersonAsking)
{
    if (isFulfilled(wish, snapshot().get()))
        return done(true);
    const bool isOnItsWay = m_isRunning && m_run.startedAt >= wish.minAsOf;
    const bool isBlocked = !m_isRunning && m_retry.isBlocked(m_clock.steady(), isPersonAsking);
    if (m_isStopped || isBlocked) {
        m_isWished = false;
        return done(false);
    }
    const auto number = m_waiters.add(wish, std::move(done));
    m_thread.postAfter(atMost, [this, number] { m_waiters.expire(number); });
    if (!isOnItsWay)
        request(wish.wanted);
}

void Mirror::startSweep(bool isUrgent)
{
    const auto shown = snapshot();
    Sweep::Order order;
    order.isUrgent = isUrgent;
    order.spread = m_fullSweep;
    order.plan = shown->jobs->planId();
    order.startedAt = m_clock.now();
    m_book.setSweeping(isUrgent ? std::optional(order.startedAt) : std::nullopt);
    m_sweep.start(std::move(order));
}

void Mirror::dropSweep()
{
    m_sweep.cancel();
    m_batch = {};
    m_sweptSince.reset();
    m_book.setSweeping(std::nullopt);
}

/// Dependencies that were read go in at the end of their load, and once a refresh.
void Mirror::mergeStructure()
{
    const auto &loadedAt = m_structure.loadedAt(); // also of a plan in which nothing waits
    if (!m_structure.hasNews() && loadedAt <= snapshot()->structureAsOf)
        return;
    const auto merged = mergePart(m_structure.take());
    if (loadedAt)
        merged.next->structureAsOf = loadedAt;
    publish(merged.next, merged.jobs);
    releaseFreedMemory();
}

/// A sweep ends only while no refresh runs, so what it brought is newer than what is shown. Unless
/// somebody waits, the next refresh merges it.
void Mirror::onSweepEnd(SweepEnd how)
{
    if (how == SweepEnd::OtherPlan) {
        m_isWholeDue = true;
        return request(CollectionSet::all());
    }
    m_sweptSince = m_sweep.order().startedAt;
    m_book.noteSweep(std::nullopt, true);
    if (m_sweep.order().isUrgent) {
        const auto merged = mergePart(std::exchange(m_batch, {}));
        countSweepFinds(merged, [](const IdKey & /*id*/, domain::Status status) {
            return !isActive(status); // those may have changed since the last refresh
        });
        noteSwept(*merged.next);
        publish(merged.next, merged.jobs);
        releaseFreedMemory();
        m_book.setSweeping(std::nullopt);
        m_waiters.answer(snapshot().get(), false);
    }
    startSweep(false);
}

/// Rows that differed from what was shown though no refresh had noticed; \a counts decides for
/// those where only the sweep can have told.
void Mirror::countSweepFinds(const MergedPlan &merged, const SweepFind &counts)
{
    const JobTable &jobs = *merged.next->jobs;
    for (const auto &change : merged.jobs.changed) {
        const bool isByPredecessor =
            change.isByPredecessor || (change.reasonChanged && !change.statusChanged);
        if (!isByPredecessor && !change.isEstimateAlone &&
            counts(jobs.keyAt(change.row), jobs.statusAt(change.row)))
            ++m_sweepFound;
    }
    for (const auto &id : merged.jobs.removed)
        m_sweepFound += counts(IdKey(id), domain::Status::Waiting) ? 1 : 0;
}

/// All rows were read since m_sweptSince.
void Mirror::noteSwept(Snapshot &next)
{
    next.sweepAsOf = std::exchange(m_sweptSince, std::nullopt);
    for (const Collection c : AllCollections)
        if (isSweptOnly(c))
            date(next, c, *next.sweepAsOf);
    m_sweepDivergence = std::exchange(m_sweepFound, 0);
    if (m_book.status().areCountsOffered == false)
        m_isComplete = true;
}

void Mirror::onNewPlan()
{
    m_details.forget();
    m_book.noteNewPlan(m_run.startedAt);
    m_facts.forgetPlan();
    m_structure.restart();
    m_unexplained.clear();
    m_areCountsTrusted = true;
    m_askAfter.clear();
}

void Mirror::forgetCapabilities()
{
    m_engine.forgetCapabilities();
    m_rungs = {};
    m_structure.restart();
    m_facts.askAnew();
}

MergedPlan Mirror::mergePart(PlanBatch batch) const
{
    return mergePlan({MergeKind::Partial, std::move(batch), {}, {}}, snapshot().get(),
                     m_clock.now());
}

/// Null: the rows are of another plan.
std::shared_ptr<const Snapshot> Mirror::mergeBatch()
{
    if (RolloverGuard::isOtherPlan(m_batch, *snapshot()))
        return nullptr;
    const auto merged = mergePart(std::exchange(m_batch, {}));
    publish(merged.next, merged.jobs);
    return snapshot();
}

/// The new snapshot is there before anybody hears of what changed in it.
void Mirror::publish(const std::shared_ptr<Snapshot> &next, const JobDiff &diff)
{
    const auto before = snapshot();
    stamp(*next);
    m_snapshot.store(next, std::memory_order_release);
    if (before && before->generation == next->generation)
        return;
    m_events.append(planEvents(before.get(), *next, diff, m_clock.now()));
    if (log::isEnabled(log::Level::Debug, "mirror"))
        log::debug("mirror", "the plan changed",
                   {{"revision", revision(next->generation)},
                    {"jobs_changed", diff.changed.size()},
                    {"jobs_removed", diff.removed.size()}});
}

void Mirror::publishState()
{
    m_book.noteMetrics(m_facts.metrics());
    if (const auto shown = snapshot())
        publish(std::make_shared<Snapshot>(*shown), {});
}

/// What is said of the plan as a whole; a change of it is a change of the plan.
void Mirror::stamp(Snapshot &next) const
{
    next.rung = toString(m_rungs.lowest());
    next.unexplained = m_unexplained.texts();
    next.planInfo = m_facts.planInfo();
    next.rollover = rollover();
    next.divergence = divergence();
    next.isComplete = m_isComplete;
    const auto state = [](const Snapshot &s) {
        return std::tie(s.rung, s.unexplained, s.planInfo, s.rollover, s.isComplete);
    };
    if (const auto shown = snapshot();
        shown && shown->generation == next.generation && state(*shown) != state(next))
        ++next.generation;
}

/// An engine that cannot say what changed: a small plan is read whole each time.
bool Mirror::readsWholeAlways(const Snapshot &shown) const
{
    return m_rungs.lowest() == Rung::SweepOnly && shown.jobs->size() <= SmallPlan;
}

bool Mirror::isSweptOnly(Collection collection) const
{
    switch (collection) {
    case Collection::Jobs:
        return m_rungs.jobs == Rung::SweepOnly;
    case Collection::JobStreams:
        return m_rungs.streams == Rung::SweepOnly;
    case Collection::Workstations:
        break;
    }
    return false;
}

domain::Rollover Mirror::rollover() const
{
    if (m_rollover.isHolding())
        return domain::Rollover::InProgress;
    const auto &info = m_facts.planInfo();
    const Instant engineNow = m_clock.now() + m_engine.clockOffset();
    const bool isOverdue =
        info && info->window.endsAt && engineNow > *info->window.endsAt + OverdueAfter;
    return isOverdue ? domain::Rollover::Overdue : domain::Rollover::None;
}

std::optional<int> Mirror::divergence() const
{
    if (!m_countDivergence && !m_sweepDivergence)
        return std::nullopt;
    return m_countDivergence.value_or(0) + m_sweepDivergence.value_or(0);
}

} // namespace resync::mirror

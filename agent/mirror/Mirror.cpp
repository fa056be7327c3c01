// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/Mirror.h"

#include "agent/mirror/SnapshotMerge.h"
#include "shared/core/Log.h"

#include <algorithm>
#include <cstdio>
#include <random>
#include <utility>

namespace resync::mirror {

namespace {

using namespace std::chrono_literals;
using domain::StaleReason;

constexpr auto LongestRolloverHold = 5min;

std::string randomEpoch()
{
    std::random_device random;
    std::array<char, 17> text{};
    std::snprintf(text.data(), text.size(), "%08x%08x", random(), random());
    return std::string(text.data(), 12);
}

StaleReason reasonOfError(const std::optional<Error> &error)
{
    if (!error)
        return StaleReason::TooOld;
    return error->kind == ErrorKind::Unauthorized ? StaleReason::EngineUnauthorized
                                                  : StaleReason::EngineUnreachable;
}

std::string_view detailOf(Scope scope)
{
    switch (scope) {
    case Scope::System:
        return "Full TWS system cache invalidated.";
    case Scope::Jobs:
        return "All jobs list cache invalidated.";
    case Scope::Workstations:
        break;
    }
    return "All workstations list cache invalidated.";
}

domain::Statement statement(StaleReason reason)
{
    return {std::string(toString(reason)), {}, std::string(describe(reason))};
}

std::uint64_t pagesFor(std::size_t rows, std::size_t rowsPerPage)
{
    return std::max<std::uint64_t>(1, (rows + rowsPerPage - 1) / rowsPerPage);
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
    , m_details(engine, thread, clock)
    , m_retry(settings.refreshInterval)
{}

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
        m_details.stop();
        answerWaiters(true);
    });
}

void Mirror::setRefreshInterval(milliseconds interval)
{
    m_thread.post([this, interval] {
        m_refreshInterval = interval;
        m_retry.setInterval(interval);
        if (!m_isStopped && !m_isRunning)
            scheduleNext();
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

MirrorStatus Mirror::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

domain::Freshness Mirror::freshness(Collection collection, const Snapshot *snapshot) const
{
    domain::Freshness freshness;
    if (snapshot != nullptr) {
        freshness.asOf = snapshot->asOfOf(collection);
        if (snapshot->engine.isDemo)
            freshness.source = domain::Source::Demo;
    }
    freshness.reason = staleReason(collection, snapshot);
    return freshness;
}

std::optional<StaleReason> Mirror::staleReason(Collection collection,
                                               const Snapshot *snapshot) const
{
    const std::lock_guard lock(m_mutex);
    const auto asOf = snapshot != nullptr ? snapshot->asOfOf(collection) : std::nullopt;
    if (!asOf)
        return reasonOfError(m_status.lastError);
    const auto &invalidated = m_invalidations.at(static_cast<std::size_t>(collection)).at;
    if (invalidated && *asOf < *invalidated) {
        const bool isBeingRead = m_runningSince && *m_runningSince >= *invalidated;
        return isBeingRead ? StaleReason::SweepInProgress : StaleReason::Invalidated;
    }
    if (m_status.isRolloverHeld)
        return StaleReason::RolloverInProgress;
    const auto limit = 2 * m_refreshInterval.load() + m_status.lastDuration.value_or(0ms);
    if (m_clock.now() - *asOf > limit)
        return reasonOfError(m_status.lastError);
    return std::nullopt;
}

void Mirror::awaitFresh(Collection collection, milliseconds maxAge, milliseconds atMost,
                        std::function<void(bool)> done)
{
    const Instant minAsOf = m_clock.now() - maxAge;
    const auto current = snapshot();
    if (current && current->asOfOf(collection) >= minAsOf) {
        countHit();
        done(!staleReason(collection, current.get()).has_value());
        return;
    }
    countMiss();
    m_thread.post([this, collection, minAsOf, atMost, done = std::move(done)]() mutable {
        CollectionSet wanted;
        wanted.add(collection);
        wait(wanted, minAsOf, atMost, std::move(done), false);
    });
}

void Mirror::invalidate(Scope scope, const std::string &by, milliseconds atMost,
                        std::function<void(domain::InvalidationReport)> done)
{
    const auto wanted = CollectionSet::of(scope);
    const auto before = oldestAsOf(wanted);
    const auto callsBefore = m_refreshCalls.load();
    const Instant now = m_clock.now();
    {
        const std::lock_guard lock(m_mutex);
        for (const Collection c : AllCollections)
            if (wanted.has(c))
                m_invalidations.at(static_cast<std::size_t>(c)) = {now, by};
    }
    auto report = [this, scope, before, callsBefore, done = std::move(done)](bool isFresh) {
        done(reportAfter(scope, isFresh, before, callsBefore));
    };
    m_thread.post([this, wanted, now, atMost, report = std::move(report)]() mutable {
        m_details.clear();
        wait(wanted, now, atMost, std::move(report), true);
    });
}

domain::InvalidationReport Mirror::reportAfter(Scope scope, bool isFresh,
                                               std::optional<Instant> before,
                                               std::uint64_t callsBefore) const
{
    domain::InvalidationReport report;
    report.detail = detailOf(scope);
    report.scope = toString(scope);
    report.refreshed = isFresh;
    report.asOfBefore = before;
    report.asOfAfter = oldestAsOf(CollectionSet::of(scope));
    report.engineCalls = m_refreshCalls.load() - callsBefore;
    if (!isFresh) {
        const auto error = status().lastError;
        report.reason = statement(error ? reasonOfError(error) : StaleReason::SweepInProgress);
    }
    return report;
}

domain::InvalidationReport Mirror::estimate(Scope scope) const
{
    domain::InvalidationReport report;
    report.detail = "Nothing was invalidated (dry run).";
    report.scope = toString(scope);
    report.asOfBefore = oldestAsOf(CollectionSet::of(scope));
    report.asOfAfter = report.asOfBefore;
    report.engineCalls = 1;
    const auto current = snapshot();
    const auto pages = [&](Collection c, std::size_t rows) {
        report.engineCalls += covers(scope, c) ? pagesFor(rows, m_settings.rowsPerPage) : 0;
    };
    pages(Collection::Jobs, current ? current->jobs->size() : 0);
    pages(Collection::JobStreams, current ? current->streams->size() : 0);
    pages(Collection::Workstations, current ? current->workstations->size() : 0);
    const auto calls = std::to_string(report.engineCalls);
    report.reason = {
        "dry_run", {{"engine_calls", calls}}, "It would take about " + calls + " engine calls."};
    return report;
}

domain::CacheStats Mirror::stats() const
{
    domain::CacheStats stats;
    stats.hits = m_hits.load(std::memory_order_relaxed) + m_details.hits();
    stats.misses = m_misses.load(std::memory_order_relaxed) + m_details.misses();
    stats.callsUsed = m_engine.callCounts().lastMinute;
    stats.callsLimit = m_settings.callsLimit;
    const auto current = snapshot();
    for (const Collection c : AllCollections) {
        domain::CacheScope scope;
        scope.name = toString(c);
        scope.tier = "snapshot";
        if (current) {
            scope.asOf = current->asOfOf(c);
            scope.generation = current->generationOf(c);
        }
        const std::lock_guard lock(m_mutex);
        const auto &invalidation = m_invalidations.at(static_cast<std::size_t>(c));
        scope.lastInvalidatedAt = invalidation.at;
        scope.lastInvalidatedBy = invalidation.by;
        stats.scopes.push_back(std::move(scope));
    }
    if (!current)
        return stats;
    stats.scopes[0].entries = current->jobs->size();
    stats.scopes[0].bytes = current->jobs->bytes();
    stats.scopes[1].entries = current->streams->size();
    stats.scopes[1].bytes = current->streams->capacity() * sizeof(StreamRow);
    stats.scopes[2].entries = current->workstations->size();
    stats.scopes[2].bytes = current->workstations->capacity() * sizeof(domain::Workstation);
    for (const auto &scope : stats.scopes)
        stats.size += scope.bytes;
    return stats;
}

std::optional<Instant> Mirror::oldestAsOf(CollectionSet set) const
{
    const auto current = snapshot();
    if (!current)
        return std::nullopt;
    std::optional<Instant> oldest;
    for (const Collection c : AllCollections) {
        const auto &asOf = current->asOfOf(c);
        if (set.has(c) && asOf && (!oldest || *asOf < *oldest))
            oldest = asOf;
    }
    return oldest;
}

// ---- plan thread

void Mirror::wait(CollectionSet wanted, Instant minAsOf, milliseconds atMost,
                  std::function<void(bool)> done, bool isPersonAsking)
{
    Waiter waiter{m_nextWaiter++, wanted, minAsOf, std::move(done)};
    if (isSatisfied(waiter)) {
        waiter.done(true);
        return;
    }
    const bool isOnItsWay = m_isRunning && m_runningSince >= minAsOf;
    if (m_isStopped ||
        (!isOnItsWay && !m_isRunning && m_retry.isBlocked(m_clock.steady(), isPersonAsking))) {
        waiter.done(false);
        return;
    }
    const auto number = waiter.number;
    m_waiters.push_back(std::move(waiter));
    m_thread.postAfter(atMost, [this, number] { expire(number); });
    if (!isOnItsWay)
        request(wanted);
}

bool Mirror::isSatisfied(const Waiter &waiter) const
{
    const auto current = snapshot();
    if (!current)
        return false;
    return std::all_of(AllCollections.begin(), AllCollections.end(), [&](Collection c) {
        return !waiter.wanted.has(c) || current->asOfOf(c) >= waiter.minAsOf;
    });
}

void Mirror::expire(std::uint64_t number)
{
    const auto at = std::find_if(m_waiters.begin(), m_waiters.end(),
                                 [&](const Waiter &w) { return w.number == number; });
    if (at == m_waiters.end())
        return;
    const auto done = std::move(at->done);
    m_waiters.erase(at);
    done(false);
}

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
    if (!snapshot())
        wanted = CollectionSet::all(); // the first snapshot has every collection
    m_isRunning = true;
    m_runBegan = m_clock.steady();
    if (wanted == CollectionSet::all())
        m_lastFullBegan = m_runBegan;
    {
        const std::lock_guard lock(m_mutex);
        m_runningSince = m_clock.now();
        m_status.lastAttemptAt = m_runningSince;
    }
    readPlan(m_engine, wanted, m_settings.rowsPerPage,
             [this, wanted](Result<PlanRead> read) { onRead(wanted, std::move(read)); });
}

void Mirror::onRead(CollectionSet wanted, Result<PlanRead> read)
{
    m_isRunning = false;
    if (m_isStopped)
        return;
    if (!read) {
        noteFailure(read.error());
        if (m_isProbeDue)
            m_retry.onSuccess();
        answerWaiters(true);
    } else if (holdForRollover(*read, snapshot().get())) {
        answerWaiters(true);
    } else {
        m_snapshot.store(mergeRead(*read, snapshot().get(), *m_runningSince, m_clock.now()),
                         std::memory_order_release);
        noteSuccess(*read, wanted);
        if (const auto onFirst = std::exchange(m_onFirst, {}))
            onFirst();
        answerWaiters(false);
    }
    {
        const std::lock_guard lock(m_mutex);
        m_runningSince.reset();
    }
    m_isProbeDue = false;
    const auto pending = std::exchange(m_pending, {});
    if (!pending.isEmpty() && !m_retry.isBlocked(m_clock.steady(), true))
        refresh(pending);
    else
        scheduleNext();
}

bool Mirror::holdForRollover(const PlanRead &read, const Snapshot *last)
{
    const bool looksTorn =
        read.jobs && last != nullptr && 2 * read.jobs->size() < last->jobs->size();
    if (looksTorn && !m_heldSince)
        m_heldSince = m_clock.steady();
    const bool isHeld = looksTorn && m_clock.steady() - *m_heldSince < LongestRolloverHold;
    if (!isHeld)
        m_heldSince.reset();
    const std::lock_guard lock(m_mutex);
    if (isHeld && !m_status.isRolloverHeld)
        log::warning("mirror",
                     "fewer than half of the jobs came back; keeping the last plan, stale",
                     {{"jobs", read.jobs->size()}, {"before", last->jobs->size()}});
    m_status.isRolloverHeld = isHeld;
    return isHeld;
}

void Mirror::noteSuccess(const PlanRead &read, CollectionSet wanted)
{
    m_retry.onSuccess();
    m_refreshCalls.fetch_add(read.calls);
    const auto current = snapshot();
    const auto took = std::chrono::ceil<milliseconds>(m_clock.steady() - m_runBegan);
    const std::lock_guard lock(m_mutex);
    const bool wasFailing = m_status.lastError.has_value();
    if (wasFailing || !m_status.lastSuccessAt) {
        m_status.since = m_clock.now();
        log::info("mirror", wasFailing ? "engine is back" : "plan loaded",
                  {{"engine", current->engine.host},
                   {"version", current->engine.version},
                   {"jobs", current->jobs->size()},
                   {"workstations", current->workstations->size()},
                   {"took_ms", took.count()}});
    }
    m_status.lastError.reset();
    m_status.lastSuccessAt = m_clock.now();
    m_status.latencyMs = std::chrono::duration<double, std::milli>(read.pingTook).count();
    ++m_status.refreshes;
    if (wanted == CollectionSet::all())
        m_status.lastDuration = took;
}

void Mirror::noteFailure(const Error &error)
{
    m_retry.onFailure(error, m_clock.steady());
    m_refreshCalls.fetch_add(1);
    const std::lock_guard lock(m_mutex);
    const bool isNews = !m_status.lastError || m_status.lastError->message != error.message;
    if (!m_status.lastError)
        m_status.since = m_clock.now();
    m_status.lastError = error;
    ++m_status.failures;
    if (isNews)
        log::warning("mirror", "refresh failed: " + error.message,
                     {{"code", error.code}, {"failures", m_status.failures}});
}

void Mirror::scheduleNext()
{
    const auto now = m_clock.steady();
    const auto due = m_lastFullBegan + m_refreshInterval.load();
    const auto pause = m_retry.hasFailed()
                           ? m_retry.pause(now)
                           : std::max(0ms, std::chrono::ceil<milliseconds>(due - now));
    const auto timer = ++m_timer;
    m_thread.postAfter(pause, [this, timer] {
        if (timer == m_timer)
            request(CollectionSet::all());
    });
}

void Mirror::answerWaiters(bool everybody)
{
    auto waiters = std::exchange(m_waiters, {});
    std::vector<std::pair<std::function<void(bool)>, bool>> answers;
    for (auto &waiter : waiters) {
        const bool isFresh = isSatisfied(waiter);
        if (isFresh || everybody)
            answers.emplace_back(std::move(waiter.done), isFresh);
        else
            m_waiters.push_back(std::move(waiter));
    }
    for (const auto &[done, isFresh] : answers)
        done(isFresh);
}

} // namespace resync::mirror

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/StatusBook.h"

#include "shared/core/Log.h"

#include <algorithm>
#include <utility>

namespace resync::mirror {

using domain::StaleReason;

StaleReason reasonOfError(const std::optional<Error> &error)
{
    if (!error)
        return StaleReason::TooOld;
    return error->kind == ErrorKind::Unauthorized ? StaleReason::EngineUnauthorized
                                                  : StaleReason::EngineUnreachable;
}

std::optional<Instant> wholeAsOf(const Snapshot &shown, Collection collection)
{
    const auto &asOf = shown.asOfOf(collection);
    return collection == Collection::Workstations ? asOf : std::min(asOf, shown.sweepAsOf);
}

MirrorStatus StatusBook::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

void StatusBook::noteBegin(Instant at)
{
    const std::lock_guard lock(m_mutex);
    m_readingSince = at;
    m_status.lastAttemptAt = at;
}

void StatusBook::noteSuccess(const Success &success, const Snapshot &shown)
{
    const std::lock_guard lock(m_mutex);
    const bool wasFailing = m_status.lastError.has_value();
    if (wasFailing || !m_status.lastSuccessAt) {
        m_status.since = success.at;
        log::info("mirror", wasFailing ? "engine is back" : "plan loaded",
                  {{"engine", shown.engine.host},
                   {"version", shown.engine.version},
                   {"jobs", shown.jobs->size()},
                   {"workstations", shown.workstations->size()},
                   {"took_ms", success.took.value_or(milliseconds(0)).count()}});
    }
    m_status.lastError.reset();
    m_status.lastSuccessAt = success.at;
    m_status.latencyMs = success.latencyMs;
    ++m_status.refreshes;
    if (!success.took)
        return;
    m_status.lastDuration = success.took;
    m_status.lastRows = success.rows;
}

void StatusBook::noteFailure(const Error &error, Instant at)
{
    const std::lock_guard lock(m_mutex);
    const bool isNews = !m_status.lastError || m_status.lastError->message != error.message;
    if (!m_status.lastError)
        m_status.since = at;
    m_status.lastError = error;
    ++m_status.failures;
    if (isNews)
        log::warning("mirror", "refresh failed: " + error.message,
                     {{"code", error.code}, {"failures", m_status.failures}});
}

void StatusBook::noteSweep(const std::optional<Error> &error, bool hasEnded)
{
    const std::lock_guard lock(m_mutex);
    m_status.lastSweepError = error;
    m_status.sweeps += hasEnded ? 1 : 0;
}

void StatusBook::noteCounts(bool areOffered)
{
    const std::lock_guard lock(m_mutex);
    m_status.areCountsOffered = areOffered;
}

void StatusBook::noteMetrics(std::optional<EngineMetrics> metrics)
{
    const std::lock_guard lock(m_mutex);
    m_status.engineMetrics = std::move(metrics);
}

void StatusBook::setReading(std::optional<Instant> since)
{
    const std::lock_guard lock(m_mutex);
    m_readingSince = since;
}

void StatusBook::setSweeping(std::optional<Instant> since)
{
    const std::lock_guard lock(m_mutex);
    m_sweepingSince = since;
}

std::optional<Instant> StatusBook::readingSince() const
{
    const std::lock_guard lock(m_mutex);
    return m_readingSince;
}

void StatusBook::setHeld(bool isHeld)
{
    const std::lock_guard lock(m_mutex);
    if (isHeld && !m_status.isRolloverHeld)
        log::warning("mirror", "the plan is being exchanged; keeping the last one, stale");
    m_status.isRolloverHeld = isHeld;
}

void StatusBook::setRecounting(bool isRecounting)
{
    const std::lock_guard lock(m_mutex);
    m_isRecounting = isRecounting;
}

void StatusBook::invalidate(CollectionSet set, Instant at, const std::string &by)
{
    const std::lock_guard lock(m_mutex);
    for (const Collection c : AllCollections)
        if (set.has(c))
            m_invalidations.at(static_cast<std::size_t>(c)) = {at, by};
}

void StatusBook::noteNewPlan(Instant at)
{
    const std::lock_guard lock(m_mutex);
    m_planSince = at;
}

StatusBook::Invalidation StatusBook::invalidation(Collection collection) const
{
    const std::lock_guard lock(m_mutex);
    return m_invalidations.at(static_cast<std::size_t>(collection));
}

std::optional<StaleReason> StatusBook::staleReason(Collection collection, const Snapshot *shown,
                                                   Instant now, milliseconds interval) const
{
    const std::lock_guard lock(m_mutex);
    const auto asOf = shown != nullptr ? shown->asOfOf(collection) : std::nullopt;
    if (!asOf)
        return reasonOfError(m_status.lastError);
    const auto &invalidated = m_invalidations.at(static_cast<std::size_t>(collection)).at;
    if (invalidated && wholeAsOf(*shown, collection) < invalidated)
        return reasonOfInvalidated(*invalidated);
    if (m_status.isRolloverHeld)
        return StaleReason::RolloverInProgress;
    if (m_isRecounting && collection != Collection::Workstations)
        return StaleReason::RecountPending;
    if (isTooOld(*asOf, now, interval))
        return reasonOfError(m_status.lastError);
    return std::nullopt;
}

std::optional<StaleReason> StatusBook::staleReasonOfDetail(Instant asOf, Instant now,
                                                           milliseconds interval) const
{
    const std::lock_guard lock(m_mutex);
    const auto &invalidated = m_invalidations.at(static_cast<std::size_t>(Collection::Jobs)).at;
    if (asOf < std::max(m_planSince, invalidated.value_or(Instant())))
        return m_status.lastError ? reasonOfError(m_status.lastError) : StaleReason::Invalidated;
    if (m_status.isRolloverHeld)
        return StaleReason::RolloverInProgress;
    if (isTooOld(asOf, now, interval))
        return reasonOfError(m_status.lastError);
    return std::nullopt;
}

StaleReason StatusBook::reasonOfInvalidated(Instant at) const
{
    if (m_status.lastError)
        return reasonOfError(m_status.lastError);
    return m_readingSince >= at || m_sweepingSince >= at ? StaleReason::SweepInProgress
                                                         : StaleReason::Invalidated;
}

} // namespace resync::mirror

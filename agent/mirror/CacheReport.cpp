// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/CacheReport.h"

#include <algorithm>

namespace resync::mirror {

namespace {

using domain::StaleReason;

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

domain::CacheStats cacheStats(const Snapshot *shown, const StatusBook &book)
{
    domain::CacheStats stats;
    for (const Collection c : AllCollections) {
        domain::CacheScope scope;
        scope.name = toString(c);
        scope.tier = "snapshot";
        if (shown != nullptr) {
            scope.asOf = shown->asOfOf(c);
            scope.generation = shown->generationOf(c);
        }
        const auto invalidation = book.invalidation(c);
        scope.lastInvalidatedAt = invalidation.at;
        scope.lastInvalidatedBy = invalidation.by;
        stats.scopes.push_back(std::move(scope));
    }
    if (shown == nullptr)
        return stats;
    stats.scopes[0].entries = shown->jobs->size();
    stats.scopes[0].bytes = shown->jobs->bytes();
    stats.scopes[1].entries = shown->streams->size();
    stats.scopes[1].bytes = shown->streams->capacity() * sizeof(StreamRow);
    stats.scopes[2].entries = shown->workstations->size();
    stats.scopes[2].bytes = shown->workstations->capacity() * sizeof(domain::Workstation);
    for (const auto &scope : stats.scopes)
        stats.size += scope.bytes;
    return stats;
}

domain::CacheScope detailsScope(const Details &details, const StatusBook &book)
{
    domain::CacheScope scope;
    scope.name = "details";
    scope.tier = "on_demand";
    scope.entries = details.size();
    scope.bytes = details.bytes();
    const auto invalidation = book.invalidation(Collection::Jobs);
    scope.lastInvalidatedAt = invalidation.at;
    scope.lastInvalidatedBy = invalidation.by;
    return scope;
}

domain::InvalidationReport estimateInvalidation(Scope scope, const Snapshot *shown,
                                                std::size_t rowsPerPage)
{
    domain::InvalidationReport report;
    report.detail = "Nothing was invalidated (dry run).";
    report.scope = toString(scope);
    report.asOfBefore = oldestAsOf(CollectionSet::of(scope), shown);
    report.asOfAfter = report.asOfBefore;
    report.engineCalls = 1;
    const auto pages = [&](Collection c, std::size_t rows) {
        report.engineCalls += covers(scope, c) ? pagesFor(rows, rowsPerPage) : 0;
    };
    pages(Collection::Jobs, shown != nullptr ? shown->jobs->size() : 0);
    pages(Collection::JobStreams, shown != nullptr ? shown->streams->size() : 0);
    pages(Collection::Workstations, shown != nullptr ? shown->workstations->size() : 0);
    if (covers(scope, Collection::Jobs))
        report.engineCalls += 4; // what can have changed, and the counts, of jobs and of streams
    const auto calls = std::to_string(report.engineCalls);
    report.reason = {
        "dry_run", {{"engine_calls", calls}}, "It would take about " + calls + " engine calls."};
    return report;
}

domain::InvalidationReport reportInvalidation(const InvalidationOutcome &outcome,
                                              const Snapshot *shown)
{
    domain::InvalidationReport report;
    report.detail = detailOf(outcome.scope);
    report.scope = toString(outcome.scope);
    report.refreshed = outcome.isFresh;
    report.asOfBefore = outcome.before;
    report.asOfAfter = oldestAsOf(CollectionSet::of(outcome.scope), shown);
    report.engineCalls = outcome.engineCalls;
    if (!outcome.isFresh)
        report.reason =
            statement(outcome.error ? reasonOfError(outcome.error) : StaleReason::SweepInProgress);
    return report;
}

domain::Event invalidationEvent(Scope scope, const std::string &by, Instant at,
                                std::uint64_t generation)
{
    domain::Event event;
    event.type = "cache.invalidated";
    event.at = at;
    event.observedAt = at;
    event.generation = generation;
    event.subject = {"cache", std::string(toString(scope)), {}, std::string(toString(scope))};
    event.message = {"cache_invalidated",
                     {{"scope", std::string(toString(scope))}, {"by", by}},
                     std::string(detailOf(scope))};
    event.source = "agent";
    return event;
}

std::optional<Instant> oldestAsOf(CollectionSet set, const Snapshot *shown)
{
    if (shown == nullptr)
        return std::nullopt;
    std::optional<Instant> oldest;
    for (const Collection c : AllCollections) {
        const auto &asOf = shown->asOfOf(c);
        if (set.has(c) && asOf && (!oldest || *asOf < *oldest))
            oldest = asOf;
    }
    return oldest;
}

} // namespace resync::mirror

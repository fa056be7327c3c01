// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/CacheCodec.h"

#include "shared/protocol/FieldTable.h"
#include "shared/protocol/StatementCodec.h"

#include <cmath>

namespace resync::protocol {

using domain::CacheScope;
using domain::CacheStats;
using domain::InvalidationReport;

namespace {

template<auto Member>
constexpr Field<OwnerOf<Member>> grouped(std::string_view group, std::string_view name)
{
    auto made = field<Member>(name);
    made.group = group;
    return made;
}

constexpr std::array ScopeFields = {
    requiredField<&CacheScope::name>("name"),
    field<&CacheScope::tier>("tier"),
    field<&CacheScope::entries>("entries"),
    field<&CacheScope::bytes>("bytes"),
    field<&CacheScope::asOf>("as_of"),
    field<&CacheScope::generation>("generation"),
    grouped<&CacheScope::lastInvalidatedAt>("last_invalidated", "at"),
    grouped<&CacheScope::lastInvalidatedBy>("last_invalidated", "by"),
};

void writeHitRate(JsonWriter &json, const CacheStats &stats)
{
    const auto hits = static_cast<double>(stats.hits);
    const double asked = hits + static_cast<double>(stats.misses);
    if (asked > 0)
        json.value(std::round(hits / asked * 10'000) / 10'000);
    else
        json.null();
}

} // namespace

template<>
struct Codec<CacheScope>
{
    static void write(JsonWriter &json, const CacheScope &scope)
    {
        writeObject(json, scope, ScopeFields);
    }
    static void read(const JsonNode &node, CacheScope &out) { readObject(node, out, ScopeFields); }
};

namespace {

constexpr std::array StatsFields = {
    requiredField<&CacheStats::hits>("hits"),
    requiredField<&CacheStats::misses>("misses"),
    Field<CacheStats>{{}, "hit_rate", writeHitRate},
    field<&CacheStats::size>("size"),
    field<&CacheStats::scopes>("scopes"),
    grouped<&CacheStats::callsUsed>("engine_calls", "used"),
    grouped<&CacheStats::callsLimit>("engine_calls", "limit"),
    grouped<&CacheStats::callsWindowSeconds>("engine_calls", "window_seconds"),
};

constexpr std::array ReportFields = {
    Field<InvalidationReport>{
        {}, "status", [](JsonWriter &json, const InvalidationReport &) { json.value("success"); }},
    field<&InvalidationReport::detail>("detail"),
    requiredField<&InvalidationReport::scope>("scope"),
    requiredField<&InvalidationReport::refreshed>("refreshed"),
    field<&InvalidationReport::reason>("reason"),
    field<&InvalidationReport::asOfBefore>("as_of_before"),
    field<&InvalidationReport::asOfAfter>("as_of_after"),
    field<&InvalidationReport::engineCalls>("engine_calls"),
};

} // namespace

void writeCacheStats(JsonWriter &json, const CacheStats &stats)
{
    writeObject(json, stats, StatsFields);
}

void writeInvalidationReport(JsonWriter &json, const InvalidationReport &report)
{
    writeObject(json, report, ReportFields);
}

Result<CacheStats> readCacheStats(std::string_view text)
{
    return readDocument<CacheStats>(
        text, [](const JsonNode &node, CacheStats &out) { readObject(node, out, StatsFields); });
}

Result<InvalidationReport> readInvalidationReport(std::string_view text)
{
    return readDocument<InvalidationReport>(
        text,
        [](const JsonNode &node, InvalidationReport &out) { readObject(node, out, ReportFields); });
}

} // namespace resync::protocol

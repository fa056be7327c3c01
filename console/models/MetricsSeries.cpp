// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/MetricsSeries.h"

#include "shared/core/Text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

namespace resync::console {

namespace {

/// Names of the Resync agent's metrics that are drawn here.
constexpr std::string_view RequestCount = "resync_http_requests_total";
constexpr std::string_view LatencyBucket = "resync_http_request_duration_seconds_bucket";
constexpr std::string_view Jobs = "resync_jobs";
constexpr std::string_view SnapshotAge = "resync_snapshot_age_seconds";

constexpr double Median = 0.5;
constexpr double NinetyFifth = 0.95;

/// Cumulative counts by upper bound in seconds, summed over all routes.
using Buckets = std::map<double, double>;

std::optional<double> boundOf(std::string_view le)
{
    if (le == "+Inf")
        return std::numeric_limits<double>::infinity();
    double bound = 0;
    const auto [end, error] = std::from_chars(le.data(), le.data() + le.size(), bound);
    return error == std::errc() && end == le.data() + le.size() ? std::optional(bound)
                                                                : std::nullopt;
}

std::optional<double> sumOf(const MetricsSample &sample, std::string_view name)
{
    std::optional<double> sum;
    for (const MetricLine &line : sample.lines)
        if (line.name == name && std::isfinite(line.value))
            sum = sum.value_or(0) + line.value;
    return sum;
}

Buckets bucketsOf(const MetricsSample &sample)
{
    Buckets buckets;
    for (const MetricLine &line : sample.lines)
        if (line.name == LatencyBucket)
            if (const auto bound = boundOf(line.label("le")))
                buckets[*bound] += line.value;
    return buckets;
}

/// What came into each bucket between two scrapes; empty when a counter fell (a restart).
Buckets difference(const Buckets &now, const Buckets &before)
{
    Buckets out;
    for (const auto &[bound, count] : now) {
        const auto earlier = before.find(bound);
        const double added = count - (earlier == before.end() ? 0 : earlier->second);
        if (added < 0)
            return {};
        out[bound] = added;
    }
    return out;
}

/// The quantile in milliseconds, straight within its bucket, as Prometheus does it.
std::optional<double> quantileMs(const Buckets &buckets, double quantile)
{
    if (buckets.empty() || buckets.rbegin()->second <= 0)
        return std::nullopt;
    const double rank = quantile * buckets.rbegin()->second;
    double lower = 0;
    double countBelow = 0;
    for (const auto &[bound, count] : buckets) {
        if (count >= rank) {
            if (std::isinf(bound))
                return lower * 1000;
            const double share =
                count > countBelow ? (rank - countBelow) / (count - countBelow) : 1.0;
            return (lower + (bound - lower) * share) * 1000;
        }
        lower = bound;
        countBelow = count;
    }
    return std::nullopt;
}

std::optional<double> ratePerSecond(const MetricsSample &now, const MetricsSample &before)
{
    const auto counted = sumOf(now, RequestCount);
    const auto earlier = sumOf(before, RequestCount);
    const double seconds = toSeconds(now.at - before.at);
    if (!counted || !earlier || *counted < *earlier || seconds <= 0)
        return std::nullopt;
    return (*counted - *earlier) / seconds;
}

/// Of the collection that was renewed longest ago; what sweeps read may be older, as it should.
std::optional<double> hotAge(const MetricsSample &sample)
{
    std::optional<double> oldest;
    for (const MetricLine &line : sample.lines)
        if (line.name == SnapshotAge && line.label("tier") == "hot" && std::isfinite(line.value))
            oldest = std::max(oldest.value_or(0), line.value);
    return oldest;
}

void readGauges(const MetricsSample &sample, MetricsPoint &point)
{
    for (const MetricLine &line : sample.lines) {
        if (line.name != Jobs || !std::isfinite(line.value))
            continue;
        if (const auto status = domain::statusFromWord(line.label("status")))
            point.jobs.at(static_cast<std::size_t>(*status)) = line.value;
    }
    point.snapshotAgeSeconds = hotAge(sample);
}

bool isGap(const MetricsPoint &point)
{
    MetricsPoint empty;
    empty.at = point.at;
    return point == empty;
}

} // namespace

MetricsSeries::MetricsSeries(std::size_t capacity, QObject *parent)
    : QObject(parent)
    , m_capacity(std::max<std::size_t>(capacity, 2))
{}

void MetricsSeries::append(const MetricsSample &sample)
{
    MetricsPoint point;
    point.at = sample.at;
    readGauges(sample, point);
    if (m_last) {
        point.requestsPerSecond = ratePerSecond(sample, *m_last);
        const Buckets added = difference(bucketsOf(sample), bucketsOf(*m_last));
        point.latencyP50Ms = quantileMs(added, Median);
        point.latencyP95Ms = quantileMs(added, NinetyFifth);
    }
    m_last = sample;
    push(std::move(point));
}

void MetricsSeries::appendGap(Instant at)
{
    m_last.reset();
    if (m_points.empty() || isGap(m_points.back()))
        return;
    MetricsPoint gap;
    gap.at = at;
    push(std::move(gap));
}

void MetricsSeries::clear()
{
    m_last.reset();
    m_points.clear();
    Q_EMIT pointsChanged();
}

void MetricsSeries::push(MetricsPoint point)
{
    if (m_points.size() == m_capacity)
        m_points.pop_front();
    m_points.push_back(std::move(point));
    Q_EMIT pointsChanged();
}

} // namespace resync::console

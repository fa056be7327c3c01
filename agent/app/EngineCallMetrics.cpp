// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/EngineCallMetrics.h"

#include "shared/core/Instant.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace resync::app {

namespace {

using telemetry::HistogramValue;

/// Upper bounds in seconds, from a small answer near by to a whole transfer at its deadline.
constexpr std::array Bounds{0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0};

HistogramValue emptyHistogram()
{
    HistogramValue value;
    for (const double bound : Bounds)
        value.buckets.push_back({bound, 0});
    return value;
}

void add(HistogramValue &value, double seconds)
{
    const auto bucket = std::find_if(value.buckets.begin(), value.buckets.end(),
                                     [&](const auto &b) { return seconds <= b.upperBound; });
    ++(bucket != value.buckets.end() ? bucket->count : value.above);
    value.sum += seconds;
}

std::uint64_t countOf(const HistogramValue &value)
{
    std::uint64_t count = value.above;
    for (const auto &bucket : value.buckets)
        count += bucket.count;
    return count;
}

} // namespace

void EngineCallMetrics::onEngineCall(std::string_view operation, std::string_view outcome,
                                     std::chrono::milliseconds duration)
{
    const std::lock_guard lock(m_mutex);
    const auto [at, isNew] =
        m_durations.try_emplace({std::string(operation), std::string(outcome)});
    if (isNew)
        at->second = emptyHistogram();
    add(at->second, toSeconds(duration));
}

void EngineCallMetrics::collect(telemetry::MetricFamilies &families) const
{
    const std::lock_guard lock(m_mutex);
    for (const auto &[key, durations] : m_durations) {
        const telemetry::Labels labels = {{"operation", key.first}, {"outcome", key.second}};
        families.counter("resync_engine_calls_total", "Calls to the engine.", labels,
                         static_cast<double>(countOf(durations)));
        families.histogram("resync_engine_call_duration_seconds",
                           "From a call sent to the engine to its answer read.", labels, durations);
    }
}

} // namespace resync::app

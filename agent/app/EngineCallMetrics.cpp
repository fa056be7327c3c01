// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/EngineCallMetrics.h"

#include "shared/core/Instant.h"

namespace resync::app {

void EngineCallMetrics::onEngineCall(std::string_view operation, std::string_view outcome,
                                     std::chrono::milliseconds duration)
{
    const std::lock_guard lock(m_mutex);
    Counts &counts = m_counts[{std::string(operation), std::string(outcome)}];
    ++counts.calls;
    counts.seconds += toSeconds(duration);
}

void EngineCallMetrics::collect(telemetry::MetricFamilies &families) const
{
    const std::lock_guard lock(m_mutex);
    for (const auto &[key, counts] : m_counts) {
        const telemetry::Labels labels = {{"operation", key.first}, {"outcome", key.second}};
        families.counter("resync_engine_calls_total", "Calls to the engine.", labels,
                         static_cast<double>(counts.calls));
        families.counter("resync_engine_call_seconds_total", "Time that calls to the engine took.",
                         labels, counts.seconds);
    }
}

} // namespace resync::app

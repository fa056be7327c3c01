// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/EngineCallObserver.h"
#include "agent/telemetry/MetricFamilies.h"

#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace resync::app {

/// Counts the calls to the engine, and how long they took, for the metrics. Thread: any.
class EngineCallMetrics final : public engine::EngineCallObserver
{
public:
    void onEngineCall(std::string_view operation, std::string_view outcome,
                      std::chrono::milliseconds duration) override;

    void collect(telemetry::MetricFamilies &families) const;

private:
    mutable std::mutex m_mutex;
    /// By operation and outcome.
    std::map<std::pair<std::string, std::string>, telemetry::HistogramValue> m_durations;
};

} // namespace resync::app

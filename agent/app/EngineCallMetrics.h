// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/EngineCallObserver.h"
#include "agent/telemetry/MetricFamilies.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace resync::app {

/// Counts the calls to the engine for the metrics. Thread: any.
class EngineCallMetrics final : public engine::EngineCallObserver
{
public:
    void onEngineCall(std::string_view operation, std::string_view outcome,
                      std::chrono::milliseconds duration) override;

    void collect(telemetry::MetricFamilies &families) const;

private:
    struct Counts
    {
        std::uint64_t calls = 0;
        double seconds = 0;
    };

    mutable std::mutex m_mutex;
    std::map<std::pair<std::string, std::string>, Counts> m_counts; ///< by operation and outcome
};

} // namespace resync::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"
#include "agent/telemetry/MetricFamilies.h"

#include <vector>

namespace resync::app {

/// How the engine may be asked: budget, breaker, and what is known of each of its hosts, as
/// metrics. Thread: any.
void collectEngine(const mirror::EngineCallCounts &counts,
                   const std::vector<mirror::EngineHostState> &hosts,
                   telemetry::MetricFamilies &families);

} // namespace resync::app

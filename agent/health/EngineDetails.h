// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"
#include "shared/domain/Health.h"

#include <vector>

namespace resync::health {

/// Adds to the details which of the engine's hosts is in use, and what the others last said.
void addHosts(domain::HealthComponent &engine, const std::vector<mirror::EngineHostState> &hosts);

/// Adds what the engine says of itself. An engine without its plan database, or whose message files
/// fill up, tells an old plan: one that is well otherwise is degraded then.
void addEngineMetrics(domain::HealthComponent &engine, const mirror::EngineMetrics &metrics);

} // namespace resync::health

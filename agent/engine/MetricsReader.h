// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"
#include "shared/core/Result.h"

#include <string_view>

namespace resync::engine {

/// Reads the engine's own /metrics (Prometheus text). Names are matched by their beginning, labels
/// are whatever they are; lines that cannot be read are skipped, lines beyond 200 000 too.
/// \return Protocol: not one line of a metric of the engine
[[nodiscard]] Result<mirror::EngineMetrics> readEngineMetrics(std::string_view text);

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/PlanView.h"

#include <string>

namespace resync::simulator {

/// What the engine's own /metrics tells, in the text form of Prometheus and with the vendor's
/// names.
[[nodiscard]] std::string engineMetrics(const PlanView &view);

} // namespace resync::simulator

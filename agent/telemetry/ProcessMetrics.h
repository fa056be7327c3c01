// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/telemetry/MetricFamilies.h"

#include <optional>

namespace resync::telemetry {

/// The process_* metrics that Prometheus clients agree on, read from /proc/self; what cannot be
/// read is absent. Thread: any.
void collectProcess(MetricFamilies &families);

/// Memory of this process that is in RAM, shared libraries included; none: it cannot be read.
[[nodiscard]] std::optional<double> residentBytes();

} // namespace resync::telemetry

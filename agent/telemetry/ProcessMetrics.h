// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/telemetry/MetricFamilies.h"

namespace resync::telemetry {

/// The process_* metrics that Prometheus clients agree on, read from /proc/self; what cannot be
/// read is absent. Thread: any.
void collectProcess(MetricFamilies &families);

} // namespace resync::telemetry

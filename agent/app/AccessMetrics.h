// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/AccessFigures.h"
#include "agent/telemetry/MetricFamilies.h"

namespace resync::app {

/// Logins, refusals and locks, as metrics. Thread: any.
void collectAccess(const access::AccessFigures &figures, telemetry::MetricFamilies &families);

} // namespace resync::app

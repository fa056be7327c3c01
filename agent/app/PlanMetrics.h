// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Mirror.h"
#include "agent/telemetry/MetricFamilies.h"
#include "shared/core/Clock.h"

namespace resync::app {

/// What is known of the plan, as metrics; what is not known is absent. Thread: any.
void collectPlan(const mirror::Mirror &mirror, const Clock &clock,
                 telemetry::MetricFamilies &families);

} // namespace resync::app

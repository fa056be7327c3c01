// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/RouteTable.h"

namespace resync::api {

/// GET /api/v1/plan, /api/v1/jobstreams[/{id}] and /api/v1/workstations[/{id}].
void addPlanRoutes(RouteTable &table);

} // namespace resync::api

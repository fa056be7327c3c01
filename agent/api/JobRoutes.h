// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/RouteTable.h"

namespace resync::api {

/// GET /api/v1/jobs and /api/v1/jobs/{id}.
void addJobRoutes(RouteTable &table);

} // namespace resync::api

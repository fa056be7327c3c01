// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/RouteTable.h"

namespace resync::api {

/// POST /api/v1/cache/invalidate and GET /api/v1/cache/stats.
void addCacheRoutes(RouteTable &table);

} // namespace resync::api

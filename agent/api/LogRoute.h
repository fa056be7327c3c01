// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/RouteTable.h"

namespace resync::api {

/// GET /api/v1/jobs/{id}/log: the job log, in parts or followed, as JSON or as text.
void addLogRoute(RouteTable &table);

} // namespace resync::api

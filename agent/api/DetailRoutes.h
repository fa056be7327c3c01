// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/RouteTable.h"

namespace resync::api {

/// GET /api/v1/jobs/{id}/runs, /resources, /prompts and /critical-jobs: lists that are read on
/// demand.
void addDetailRoutes(RouteTable &table);

} // namespace resync::api

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/RouteTable.h"

namespace resync::api {

/// /api/v1/auth/…: sessions and API tokens.
void addAuthRoutes(RouteTable &table);

} // namespace resync::api

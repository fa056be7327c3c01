// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/RouteTable.h"

namespace resync::api {

/// Events as they happen, and the history of metrics.
void addEventRoutes(RouteTable &table);

} // namespace resync::api

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/RouteTable.h"

namespace resync::api {

/// Health, configuration, metrics and the API's own description.
void addSystemRoutes(RouteTable &table);

} // namespace resync::api

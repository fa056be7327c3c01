// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/Api.h"

#include "agent/api/AuthRoutes.h"
#include "agent/api/CacheRoutes.h"
#include "agent/api/ChangesRoute.h"
#include "agent/api/DetailRoutes.h"
#include "agent/api/EventRoutes.h"
#include "agent/api/JobRoutes.h"
#include "agent/api/LogRoute.h"
#include "agent/api/NetworkRoutes.h"
#include "agent/api/PlanRoutes.h"
#include "agent/api/SystemRoutes.h"

namespace resync::api {

void addRoutes(http::Router &router, Context &context)
{
    RouteTable table(router, context);
    addSystemRoutes(table);
    addCacheRoutes(table);
    addPlanRoutes(table);
    addJobRoutes(table);
    addChangesRoute(table);
    addDetailRoutes(table);
    addLogRoute(table);
    addNetworkRoutes(table);
    addEventRoutes(table);
    addAuthRoutes(table);
}

} // namespace resync::api

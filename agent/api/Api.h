// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/Context.h"
#include "agent/http/Router.h"

namespace resync::api {

/// Adds every route of the Resync API (resources/openapi.yaml) to \a router. \a context must
/// outlive the server.
void addRoutes(http::Router &router, Context &context);

} // namespace resync::api

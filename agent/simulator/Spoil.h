// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Response.h"
#include "agent/simulator/Faults.h"

namespace resync::simulator {

/// A good answer as a fault leaves it; faults that are no matter of the body leave it alone.
[[nodiscard]] http::Response spoilt(http::Response response, const Fault &fault);

} // namespace resync::simulator

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/JsonFields.h"
#include "shared/domain/JobStream.h"

namespace resync::engine {

/// Reads one JobStreamInPlan object of API v1. A row without an id has an empty one.
[[nodiscard]] error_code readV1JobStream(JsonValue &value, domain::JobStream &out);

} // namespace resync::engine

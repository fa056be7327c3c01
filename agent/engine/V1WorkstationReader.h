// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/JsonFields.h"
#include "shared/domain/Workstation.h"

namespace resync::engine {

/// Reads one WorkstationInPlan object of API v1. A row without an id has an empty one.
[[nodiscard]] error_code readV1Workstation(JsonValue &value, domain::Workstation &out);

} // namespace resync::engine

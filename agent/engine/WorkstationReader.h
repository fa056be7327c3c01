// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/JsonFields.h"
#include "shared/domain/Workstation.h"

namespace resync::engine {

/// Reads one WorkstationInPlan object. A row without an id has an empty one. Linked and running are
/// derived from its active states (tws-api §3.2) and stay unknown without them.
[[nodiscard]] error_code readWorkstation(JsonValue &value, domain::Workstation &out);

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/JsonFields.h"
#include "shared/domain/Job.h"

namespace resync::engine {

/// Reads a "dependenciesStats" object.
[[nodiscard]] error_code readDependencyCounts(JsonValue &value, domain::DependencyCounts &out);

} // namespace resync::engine

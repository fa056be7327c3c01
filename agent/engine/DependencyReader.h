// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/JsonFields.h"
#include "shared/domain/Job.h"

namespace resync::engine {

/// Reads one item of "dependencies", of any dependencyType; an unknown type keeps its word.
[[nodiscard]] error_code readDependency(JsonValue &value, domain::Dependency &out);

} // namespace resync::engine

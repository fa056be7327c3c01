// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/JsonFields.h"
#include "shared/domain/Resource.h"

namespace resync::engine {

/// Reads one resource of either API version. A row without an id has an empty one.
[[nodiscard]] error_code readResource(JsonValue &value, domain::Resource &out);

} // namespace resync::engine

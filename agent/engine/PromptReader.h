// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/JsonFields.h"
#include "shared/domain/Prompt.h"

namespace resync::engine {

/// Reads one prompt of either API version. A row without an id has an empty one.
[[nodiscard]] error_code readPrompt(JsonValue &value, domain::Prompt &out);

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/JsonFields.h"
#include "shared/domain/Job.h"

namespace resync::engine {

/// Reads one JobInPlan object. A row without an id has an empty one.
[[nodiscard]] error_code readJob(JsonValue &value, domain::Job &out);

} // namespace resync::engine

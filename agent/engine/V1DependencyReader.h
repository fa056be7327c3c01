// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/JsonFields.h"
#include "shared/domain/Dependency.h"

#include <optional>
#include <vector>

namespace resync::engine {

/// Reads "dependencies" of a job or stream of API v1, an object with one array for each kind of
/// dependency; none stays none when it is no object. Of jobs and streams the engine names the
/// predecessor, so that its status is known too where the engine tells it.
[[nodiscard]] error_code readV1Dependencies(JsonValue &value,
                                            std::optional<std::vector<domain::Dependency>> &out);

/// As readJobDependencies and readStreamDependencies, of rows of API v1.
[[nodiscard]] error_code readV1JobDependencies(JsonValue &value, domain::JobDependencies &out);
[[nodiscard]] error_code readV1StreamDependencies(JsonValue &value,
                                                  domain::StreamDependencies &out);

} // namespace resync::engine

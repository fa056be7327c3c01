// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/JsonFields.h"
#include "shared/domain/Dependency.h"

#include <optional>
#include <vector>

namespace resync::engine {

/// Reads "dependencies"; none stays none when it is no array.
[[nodiscard]] error_code readDependencyList(JsonValue &value,
                                            std::optional<std::vector<domain::Dependency>> &out);

/// Read the dependencies of a row of the job or the stream list; a row without an id has an empty
/// one. Not complete when the engine counts dependencies that it does not list.
[[nodiscard]] error_code readJobDependencies(JsonValue &value, domain::JobDependencies &out);
[[nodiscard]] error_code readStreamDependencies(JsonValue &value, domain::StreamDependencies &out);

} // namespace resync::engine

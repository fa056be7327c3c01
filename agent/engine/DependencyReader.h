// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/JsonFields.h"
#include "shared/domain/Job.h"

#include <optional>
#include <string>
#include <string_view>

namespace resync::engine {

/// Reads one item of "dependencies", of any dependencyType; an unknown type keeps its word.
[[nodiscard]] error_code readDependency(JsonValue &value, domain::Dependency &out);

/// Adds what the engine told; empty text and none are nothing.
void addDetail(domain::Dependency &out, std::string_view key, const std::string &text);
void addDetail(domain::Dependency &out, std::string_view key, std::optional<int> number);

} // namespace resync::engine

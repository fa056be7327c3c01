// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/JsonFields.h"

#include <optional>
#include <string>

namespace resync::engine {

/// What names an object in API v1: "key", "…InPlanKey" objects and the parts within.
struct V1Key
{
    std::string name;
    std::string folder;
    std::string workstation; ///< as sent; makePath is the caller's
    std::optional<Instant> startTime;
};
[[nodiscard]] error_code readV1Key(JsonValue &value, V1Key &out);

/// The "name" of a key object alone, or the text that stands in its place.
[[nodiscard]] error_code readKeyName(JsonValue &value, std::string &out);

/// A duration of API v1: whole milliseconds.
[[nodiscard]] error_code readMilliseconds(JsonValue &value, std::optional<milliseconds> &out);

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"
#include "shared/core/Result.h"

#include <string>

namespace resync::engine {

/// Reads API v1's engine/info. Host and API versions are the caller's to add.
/// \return Protocol: not JSON, or without a version
[[nodiscard]] Result<domain::EngineIdentity> readV1Identity(std::string &body);

/// Reads the answer of plan/query: the current plan, or the first that is told.
/// \return Protocol: not JSON, no list, or an empty one
[[nodiscard]] Result<mirror::PlanInfo> readV1PlanInfo(std::string &body);

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"
#include "shared/domain/Plan.h"

#include <string>

namespace resync::engine {

/// Reads the answer of engine/info. Host and API versions are the caller's to add.
/// \return Protocol: not JSON, or without any of the members that an engine tells
[[nodiscard]] Result<domain::EngineIdentity> readIdentity(std::string &body);

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"
#include "shared/domain/JobRun.h"

#include <string>
#include <vector>

namespace resync::engine {

/// Reads the answer of model/jobhistoryrun/query, newest run first.
/// \return Protocol: not JSON, or no list
[[nodiscard]] Result<std::vector<domain::JobRun>> readV1History(std::string &body);

} // namespace resync::engine

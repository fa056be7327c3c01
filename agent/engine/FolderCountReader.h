// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"
#include "shared/core/Result.h"

#include <string>
#include <vector>

namespace resync::engine {

/// Reads the answer of plan/folder/objects-count. Folders without a path are left out.
/// \return Protocol: not JSON, or no list
[[nodiscard]] Result<std::vector<mirror::FolderCount>> readFolderCounts(std::string &body);

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"

#include <filesystem>

namespace resync::app {

/// Makes STATE_DIR where it is missing, and tries to write a file there. InvalidInput: the message
/// names the folder and the way out.
[[nodiscard]] Result<> prepareStateDir(const std::filesystem::path &folder);

} // namespace resync::app

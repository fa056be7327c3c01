// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/config/Load.h"

#include <vector>

namespace resync::app {

/// What the parts of the agent tell about their settings: proxies, users, API tokens, the
/// password's hash, certificates. They read files, and change nothing.
[[nodiscard]] std::vector<config::Validator> validators();

/// STATE_DIR can be written; makes it. For a start, not for a look.
[[nodiscard]] config::Validator stateDirValidator();

} // namespace resync::app

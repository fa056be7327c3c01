// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/app/CommandLine.h"
#include "agent/config/Load.h"

namespace resync::app {

/// `resync-agent user add|passwd|role|remove`: asks for the password where one is needed, changes
/// USERS_FILE, and prints what was done, or what is wrong. \return the exit code
[[nodiscard]] int runUserCommand(const UserCommand &command, const config::LoadOutcome &outcome);

} // namespace resync::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/config/Secret.h"
#include "shared/core/Result.h"

namespace resync::app {

/// A new password: asked for twice on the terminal, without echo; when standard input is none, its
/// first line. InvalidInput: nothing was given, or the two differ. Waits for the person.
[[nodiscard]] Result<config::Secret> readNewPassword();

} // namespace resync::app

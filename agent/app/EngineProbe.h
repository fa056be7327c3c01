// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/EngineSettings.h"
#include "shared/core/Result.h"
#include "shared/domain/Plan.h"

namespace resync::app {

/// Asks the engine who it is and for one workstation, so that the login is tried too. Waits for the
/// answers; the settings' timeouts end each. Thread: one with a QCoreApplication.
[[nodiscard]] Result<domain::EngineIdentity> probeEngine(const engine::EngineSettings &settings);

} // namespace resync::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace resync::app {

/// Tells systemd how the service is (sd_notify(3)); does nothing when it was not started by systemd
/// with Type=notify, or when the agent was built without libsystemd.
void notifyReady(const std::string &status);  ///< serves, whatever the engine does
void notifyStatus(const std::string &status); ///< one line for systemctl status
void notifyStopping();

} // namespace resync::app

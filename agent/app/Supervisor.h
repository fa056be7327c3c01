// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace resync::app {

/// Tells systemd how the service is (sd_notify(3)); does nothing when it was not started by systemd
/// with Type=notify, or when the agent was built without libsystemd.
void notifyReady(const std::string &status); ///< serves, whatever the engine does
void notifyReloading(); ///< reads its configuration again; ends with notifyReady
void notifyStatus(const std::string &status); ///< one line for systemctl status
void notifyStopping();

/// The listening socket that systemd opened for us (sd_listen_fds(3)); the first, if there are
/// several. Programs that the agent starts do not inherit the environment that names it.
[[nodiscard]] std::optional<int> passedSocket();

} // namespace resync::app

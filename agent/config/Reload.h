// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/config/Config.h"

#include <string>
#include <vector>

namespace resync::config {

/// What a reload would do.
struct ReloadPlan
{
    Config next;                             ///< what would run; restart_pending is marked in it
    std::vector<std::string> changed;        ///< settings whose new value takes effect
    std::vector<std::string> restartPending; ///< settings that run with another value than is given
};

/// Compares what runs with what the sources say now. Reloadable settings take the new value, the
/// others keep the one that runs. Where the sources name another APP_ENV, all of them wait: half of
/// another environment's settings is nobody's wish.
[[nodiscard]] ReloadPlan planReload(const Config &running, const Config &loaded);

/// The files that gave \a running a setting and are gone now, and a folder that is no longer the
/// one whose files are read: signs of a half-finished edit, in which a reload would quietly fall
/// back to defaults. Reads the file system.
[[nodiscard]] std::vector<Problem> lostSources(const Config &running, const Config &loaded);

} // namespace resync::config

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace resync::app {

/// Keeps this process's memory, which holds passwords, to itself: no core dump, and no debugger or
/// reading of /proc/PID/mem by the same user (PR_SET_DUMPABLE). For good.
void forbidCoreDumps();

} // namespace resync::app

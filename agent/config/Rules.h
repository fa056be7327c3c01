// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/config/Config.h"
#include "agent/config/Sources.h"

#include <vector>

namespace resync::config {

/// Checks what values mean to one another, and what production demands. May narrow a value: without
/// an engine and an administrator the Resync API listens on 127.0.0.1 only.
/// \param entries one per Key; those with an error of their own are not set
/// \param isProductionRunning production's demands hold, also where \a entries name another
void applyRules(std::vector<Entry> &entries, const Sources &sources, bool isProductionRunning,
                Problems &problems);

} // namespace resync::config

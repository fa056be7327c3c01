// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/PlanEvents.h"

namespace resync::mirror {

std::vector<domain::Event> planEvents(const Snapshot *, const Snapshot &, const JobDiff &, Instant)
{
    return {};
}

} // namespace resync::mirror

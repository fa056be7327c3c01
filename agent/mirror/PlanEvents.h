// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/JobMerge.h"
#include "agent/mirror/Snapshot.h"
#include "shared/domain/Event.h"

#include <vector>

namespace resync::mirror {

/// The events of one refresh: job.status, or one jobs.changed when more than 500;
/// job_stream.status, workstation.link; plan.changed alone for a new plan id. \a before may be
/// null: the first plan is no event. \a diff is the difference of their jobs; \param now when the
/// difference was seen
[[nodiscard]] std::vector<domain::Event> planEvents(const Snapshot *before, const Snapshot &after,
                                                    const JobDiff &diff, Instant now);

} // namespace resync::mirror

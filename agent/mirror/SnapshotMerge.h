// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/PlanReader.h"
#include "agent/mirror/Snapshot.h"

#include <memory>

namespace resync::mirror {

/// The snapshot after a refresh: what \a read brought, and for the rest what \a last (may be null,
/// then \a read has every collection) held. A collection whose content is the same keeps its rows
/// and its generation, only its age moves. \a read is used up. \param asOf when the refresh began;
/// \param now for rows that changed
[[nodiscard]] std::shared_ptr<const Snapshot> mergeRead(PlanRead &read, const Snapshot *last,
                                                        Instant asOf, Instant now);

} // namespace resync::mirror

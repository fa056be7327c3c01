// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/JobStream.h"
#include "shared/domain/Workstation.h"

#include <vector>

namespace resync::mirror {

/// One row of the stream list with what is derived from the jobs of the same snapshot.
struct StreamRow
{
    domain::JobStream stream;
    domain::JobCounts counts;

    bool operator==(const StreamRow &) const = default;
};

using StreamList = std::vector<StreamRow>;                ///< by id
using WorkstationList = std::vector<domain::Workstation>; ///< by id

} // namespace resync::mirror

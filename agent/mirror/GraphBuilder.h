// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/JobTable.h"
#include "agent/mirror/PlanLists.h"
#include "shared/domain/Dependency.h"
#include "shared/domain/PlanGraph.h"

#include <memory>
#include <vector>

namespace resync::mirror {

/// Who waits for whom, from the dependencies that \a jobs holds and those of the streams. Job nodes
/// are the rows of \a jobs, stream nodes the rows of \a streams; what names a job or stream that is
/// not in the plan makes no edge. To be built anew when rows of either come or go or dependencies
/// are read. Thread: any.
[[nodiscard]] std::shared_ptr<const domain::PlanGraph> buildGraph(
    const JobTable &jobs, const StreamList &streams,
    const std::vector<domain::StreamDependencies> &streamDependencies);

/// The same graph after rows came and went. \a newRowOf tells for each old job row its new one or
/// NoRow; new rows have no neighbours yet.
[[nodiscard]] std::shared_ptr<const domain::PlanGraph> renumberedGraph(
    const domain::PlanGraph &graph, const std::vector<std::uint32_t> &newRowOf, std::uint32_t jobs);

} // namespace resync::mirror

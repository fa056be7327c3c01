// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/JobDetail.h"
#include "agent/api/RouteTable.h"
#include "shared/domain/PlanGraph.h"
#include "shared/protocol/DependencyCodec.h"
#include "shared/protocol/ImpactCodec.h"

#include <cstddef>
#include <vector>

namespace resync::api {

/// Adds the references that the engine did not tell of jobs and streams of the plan.
void addTargetRefs(const PlanView &view, std::vector<domain::Dependency> &dependencies);

/// What \a job waits for and what waits for it, \a depth levels far: the first level as the engine
/// told it, the others by the graph.
[[nodiscard]] protocol::Dependencies dependenciesOf(const PlanView &view,
                                                    domain::PlanGraph::Node job, std::size_t depth,
                                                    const FetchedDetail &detail);
/// Who is held up by \a job; at most \a limit of the jobs.
[[nodiscard]] protocol::ImpactDocument impactDocument(const PlanView &view,
                                                      const domain::PlanGraph &graph,
                                                      domain::PlanGraph::Node job,
                                                      std::size_t limit, Instant now);

/// GET /api/v1/jobs/{id}/dependencies and /impact.
void addNetworkRoutes(RouteTable &table);

} // namespace resync::api

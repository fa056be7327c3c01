// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"
#include "shared/domain/Job.h"
#include "shared/domain/JobRun.h"

#include <string>
#include <vector>

namespace resync::engine {

/// What one job by id tells, and whether asking for its issues is worth a call.
struct ReadJobDetail
{
    domain::JobDetail detail;
    domain::Status status = domain::Status::Undecided;
};

/// \return Protocol: not JSON, or not a job (no id)
[[nodiscard]] Result<ReadJobDetail> readJobDetail(std::string &body);

/// The runs that one job by id tells, the current one last.
/// \return as readJobDetail
[[nodiscard]] Result<std::vector<domain::JobRun>> readJobRuns(std::string &body);

/// Reads {"issues": […]}: each becomes a statement "engine_issue" with the engine's own text.
[[nodiscard]] Result<std::vector<domain::Statement>> readIssues(std::string &body);

} // namespace resync::engine

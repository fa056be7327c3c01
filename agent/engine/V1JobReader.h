// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/JsonFields.h"
#include "shared/domain/CriticalJob.h"
#include "shared/domain/Job.h"
#include "shared/domain/JobRun.h"

#include <optional>
#include <vector>

namespace resync::engine {

/// What one object of API v1's job queries tells. API v1 knows a job by one id and has none for its
/// runs: the run bears the job's id.
struct V1Job
{
    domain::Job job;
    domain::JobDefinition definition;
    domain::JobRun run; ///< the same run as job.run, with its status; without an id: none yet
    domain::CriticalJob critical;
    std::optional<std::vector<domain::Dependency>> dependencies; ///< none: the engine told none
};

/// A row without an id has an empty one.
[[nodiscard]] error_code readV1Job(JsonValue &value, V1Job &out);

/// The two parts of it that fill a list.
[[nodiscard]] error_code readV1JobRow(JsonValue &value, domain::Job &out);
[[nodiscard]] error_code readV1CriticalJob(JsonValue &value, domain::CriticalJob &out);

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/JsonFields.h"
#include "agent/engine/StatusFields.h"
#include "shared/domain/Job.h"

#include <optional>
#include <vector>

namespace resync::engine {

/// One of a job's runs, with what the job takes over from it.
struct RunRow
{
    domain::Run run;
    StatusFields status;
    std::optional<int> returnCode;
    std::optional<bool> isLastInChain;
    std::optional<bool> isMaxDurationGone;
};

/// Reads "jobruns"; none stays none when it is no array.
[[nodiscard]] error_code readRuns(JsonValue &value, std::optional<std::vector<RunRow>> &out);

/// The run as one of this plan; \a priority is the job's.
[[nodiscard]] domain::JobRun planRun(RunRow row, std::optional<int> priority);

/// The last one that ends its rerun chain, else the last one; nullptr when there is none.
[[nodiscard]] RunRow *currentRun(std::optional<std::vector<RunRow>> &runs);

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/Dated.h"
#include "shared/domain/Filter.h"

#include <QtGlobal>

#include <optional>
#include <vector>

namespace resync::console {

/// What the job table can be ordered by; Id is the order of the rows themselves.
enum class JobOrder {
    Id,
    State,
    Name,
    Stream,
    Workstation,
    Started,
    RunSpan,
    Usual,
    ReturnCode,
    Deadline
};

struct JobQuery
{
    domain::Filter filter;
    JobOrder order = JobOrder::State;
    bool isDescending = false;
    std::optional<Instant> asOf; ///< run spans count to it
};

/// Positions in \a rows of the jobs that \a query lets through, in its order. Unknown values come
/// last either way; equal ones by id. Pure: runs in any thread.
[[nodiscard]] std::vector<quint32> selectJobs(const std::vector<domain::Job> &rows,
                                              const JobQuery &query);

} // namespace resync::console

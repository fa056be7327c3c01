// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"
#include "shared/core/Result.h"
#include "shared/domain/Job.h"

#include <string>
#include <string_view>

namespace resync::engine {

/// How a list of API v1 is filtered.
struct V1FilterNames
{
    std::string_view filter;  ///< "jobInPlanFilter"
    std::string_view name;    ///< the member that takes a name, or one with wildcards
    bool hasStatuses = false; ///< takes statusList and actual…TimeRange
};

/// The inner filter object for the rows of \a query, as JSON. The filters of API v1 only AND.
/// \param anyName "*", or what else stands for every name
/// \return NotOffered: a form that they cannot express
[[nodiscard]] Result<std::string> v1Filter(const mirror::RowQuery &query,
                                           const V1FilterNames &names, std::string_view anyName);
/// Jobs of one common status, by the engine's word.
[[nodiscard]] std::string v1StatusFilter(std::string_view commonStatus, std::string_view anyName);
/// Earlier runs of \a job.
[[nodiscard]] std::string v1HistoryFilter(const domain::Job &job);

/// {"filters":{"jobInPlanFilter":{…}}}
[[nodiscard]] std::string v1Query(std::string_view filterName, const std::string &filter);

} // namespace resync::engine

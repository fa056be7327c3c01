// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/PlanAnswer.h"

#include <cstddef>
#include <functional>
#include <optional>

namespace resync::api {

using FetchedDetail = Result<mirror::Dated<domain::JobDetail>>;

/// 404: the plan has no job with this id.
void sendNoSuchJob(Call &call);

/// When the content of the row last changed: details that are older do not belong to it.
[[nodiscard]] Instant changedAt(const PlanView &view, std::size_t row);

/// Reads the details of the job in the path and calls \a then, on the plan thread, with its row as
/// it is after that; answers itself when there is no plan, or no such job in it (any more).
void withJobDetail(Context &context, SharedCall call, std::optional<milliseconds> maxAge,
                   std::function<void(const SharedCall &, const PlanView &, std::size_t row,
                                      const FetchedDetail &)>
                       then);

} // namespace resync::api

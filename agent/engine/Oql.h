// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"
#include "shared/core/Result.h"

#include <string>
#include <string_view>

namespace resync::engine {

/// How a list's members are called in OQL (tws-api §6); empty: there is no such member.
struct OqlFields
{
    std::string_view status;
    std::string_view startedAt;
    std::string_view endedAt;
    std::string_view order;
};

[[nodiscard]] const OqlFields &jobOqlFields();
[[nodiscard]] const OqlFields &jobStreamOqlFields();
[[nodiscard]] const OqlFields &namedOqlFields(); ///< workstations, resources: names only

/// The condition for the rows of \a query, without an order.
/// \return InvalidInput: an id or folder that cannot stand in OQL, or too many ids; NotOffered: the
///         list has no such member
[[nodiscard]] Result<std::string> oqlCondition(const mirror::RowQuery &query,
                                               const OqlFields &fields);

/// The common statuses that are neither waiting nor final, as the engine writes them.
[[nodiscard]] const std::vector<std::string> &activeStatusWords();

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/QueryReader.h"
#include "shared/domain/Filter.h"

namespace resync::api {

/// The parameters of api lists that choose rows; a route takes those that make sense for its rows.
enum class FilterParameters { Jobs, JobStreams, Workstations, Resources, CriticalJobs };

/// Reads status, internal_status, workstation, jobstream, folder, critical, late and q into the one
/// filter; notes what is wrong in \a query. "HH:MM" in q is today in UTC.
[[nodiscard]] domain::Filter readRowFilter(QueryReader &query, FilterParameters parameters,
                                           Instant now);

} // namespace resync::api

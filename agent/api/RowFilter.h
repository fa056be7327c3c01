// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/QueryReader.h"
#include "shared/domain/Filter.h"

#include <string>
#include <vector>

namespace resync::api {

/// The parameters of api lists that choose rows; a route takes those that make sense for its rows.
enum class FilterParameters { Jobs, JobStreams, Workstations, Resources, CriticalJobs };

/// What the parameters of a list ask for.
struct RowFilter
{
    domain::Filter terms;                ///< that must hold
    std::vector<domain::Filter> queries; ///< one of which must hold, where there are any

    [[nodiscard]] bool isEmpty() const { return terms.isEmpty() && queries.empty(); }
    [[nodiscard]] bool matches(const domain::FilterSubject &subject) const;
    /// As Filter::text.
    [[nodiscard]] std::string text() const;
};

/// Reads status, internal_status, workstation, jobstream, folder, critical, late and q into one
/// filter, in which those of one name are alternatives; notes what is wrong in \a query. "HH:MM" in
/// q is today in UTC.
[[nodiscard]] RowFilter readRowFilter(QueryReader &query, FilterParameters parameters, Instant now);

} // namespace resync::api

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/PlanView.h"
#include "shared/core/Result.h"

#include <string>
#include <vector>

namespace resync::simulator::v1 {

/// From when to when, both included; none: open.
struct TimeRange
{
    std::optional<Instant> start;
    std::optional<Instant> end;

    [[nodiscard]] bool holds(std::optional<Instant> at) const;
};

/// The members of a v1 filter ("jobInPlanFilter" …) that the simulator understands; names take the
/// wildcards * ? and @. Other members are ignored, as the engine does.
struct Filter
{
    std::string workstationName; ///< empty, as all others: anything
    std::string jobStreamName;
    std::string jobName;
    std::vector<std::string> statusList;
    std::vector<std::string> internalStatusList;
    std::vector<std::string> alertLevelList;
    TimeRange inputArrival;
    TimeRange actualStart;
    TimeRange actualEnd;
    std::optional<bool> isCritical;
    std::optional<bool> isLate;
};

/// Reads {"filters": {"…": {…}}}, or the inner object alone, as query_next sends it. An empty body
/// is everything. InvalidInput: not JSON, or a member of the wrong type.
[[nodiscard]] Result<Filter> readFilter(const std::string &body);

/// The members of a jobHistoryRunFilter.
struct HistoryFilter
{
    Filter job; ///< names only
    TimeRange runDate;
    std::vector<std::string> statusList;

    [[nodiscard]] bool wants(bool isError) const;
};
[[nodiscard]] Result<HistoryFilter> readHistoryFilter(const std::string &body);

[[nodiscard]] bool matchesJob(const Filter &filter, const PlanView &view, Row job);
[[nodiscard]] bool matchesStream(const Filter &filter, const PlanView &view, Row stream);
[[nodiscard]] bool matchesWorkstation(const Filter &filter, const PlanView &view, Row workstation);

/// \a pattern with * or @ for any run of characters and ? for one; empty: anything.
[[nodiscard]] bool matchesName(std::string_view name, std::string_view pattern);

} // namespace resync::simulator::v1

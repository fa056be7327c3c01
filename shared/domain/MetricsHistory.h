// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace resync::domain {

/// One line of a chart: a value a step, none where it was not known.
struct MetricsSeries
{
    std::string name; ///< "jobs", "http_requests"
    std::string unit; ///< "jobs", "per_second", "bytes", "seconds"
    std::vector<std::pair<std::string, std::string>> labels;
    std::vector<std::optional<double>> points;

    bool operator==(const MetricsSeries &) const = default;
};

/// The agent's own measurements of the last hours (api.md §5, "Metrics history"): the first point
/// of every series is of \c from, the last of \c to.
struct MetricsHistory
{
    std::chrono::seconds step{10};
    Instant from{};
    Instant to{};
    std::vector<MetricsSeries> series;

    bool operator==(const MetricsHistory &) const = default;
};

} // namespace resync::domain

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/core/Result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace resync::console {

/// One line of a scrape: "resync_jobs{status="error"} 9". A histogram's buckets are lines of
/// "<name>_bucket" with the label "le".
struct MetricLine
{
    std::string name;
    std::vector<std::pair<std::string, std::string>> labels; ///< as sent, unescaped
    double value = 0;                                        ///< may be NaN or infinite

    [[nodiscard]] std::string_view label(std::string_view key) const; ///< empty: not there
    bool operator==(const MetricLine &) const = default;
};

struct MetricsSample
{
    Instant at{}; ///< when it was asked for
    std::vector<MetricLine> lines;
};

/// Reads Prometheus text 0.0.4. Protocol, naming the line, for anything else.
[[nodiscard]] Result<std::vector<MetricLine>> parseMetricsText(std::string_view text);

} // namespace resync::console

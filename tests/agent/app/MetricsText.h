// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/telemetry/MetricFamilies.h"

#include <string>
#include <string_view>

namespace resync::test {

/// What a collector has to say, as a scrape shows it.
template<typename Collect>
[[nodiscard]] std::string metricsText(const Collect &collect)
{
    telemetry::MetricFamilies families;
    collect(families);
    return families.text();
}

[[nodiscard]] inline bool hasLine(const std::string &text, std::string_view line)
{
    return ('\n' + text).find('\n' + std::string(line) + '\n') != std::string::npos;
}

} // namespace resync::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/telemetry/MetricFamilies.h"

#include <functional>
#include <string>
#include <vector>

namespace resync::telemetry {

/// What GET /api/metrics answers: asks every collector anew for each scrape. Knows of itself
/// resync_build_info and process_*.
class Metrics
{
public:
    /// Gives its values of the moment. Called on the thread that scrapes, possibly at once on
    /// several; must not block.
    using Collector = std::function<void(MetricFamilies &)>;

    /// Text format 0.0.4.
    static constexpr const char ContentType[] = "text/plain; version=0.0.4; charset=utf-8";

    Metrics();

    /// \param collector what it refers to must outlive the last scrape
    /// Thread: before the first scrape.
    void add(Collector collector);

    /// Thread: any.
    [[nodiscard]] std::string text() const;

private:
    std::vector<Collector> m_collectors;
};

} // namespace resync::telemetry

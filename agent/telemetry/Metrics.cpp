// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/Metrics.h"

#include "agent/telemetry/ProcessMetrics.h"
#include "resync/Version.h"

namespace resync::telemetry {

namespace {

void collectBuild(MetricFamilies &families)
{
    families.gauge("resync_build_info", "The version of the Resync agent; the value is always 1.",
                   {{"version", Version}}, 1);
}

} // namespace

Metrics::Metrics()
    : m_collectors{collectBuild, collectProcess}
{}

void Metrics::add(Collector collector)
{
    m_collectors.push_back(std::move(collector));
}

std::string Metrics::text() const
{
    MetricFamilies families;
    for (const Collector &collector : m_collectors)
        collector(families);
    return families.text();
}

} // namespace resync::telemetry

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/Dated.h"
#include "console/client/MetricsText.h"
#include "console/settings/Profile.h"
#include "shared/domain/CacheStats.h"
#include "shared/domain/ConfigReport.h"
#include "shared/domain/Health.h"
#include "shared/domain/Plan.h"

namespace resync::test {

/// 2026-11-24 02:14:20 in Zurich: the moment of all samples.
inline constexpr Instant SampleNow{std::chrono::seconds(1795482860)};

/// Rows that look like a bank's night: some of each state, \a count in all. Invented; tests only.
[[nodiscard]] console::Dated<console::JobRows> sampleJobs(int count, Instant asOf);
[[nodiscard]] console::Dated<domain::Plan> samplePlan(int jobs, Instant asOf);
[[nodiscard]] domain::Health sampleHealth();
[[nodiscard]] domain::CacheStats sampleCache(Instant asOf);
[[nodiscard]] domain::ConfigReport sampleConfig();
[[nodiscard]] console::Profile sampleProfile();
/// The \a step th scrape, 5 s after the one before.
[[nodiscard]] console::MetricsSample sampleMetrics(int step);

} // namespace resync::test

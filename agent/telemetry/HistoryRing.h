// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/domain/MetricsHistory.h"

#include <cstddef>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace resync::telemetry {

/// The measurements of the last 24 hours, one value per series every 10 s, in memory that does not
/// grow: 4 bytes a value. Thread: any.
class HistoryRing
{
public:
    static constexpr std::chrono::seconds Step{10};
    static constexpr std::size_t Steps = 24 * 3600 / 10;

    /// \param series what is measured; points are ignored
    explicit HistoryRing(std::vector<domain::MetricsSeries> series);

    /// \param values one per series; those of the step in which \a now lies are replaced. Steps
    ///        that were passed over stay gaps.
    void add(Instant now, std::span<const std::optional<double>> values);

    /// The steps from \a from to \a to, both included, cut to what the ring can hold; series by
    /// name, all of them when \a names is empty.
    [[nodiscard]] domain::MetricsHistory read(Instant from, Instant to,
                                              const std::vector<std::string> &names) const;

private:
    [[nodiscard]] float &at(std::size_t series, long long step);
    [[nodiscard]] float at(std::size_t series, long long step) const;

    const std::vector<domain::MetricsSeries> m_series;
    mutable std::mutex m_mutex;  ///< guards the next two
    std::vector<float> m_values; ///< series by series, a ring each; NaN: not known
    long long m_newest = -1;     ///< step number since 1970; −1: none yet
};

} // namespace resync::telemetry

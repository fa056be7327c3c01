// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace resync::telemetry {

using Labels = std::vector<std::pair<std::string, std::string>>;

struct HistogramValue
{
    struct Bucket
    {
        double upperBound = 0;
        std::uint64_t count = 0; ///< values in this bucket alone
    };
    std::vector<Bucket> buckets; ///< by rising bound, without the last one
    std::uint64_t above = 0;     ///< values above the last bound
    double sum = 0;
};

/// The values of one scrape, gathered into families by name. A value that is not known is simply
/// not given, and its series is absent: never 0. Names follow Prometheus (resync_…_total, base
/// units).
class MetricFamilies
{
public:
    MetricFamilies();
    MetricFamilies(const MetricFamilies &) = delete;
    MetricFamilies &operator=(const MetricFamilies &) = delete;
    ~MetricFamilies();

    /// Only grows while the process lives; the name ends in _total.
    void counter(std::string_view name, std::string_view help, Labels labels,
                 std::optional<double> value);
    void gauge(std::string_view name, std::string_view help, Labels labels,
               std::optional<double> value);
    void histogram(std::string_view name, std::string_view help, Labels labels,
                   const HistogramValue &value);

    /// Text format 0.0.4.
    [[nodiscard]] std::string text() const;

private:
    class Families;
    std::unique_ptr<Families> m_families;
};

} // namespace resync::telemetry

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/MetricFamilies.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <cmath>

namespace resync::telemetry {

namespace {

prometheus::ClientMetric labelled(Labels labels)
{
    prometheus::ClientMetric metric;
    for (auto &[name, value] : labels)
        metric.label.push_back({std::move(name), std::move(value)});
    return metric;
}

bool isKnown(std::optional<double> value)
{
    return value && std::isfinite(*value);
}

} // namespace

class MetricFamilies::Families
{
public:
    /// Families keep the order in which they were first named.
    void add(std::string_view name, std::string_view help, prometheus::MetricType type,
             prometheus::ClientMetric metric)
    {
        const auto found = std::find_if(m_all.begin(), m_all.end(),
                                        [&](const auto &family) { return family.name == name; });
        if (found != m_all.end()) {
            found->metric.push_back(std::move(metric));
            return;
        }
        prometheus::MetricFamily family;
        family.name = name;
        family.help = help;
        family.type = type;
        family.metric.push_back(std::move(metric));
        m_all.push_back(std::move(family));
    }

    [[nodiscard]] const std::vector<prometheus::MetricFamily> &all() const { return m_all; }

private:
    std::vector<prometheus::MetricFamily> m_all;
};

MetricFamilies::MetricFamilies()
    : m_families(std::make_unique<Families>())
{}

MetricFamilies::~MetricFamilies() = default;

void MetricFamilies::counter(std::string_view name, std::string_view help, Labels labels,
                             std::optional<double> value)
{
    if (!isKnown(value))
        return;
    prometheus::ClientMetric metric = labelled(std::move(labels));
    metric.counter.value = *value;
    m_families->add(name, help, prometheus::MetricType::Counter, std::move(metric));
}

void MetricFamilies::gauge(std::string_view name, std::string_view help, Labels labels,
                           std::optional<double> value)
{
    if (!isKnown(value))
        return;
    prometheus::ClientMetric metric = labelled(std::move(labels));
    metric.gauge.value = *value;
    m_families->add(name, help, prometheus::MetricType::Gauge, std::move(metric));
}

void MetricFamilies::histogram(std::string_view name, std::string_view help, Labels labels,
                               const HistogramValue &value)
{
    prometheus::ClientMetric metric = labelled(std::move(labels));
    std::uint64_t cumulative = 0;
    for (const HistogramValue::Bucket &bucket : value.buckets) {
        cumulative += bucket.count;
        metric.histogram.bucket.push_back({cumulative, bucket.upperBound});
    }
    metric.histogram.sample_count = cumulative + value.above;
    metric.histogram.sample_sum = value.sum;
    m_families->add(name, help, prometheus::MetricType::Histogram, std::move(metric));
}

std::string MetricFamilies::text() const
{
    return prometheus::TextSerializer().Serialize(m_families->all());
}

} // namespace resync::telemetry

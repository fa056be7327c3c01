// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/HistoryRing.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace resync::telemetry {

namespace {

constexpr float Gap = std::numeric_limits<float>::quiet_NaN();
constexpr auto SignedSteps = static_cast<long long>(HistoryRing::Steps);

long long stepOf(Instant at)
{
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch() / HistoryRing::Step;
}

Instant instantOf(long long step)
{
    return Instant(HistoryRing::Step * step);
}

std::vector<domain::MetricsSeries> withoutPoints(std::vector<domain::MetricsSeries> series)
{
    for (auto &one : series)
        one.points.clear();
    return series;
}

} // namespace

HistoryRing::HistoryRing(std::vector<domain::MetricsSeries> series)
    : m_series(withoutPoints(std::move(series)))
    , m_values(m_series.size() * Steps, Gap)
{}

float &HistoryRing::at(std::size_t series, long long step)
{
    return m_values[series * Steps + static_cast<std::size_t>(step % SignedSteps)];
}

float HistoryRing::at(std::size_t series, long long step) const
{
    return m_values[series * Steps + static_cast<std::size_t>(step % SignedSteps)];
}

void HistoryRing::add(Instant now, std::span<const std::optional<double>> values)
{
    const std::lock_guard lock(m_mutex);
    const long long step = stepOf(now);
    if (step < 0 || step <= m_newest - SignedSteps)
        return; // the clock was set back by more than the ring holds
    const long long firstNew = std::max(m_newest + 1, step - SignedSteps + 1);
    for (long long passed = firstNew; passed < step; ++passed)
        for (std::size_t i = 0; i < m_series.size(); ++i)
            at(i, passed) = Gap;
    for (std::size_t i = 0; i < m_series.size() && i < values.size(); ++i)
        at(i, step) = values[i] ? static_cast<float>(*values[i]) : Gap;
    m_newest = std::max(m_newest, step);
}

domain::MetricsHistory HistoryRing::read(Instant from, Instant to,
                                         const std::vector<std::string> &names) const
{
    const std::lock_guard lock(m_mutex);
    const long long last = stepOf(to);
    const long long first = std::max({0LL, stepOf(from), last - SignedSteps + 1});
    domain::MetricsHistory history;
    history.step = Step;
    history.from = instantOf(first);
    history.to = instantOf(last);
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        if (!names.empty() &&
            std::find(names.begin(), names.end(), m_series[i].name) == names.end())
            continue;
        auto &series = history.series.emplace_back(m_series[i]);
        series.points.reserve(static_cast<std::size_t>(std::max(0LL, last - first + 1)));
        for (long long step = first; step <= last; ++step) {
            const bool isHeld = step <= m_newest && step > m_newest - SignedSteps;
            const float value = isHeld ? at(i, step) : Gap;
            series.points.push_back(std::isnan(value) ? std::nullopt
                                                      : std::optional<double>(value));
        }
    }
    return history;
}

} // namespace resync::telemetry

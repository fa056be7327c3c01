// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/MetricsHistory.h"

#include "agent/telemetry/ProcessMetrics.h"

#include <QObject>

#include <string>
#include <utility>

namespace resync::app {

namespace {

using domain::MetricsSeries;
using Values = std::vector<std::optional<double>>;

/// In the order in which measure() gives the values.
std::vector<MetricsSeries> allSeries()
{
    std::vector<MetricsSeries> series;
    for (const auto status : domain::AllStatuses)
        series.push_back({"jobs", "jobs", {{"status", std::string(toString(status))}}, {}});
    for (const char *state : {"linked", "unlinked"})
        series.push_back({"workstations", "workstations", {{"state", state}}, {}});
    series.push_back({"snapshot_age", "seconds", {}, {}});
    series.push_back({"engine_calls", "per_second", {}, {}});
    series.push_back({"http_requests", "per_second", {}, {}});
    series.push_back({"http_connections", "connections", {}, {}});
    series.push_back({"memory", "bytes", {}, {}});
    return series;
}

void addPlan(const mirror::Snapshot *snapshot, Instant now, Values &values)
{
    if (snapshot == nullptr) {
        values.resize(values.size() + domain::StatusCount + 3);
        return;
    }
    const auto plan = mirror::planOf(*snapshot);
    for (const int count : plan.jobs)
        values.emplace_back(count);
    values.emplace_back(plan.workstations.linked);
    values.emplace_back(plan.workstations.unlinked);
    const auto &asOf = snapshot->asOfOf(mirror::Collection::Jobs);
    values.push_back(asOf ? std::optional(toSeconds(now - *asOf)) : std::nullopt);
}

/// A counter's growth a second; the first time there is none.
std::optional<double> rate(std::uint64_t total, std::optional<std::uint64_t> &last)
{
    const auto before = std::exchange(last, total);
    if (!before || *before > total)
        return std::nullopt;
    return static_cast<double>(total - *before) /
           static_cast<double>(telemetry::HistoryRing::Step.count());
}

} // namespace

MetricsHistory::MetricsHistory(const Clock &clock, const mirror::Mirror *mirror,
                               const mirror::Engine *engine, const telemetry::HttpMetrics &http)
    : m_clock(clock)
    , m_mirror(mirror)
    , m_engine(engine)
    , m_http(http)
    , m_ring(allSeries())
{
    m_timer.setInterval(telemetry::HistoryRing::Step);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { measure(); });
}

void MetricsHistory::start()
{
    measure();
    m_timer.start();
}

void MetricsHistory::stop()
{
    m_timer.stop();
}

void MetricsHistory::measure()
{
    const Instant now = m_clock.now();
    Values values;
    const auto snapshot = m_mirror != nullptr ? m_mirror->snapshot() : nullptr;
    addPlan(snapshot.get(), now, values);
    values.push_back(m_engine != nullptr ? rate(m_engine->callCounts().total, m_engineCalls)
                                         : std::nullopt);
    const auto totals = m_http.totals();
    values.push_back(rate(totals.served, m_requests));
    values.emplace_back(static_cast<double>(totals.connections));
    values.push_back(telemetry::residentBytes());
    m_ring.add(now, values);
}

} // namespace resync::app

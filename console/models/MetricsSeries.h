// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/MetricsText.h"
#include "shared/domain/Status.h"

#include <QObject>

#include <array>
#include <deque>
#include <optional>

namespace resync::console {

/// What the Metrics page draws at one instant. None: unknown; a chart leaves a gap there.
struct MetricsPoint
{
    Instant at{};
    std::optional<double> requestsPerSecond;
    std::optional<double> latencyP50Ms;
    std::optional<double> latencyP95Ms;
    std::array<std::optional<double>, domain::StatusCount> jobs{}; ///< index: domain::Status
    std::optional<double> snapshotAgeSeconds;

    bool operator==(const MetricsPoint &) const = default;
};

/// The last samples of one agent. Rates are differences between neighbours; after a gap, a restart
/// of the agent (a counter that fell) or without traffic (latency) there is nothing to say.
class MetricsSeries final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MetricsSeries)

public:
    /// \param capacity samples kept; 720 are an hour at 5 s
    explicit MetricsSeries(std::size_t capacity = 720, QObject *parent = nullptr);

    void append(const MetricsSample &sample);
    /// The agent was not there at \a at. Several in a row count as one.
    void appendGap(Instant at);
    void clear();
    [[nodiscard]] const std::deque<MetricsPoint> &points() const { return m_points; }

Q_SIGNALS:
    void pointsChanged();

private:
    void push(MetricsPoint point);

    std::size_t m_capacity;
    std::deque<MetricsPoint> m_points;
    std::optional<MetricsSample> m_last; ///< for the differences; none after a gap
};

} // namespace resync::console

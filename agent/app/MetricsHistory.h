// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Mirror.h"
#include "agent/telemetry/HistoryRing.h"
#include "agent/telemetry/HttpMetrics.h"
#include "shared/core/Clock.h"

#include <QTimer>

#include <optional>
#include <vector>

namespace resync::app {

/// Measures the agent every ten seconds for GET /api/v1/metrics/history. Thread: the main thread;
/// read() any.
class MetricsHistory
{
public:
    /// \param mirror, engine null: no engine is configured; all outlive this
    MetricsHistory(const Clock &clock, const mirror::Mirror *mirror, const mirror::Engine *engine,
                   const telemetry::HttpMetrics &http);

    void start();
    void stop();

    [[nodiscard]] domain::MetricsHistory read(Instant from, Instant to,
                                              const std::vector<std::string> &names) const
    {
        return m_ring.read(from, to, names);
    }

private:
    void measure();

    const Clock &m_clock;
    const mirror::Mirror *m_mirror;
    const mirror::Engine *m_engine;
    const telemetry::HttpMetrics &m_http;
    telemetry::HistoryRing m_ring;
    std::optional<std::uint64_t> m_requests;    ///< at the step before
    std::optional<std::uint64_t> m_engineCalls; ///< likewise
    QTimer m_timer;
};

} // namespace resync::app

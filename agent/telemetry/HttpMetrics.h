// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/RequestObserver.h"
#include "agent/telemetry/AccessLog.h"
#include "agent/telemetry/MetricFamilies.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace resync::telemetry {

/// Counts what the HTTP server does: requests by method, route and code, their duration, those in
/// flight, connections, refusals. Each reactor has counters of its own that share no cache line
/// with another's; they are added up when somebody scrapes. Thread: any; no lock.
class HttpMetrics final : public http::RequestObserver
{
public:
    /// \param reactors at least the number of the server's workers
    /// \param routes patterns of the router; the texts are copied. Any other counts as "unmatched".
    /// \param clientOf for the access log
    HttpMetrics(std::size_t reactors, const std::vector<std::string> &routes,
                AccessLog accessLog = AccessLog::Off, ClientOf clientOf = {});
    ~HttpMetrics() override;

    void setAccessLog(AccessLog accessLog) { m_accessLog = accessLog; }

    void onStarted(std::size_t reactor) override;
    void onServed(const Served &served) override;
    void onRefused(std::size_t reactor, std::string_view reason) override;
    void onConnectionOpened(std::size_t reactor) override;
    void onConnectionClosed(std::size_t reactor) override;

    struct Totals
    {
        std::uint64_t served = 0;      ///< requests since the start
        std::uint64_t connections = 0; ///< open now
    };
    [[nodiscard]] Totals totals() const;

    /// resync_http_…; series that never counted anything are absent.
    void collect(MetricFamilies &families) const;

private:
    struct Reactor;

    [[nodiscard]] std::size_t routeIndex(std::string_view pattern) const;
    void collectRequests(MetricFamilies &families, std::size_t method, std::size_t route) const;
    void collectRefusals(MetricFamilies &families) const;

    const std::vector<std::string> m_routes;                   ///< the last one is "unmatched"
    std::unordered_map<std::string_view, std::size_t> m_index; ///< views into m_routes
    std::atomic<AccessLog> m_accessLog;
    const ClientOf m_clientOf;
    std::vector<std::unique_ptr<Reactor>> m_reactors;
};

} // namespace resync::telemetry

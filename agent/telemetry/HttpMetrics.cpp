// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/HttpMetrics.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>

namespace resync::telemetry {

namespace {

constexpr std::string_view Unmatched = "unmatched";

constexpr std::array Methods{http::Method::Get,    http::Method::Head,  http::Method::Post,
                             http::Method::Put,    http::Method::Patch, http::Method::Delete,
                             http::Method::Options};
constexpr std::size_t MethodLabels = Methods.size() + 1; ///< the last one is "other"

/// The statuses of the REST contract and the server's own; any other is counted as "other".
constexpr std::array Codes{200, 201, 202, 204, 304, 400, 401, 403, 404, 405, 408,
                           409, 410, 413, 414, 429, 431, 500, 501, 502, 503, 504};

constexpr std::array<std::string_view, 9> Reasons{
    "bad_request",     "request_timeout", "too_large",  "not_found",    "method_not_allowed",
    "not_implemented", "internal",        "overloaded", "shutting_down"};

/// Upper bounds in seconds, from an answer out of memory to one that waited for the engine.
constexpr std::array Bounds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                            0.05,   0.1,     0.25,   0.5,   1.0,    2.5,   5.0,  10.0};

constexpr std::size_t CacheLine = 64;

using Counter = std::atomic<std::uint64_t>;

void increase(Counter &counter, std::uint64_t by = 1)
{
    counter.fetch_add(by, std::memory_order_relaxed);
}

std::uint64_t read(const Counter &counter)
{
    return counter.load(std::memory_order_relaxed);
}

/// The position of \a value, or one behind the last: "other".
template<typename Table, typename T>
std::size_t indexOf(const Table &table, const T &value)
{
    return static_cast<std::size_t>(std::find(table.begin(), table.end(), value) - table.begin());
}

std::string_view methodLabel(std::size_t method)
{
    return method < Methods.size() ? http::toString(Methods[method]) : "other";
}

std::size_t bucketOf(std::chrono::nanoseconds duration)
{
    const double seconds = std::chrono::duration<double>(duration).count();
    return static_cast<std::size_t>(std::lower_bound(Bounds.begin(), Bounds.end(), seconds) -
                                    Bounds.begin());
}

struct RouteCounters
{
    std::array<Counter, Codes.size() + 1> byCode{};
    std::array<Counter, Bounds.size() + 1> byDuration{};
    Counter nanoseconds{0};
};

} // namespace

struct alignas(CacheLine) HttpMetrics::Reactor
{
    explicit Reactor(std::size_t routes)
        : byRoute(routes * MethodLabels)
    {}

    [[nodiscard]] const RouteCounters &at(std::size_t method, std::size_t route) const
    {
        return byRoute[route * MethodLabels + method];
    }
    [[nodiscard]] RouteCounters &at(std::size_t method, std::size_t route)
    {
        return byRoute[route * MethodLabels + method];
    }

    Counter started{0};
    Counter served{0};
    Counter opened{0};
    Counter closed{0};
    std::array<Counter, Reasons.size() + 1> refused{};
    std::vector<RouteCounters> byRoute; ///< routes × method labels
};

HttpMetrics::HttpMetrics(std::size_t reactors, const std::vector<std::string> &routes,
                         AccessLog accessLog, ClientOf clientOf)
    : m_routes([&] {
        std::vector<std::string> all(routes);
        all.emplace_back(Unmatched);
        return all;
    }())
    , m_accessLog(accessLog)
    , m_clientOf(std::move(clientOf))
{
    for (std::size_t i = 0; i < routes.size(); ++i)
        m_index.emplace(m_routes[i], i);
    for (std::size_t i = 0; i < std::max<std::size_t>(reactors, 1); ++i)
        m_reactors.push_back(std::make_unique<Reactor>(m_routes.size()));
}

HttpMetrics::~HttpMetrics() = default;

void HttpMetrics::onStarted(std::size_t reactor)
{
    increase(m_reactors[reactor % m_reactors.size()]->started);
}

void HttpMetrics::onServed(const Served &served)
{
    Reactor &reactor = *m_reactors[served.reactor % m_reactors.size()];
    RouteCounters &counters = reactor.at(indexOf(Methods, served.method), routeIndex(served.route));
    increase(counters.byCode[indexOf(Codes, served.status)]);
    increase(counters.byDuration[bucketOf(served.duration)]);
    increase(counters.nanoseconds,
             static_cast<std::uint64_t>(std::max<std::int64_t>(served.duration.count(), 0)));
    increase(reactor.served);
    logAccess(m_accessLog, served, m_clientOf);
}

void HttpMetrics::onRefused(std::size_t reactor, std::string_view reason)
{
    increase(m_reactors[reactor % m_reactors.size()]->refused[indexOf(Reasons, reason)]);
}

void HttpMetrics::onConnectionOpened(std::size_t reactor)
{
    increase(m_reactors[reactor % m_reactors.size()]->opened);
}

void HttpMetrics::onConnectionClosed(std::size_t reactor)
{
    increase(m_reactors[reactor % m_reactors.size()]->closed);
}

std::size_t HttpMetrics::routeIndex(std::string_view pattern) const
{
    const auto found = m_index.find(pattern);
    return found == m_index.end() ? m_routes.size() - 1 : found->second;
}

void HttpMetrics::collect(MetricFamilies &families) const
{
    for (std::size_t route = 0; route < m_routes.size(); ++route) {
        for (std::size_t method = 0; method < MethodLabels; ++method)
            collectRequests(families, method, route);
    }
    // what ended is read first: the difference is never negative
    std::uint64_t served = 0;
    std::uint64_t closed = 0;
    for (const auto &reactor : m_reactors) {
        served += read(reactor->served);
        closed += read(reactor->closed);
    }
    std::uint64_t started = 0;
    std::uint64_t opened = 0;
    for (const auto &reactor : m_reactors) {
        started += read(reactor->started);
        opened += read(reactor->opened);
    }
    families.gauge("resync_http_requests_in_flight", "Requests that are being answered.", {},
                   static_cast<double>(started - std::min(served, started)));
    families.gauge("resync_http_connections", "Open connections.", {},
                   static_cast<double>(opened - std::min(closed, opened)));
    collectRefusals(families);
}

HttpMetrics::Totals HttpMetrics::totals() const
{
    Totals totals;
    std::uint64_t closed = 0;
    for (const auto &reactor : m_reactors) {
        totals.served += read(reactor->served);
        closed += read(reactor->closed);
    }
    std::uint64_t opened = 0;
    for (const auto &reactor : m_reactors)
        opened += read(reactor->opened);
    totals.connections = opened - std::min(closed, opened);
    return totals;
}

void HttpMetrics::collectRequests(MetricFamilies &families, std::size_t method,
                                  std::size_t route) const
{
    std::array<std::uint64_t, Codes.size() + 1> byCode{};
    std::array<std::uint64_t, Bounds.size() + 1> byDuration{};
    std::uint64_t nanoseconds = 0;
    for (const auto &reactor : m_reactors) {
        const RouteCounters &counters = reactor->at(method, route);
        for (std::size_t i = 0; i < byCode.size(); ++i)
            byCode[i] += read(counters.byCode[i]);
        for (std::size_t i = 0; i < byDuration.size(); ++i)
            byDuration[i] += read(counters.byDuration[i]);
        nanoseconds += read(counters.nanoseconds);
    }
    const Labels labels{{"method", std::string(methodLabel(method))}, {"route", m_routes[route]}};
    for (std::size_t i = 0; i < byCode.size(); ++i) {
        if (byCode[i] == 0)
            continue;
        Labels withCode = labels;
        withCode.emplace_back("code", i < Codes.size() ? std::to_string(Codes[i]) : "other");
        families.counter("resync_http_requests_total", "Requests answered.", std::move(withCode),
                         static_cast<double>(byCode[i]));
    }
    if (std::all_of(byDuration.begin(), byDuration.end(), [](auto count) { return count == 0; }))
        return;
    HistogramValue value;
    for (std::size_t i = 0; i < Bounds.size(); ++i)
        value.buckets.push_back({Bounds[i], byDuration[i]});
    value.above = byDuration.back();
    value.sum = static_cast<double>(nanoseconds) / 1e9;
    families.histogram("resync_http_request_duration_seconds",
                       "From the request read to the answer handed to the socket.", labels, value);
}

void HttpMetrics::collectRefusals(MetricFamilies &families) const
{
    for (std::size_t i = 0; i <= Reasons.size(); ++i) {
        std::uint64_t count = 0;
        for (const auto &reactor : m_reactors)
            count += read(reactor->refused[i]);
        if (count > 0)
            families.counter("resync_http_refused_total",
                             "Requests and connections that the server itself refused.",
                             {{"reason", std::string(i < Reasons.size() ? Reasons[i] : "other")}},
                             static_cast<double>(count));
    }
}

} // namespace resync::telemetry

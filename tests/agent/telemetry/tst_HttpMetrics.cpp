// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/HttpMetrics.h"

#include <QtTest>

#include <thread>

using namespace resync;
using namespace resync::telemetry;
using namespace std::chrono_literals;

namespace {

std::string scrape(const HttpMetrics &metrics)
{
    MetricFamilies families;
    metrics.collect(families);
    return families.text();
}

bool has(const std::string &text, std::string_view line)
{
    return text.find(std::string(line) + '\n') != std::string::npos;
}

http::RequestObserver::Served served(std::size_t reactor, std::string_view route, int status,
                                     std::chrono::nanoseconds duration)
{
    return {reactor, http::Method::Get, route, status, duration, 0, nullptr};
}

} // namespace

class tst_HttpMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothing_givesOnlyGauges();
    void reactors_areAddedUp();
    void durations_fallIntoBuckets();
    void unknownWords_areCountedAsOther();
    void gauges_riseAndFall();
    void threads_loseNoCount();

private:
    const std::vector<std::string> m_routes{"/api/health", "/api/v1/jobs/{id}"};
};

void tst_HttpMetrics::nothing_givesOnlyGauges()
{
    const std::string text = scrape(HttpMetrics(2, m_routes));
    QVERIFY(has(text, "resync_http_requests_in_flight 0"));
    QVERIFY(has(text, "resync_http_connections 0"));
    QVERIFY(text.find("_total") == std::string::npos);
    QVERIFY(text.find("_bucket") == std::string::npos);
}

void tst_HttpMetrics::reactors_areAddedUp()
{
    HttpMetrics metrics(2, m_routes);
    metrics.onServed(served(0, "/api/health", 200, 1ms));
    metrics.onServed(served(1, "/api/health", 200, 1ms));
    metrics.onServed(served(1, "/api/v1/jobs/{id}", 404, 1ms));
    const std::string text = scrape(metrics);
    QVERIFY(
        has(text, R"(resync_http_requests_total{method="GET",route="/api/health",code="200"} 2)"));
    QVERIFY(
        has(text,
            R"(resync_http_requests_total{method="GET",route="/api/v1/jobs/{id}",code="404"} 1)"));
}

void tst_HttpMetrics::durations_fallIntoBuckets()
{
    HttpMetrics metrics(1, m_routes);
    for (const std::chrono::nanoseconds duration : {100'000ns, 100'001ns, 1'000'000'000ns})
        metrics.onServed(served(0, "/api/health", 200, duration));
    metrics.onServed(served(0, "/api/health", 200, 20s));
    const std::string text = scrape(metrics);
    const std::string name = "resync_http_request_duration_seconds";
    const std::string labels = R"(method="GET",route="/api/health")";
    const auto bucket = [&](const char *bound, const char *count) {
        return has(text, name + "_bucket{" + labels + ",le=\"" + bound + "\"} " + count);
    };
    QVERIFY(bucket("0.0001", "1")); // a bound belongs to its bucket
    QVERIFY(bucket("0.00025", "2"));
    QVERIFY(bucket("0.5", "2"));
    QVERIFY(bucket("1", "3"));
    QVERIFY(bucket("10", "3"));
    QVERIFY(bucket("+Inf", "4"));
    QVERIFY(has(text, name + "_count{" + labels + "} 4"));
    QVERIFY(has(text, name + "_sum{" + labels + "} 21.000200001"));
}

void tst_HttpMetrics::unknownWords_areCountedAsOther()
{
    HttpMetrics metrics(1, m_routes);
    metrics.onServed(served(0, "", 404, 1ms));
    metrics.onServed(served(0, "/somewhere/else", 418, 1ms));
    metrics.onServed(served(99, "/api/health", 200, -1ns)); // a reactor more than announced
    auto unknownMethod = served(0, "", 501, 1ms);
    unknownMethod.method.reset();
    metrics.onServed(unknownMethod);
    metrics.onRefused(0, "too_large");
    metrics.onRefused(0, "a word of tomorrow");
    const std::string text = scrape(metrics);
    QVERIFY(
        has(text, R"(resync_http_requests_total{method="GET",route="unmatched",code="404"} 1)"));
    QVERIFY(
        has(text, R"(resync_http_requests_total{method="GET",route="unmatched",code="other"} 1)"));
    QVERIFY(
        has(text, R"(resync_http_requests_total{method="other",route="unmatched",code="501"} 1)"));
    QVERIFY(has(text, R"(resync_http_refused_total{reason="too_large"} 1)"));
    QVERIFY(has(text, R"(resync_http_refused_total{reason="other"} 1)"));
}

void tst_HttpMetrics::gauges_riseAndFall()
{
    HttpMetrics metrics(2, m_routes);
    metrics.onConnectionOpened(0);
    metrics.onConnectionOpened(1);
    metrics.onConnectionClosed(0);
    metrics.onStarted(0);
    metrics.onStarted(1);
    QVERIFY(has(scrape(metrics), "resync_http_connections 1"));
    QVERIFY(has(scrape(metrics), "resync_http_requests_in_flight 2"));
    metrics.onServed(served(0, "/api/health", 200, 1ms));
    QVERIFY(has(scrape(metrics), "resync_http_requests_in_flight 1"));
}

void tst_HttpMetrics::threads_loseNoCount()
{
    constexpr int Threads = 4;
    constexpr int Requests = 20'000;
    HttpMetrics metrics(2, m_routes); // two threads share a reactor's counters
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < Threads; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < Requests; ++i) {
                metrics.onStarted(t % 2);
                metrics.onServed(served(t % 2, "/api/health", 200, 1ms));
            }
        });
    }
    for (int i = 0; i < 20; ++i)
        QVERIFY(scrape(metrics).find("in_flight -") == std::string::npos);
    for (std::thread &thread : threads)
        thread.join();
    const std::string text = scrape(metrics);
    QVERIFY(has(
        text, R"(resync_http_requests_total{method="GET",route="/api/health",code="200"} 80000)"));
    QVERIFY(has(text, "resync_http_requests_in_flight 0"));
}

QTEST_APPLESS_MAIN(tst_HttpMetrics)
#include "tst_HttpMetrics.moc"

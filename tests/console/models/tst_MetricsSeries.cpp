// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/MetricsSeries.h"
#include "tests/console/models/JobRows.h"

#include <QTest>

using namespace resync;
using namespace resync::console;

namespace {

MetricsSample sample(int second, double requests, double quick, double all)
{
    MetricsSample out;
    out.at = test::at(second);
    const std::string bucket = "resync_http_request_duration_seconds_bucket";
    out.lines = {{"resync_http_requests_total", {{"route", "/a"}}, requests / 2},
                 {"resync_http_requests_total", {{"route", "/b"}}, requests / 2},
                 {bucket, {{"route", "/a"}, {"le", "0.1"}}, quick},
                 {bucket, {{"route", "/a"}, {"le", "0.2"}}, all},
                 {bucket, {{"route", "/a"}, {"le", "+Inf"}}, all},
                 {"resync_jobs", {{"status", "error"}}, 9}};
    return out;
}

} // namespace

class tst_MetricsSeries final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void append_makesRatesOfNeighbours()
    {
        MetricsSeries series;
        series.append(sample(0, 100, 10, 10));
        QVERIFY(!series.points().back().requestsPerSecond);
        QCOMPARE(*series.points().back().jobs.at(std::size_t(domain::Status::Error)), 9.0);
        QVERIFY(!series.points().back().jobs.at(std::size_t(domain::Status::Ready)));
        QVERIFY(!series.points().back().snapshotAgeSeconds);
        series.append(sample(5, 150, 60, 110)); // 50 below 100 ms, 50 more below 200 ms
        QCOMPARE(*series.points().back().requestsPerSecond, 10.0);
        QCOMPARE(*series.points().back().latencyP50Ms, 100.0);
        QCOMPARE(*series.points().back().latencyP95Ms, 190.0);
    }

    void append_takesTheAgeOfTheHotTier()
    {
        constexpr auto *Age = "resync_snapshot_age_seconds";
        MetricsSample aged;
        aged.lines = {{Age, {{"tier", "hot"}, {"collection", "jobs"}}, 12},
                      {Age, {{"tier", "hot"}, {"collection", "workstations"}}, 14},
                      {Age, {{"tier", "sweep"}, {"collection", "jobs"}}, 700}};
        MetricsSeries series;
        series.append(aged);
        QCOMPARE(*series.points().back().snapshotAgeSeconds, 14.0);
    }

    void append_saysNothingWithoutTrafficOrAfterARestart()
    {
        MetricsSeries series;
        series.append(sample(0, 100, 10, 10));
        series.append(sample(5, 100, 10, 10));
        QCOMPARE(*series.points().back().requestsPerSecond, 0.0);
        QVERIFY(!series.points().back().latencyP50Ms);
        series.append(sample(10, 4, 1, 1));
        QVERIFY(!series.points().back().requestsPerSecond);
        QVERIFY(!series.points().back().latencyP95Ms);
    }

    void gap_staysAGap()
    {
        MetricsSeries series;
        series.appendGap(test::at(0));
        QVERIFY(series.points().empty());
        series.append(sample(5, 100, 10, 10));
        series.appendGap(test::at(10));
        series.appendGap(test::at(15));
        QCOMPARE(series.points().size(), 2U);
        series.append(sample(20, 200, 20, 20));
        QVERIFY(!series.points().back().requestsPerSecond);
    }

    void capacity_isKept()
    {
        MetricsSeries series(3);
        for (int i = 0; i < 10; ++i)
            series.append(sample(i, i, i, i));
        QCOMPARE(series.points().size(), 3U);
        QCOMPARE(series.points().front().at, test::at(7));
    }
};

QTEST_GUILESS_MAIN(tst_MetricsSeries)
#include "tst_MetricsSeries.moc"

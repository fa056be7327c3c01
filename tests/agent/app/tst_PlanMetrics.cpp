// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/PlanMetrics.h"
#include "tests/agent/app/MetricsText.h"
#include "tests/agent/mirror/MirrorBench.h"

#include <QtTest>

using namespace resync;
using namespace resync::app;
using namespace std::chrono_literals;
using mirror::Collection;
using test::hasLine;

namespace {

using Bench = test::MirrorBench<SystemClock>;

std::string textOf(const Bench &bench)
{
    return test::metricsText(
        [&](auto &families) { collectPlan(bench.mirror, bench.clock, families); });
}

/// "resync_snapshot_age_seconds{tier="hot",collection="jobs"} 0.01" begins so.
std::string age(const char *tier, const char *collection)
{
    return std::string("\nresync_snapshot_age_seconds{tier=\"") + tier + "\",collection=\"" +
           collection + "\"} ";
}

} // namespace

class tst_PlanMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beforeTheFirstPlan_nothingIsInvented()
    {
        const Bench bench;
        const auto shown = textOf(bench);
        for (const char *unknown :
             {"resync_jobs", "resync_workstations", "resync_agents", "resync_snapshot_age_seconds",
              "resync_dependency_up", "resync_refresh_rows", "resync_refresh_duration_seconds"})
            QVERIFY2(shown.find(unknown) == std::string::npos, unknown);
    }

    void plan_isCountedByStatusAndState()
    {
        Bench bench;
        bench.loadPlan();
        const auto shown = textOf(bench);
        QVERIFY(hasLine(shown, "resync_jobs{status=\"waiting\"} 3"));
        QVERIFY(hasLine(shown, "resync_jobs{status=\"error\"} 0"));
        QVERIFY(shown.find("\nresync_job_streams{status=") != std::string::npos);
        QVERIFY(hasLine(shown, "resync_workstations{state=\"linked\"} 1"));
        QVERIFY(hasLine(shown, "resync_dependency_up{dependency=\"engine\"} 1"));
    }

    void refresh_hasDurationAndSize()
    {
        Bench bench;
        bench.loadPlan();
        const auto rows = bench.mirror.status().lastRows;
        QVERIFY(rows && *rows >= 5); // three jobs, a stream, a workstation
        QVERIFY(hasLine(textOf(bench), "resync_refresh_rows " + std::to_string(*rows)));
        QVERIFY(textOf(bench).find("\nresync_refresh_duration_seconds ") != std::string::npos);
    }

    void age_isToldByTier()
    {
        Bench bench;
        bench.engine.setDependencies({{domain::JobId("000001"), {}, true}}, {});
        bench.loadPlan();
        QTRY_VERIFY(bench.mirror.snapshot()->structureAsOf);
        const auto shown = textOf(bench);
        for (const char *collection : {"jobs", "job_streams"})
            for (const char *tier : {"hot", "sweep", "structure"})
                QVERIFY2(shown.find(age(tier, collection)) != std::string::npos, tier);
        QVERIFY(shown.find(age("hot", "workstations")) != std::string::npos);
        QVERIFY(shown.find(age("sweep", "workstations")) == std::string::npos);
    }

    void failures_areCountedAndShown()
    {
        Bench bench;
        bench.loadPlan();
        bench.engine.setError(test::Refused);
        QVERIFY(!bench.awaitFresh());
        const auto shown = textOf(bench);
        QVERIFY(hasLine(shown, "resync_refreshes_total{outcome=\"ok\"} 1"));
        QVERIFY(hasLine(shown, "resync_refreshes_total{outcome=\"failed\"} 1"));
        QVERIFY(hasLine(shown, "resync_dependency_up{dependency=\"engine\"} 0"));
        QVERIFY(hasLine(shown, "resync_jobs{status=\"waiting\"} 3")); // the last plan stays
    }

    void cacheUse_isToldByScope()
    {
        Bench bench;
        bench.loadPlan();
        QVERIFY(bench.awaitFresh(1h)); // it is younger than that
        QVERIFY(bench.awaitFresh(0ms, 5s, Collection::Workstations));
        for (int i = 0; i < 2; ++i)
            fetchDetail(bench);
        const auto shown = textOf(bench);
        QVERIFY(hasLine(shown, "resync_cache_hits_total{scope=\"jobs\"} 1"));
        QVERIFY(hasLine(shown, "resync_cache_misses_total{scope=\"jobs\"} 0"));
        QVERIFY(hasLine(shown, "resync_cache_hits_total{scope=\"job_streams\"} 0"));
        QVERIFY(hasLine(shown, "resync_cache_misses_total{scope=\"workstations\"} 1"));
        QVERIFY(hasLine(shown, "resync_cache_hits_total{scope=\"details\"} 1"));
        QVERIFY(hasLine(shown, "resync_cache_misses_total{scope=\"details\"} 1"));
        const auto stats = bench.mirror.stats();
        QCOMPARE(stats.hits, 2U);
        QCOMPARE(stats.misses, 2U);
    }

private:
    static void fetchDetail(Bench &bench)
    {
        std::promise<void> answered;
        bench.mirror.details().fetchJob(domain::JobId("000001"),
                                        [&](const auto & /*detail*/) { answered.set_value(); });
        answered.get_future().get();
    }
};

QTEST_GUILESS_MAIN(tst_PlanMetrics)
#include "tst_PlanMetrics.moc"

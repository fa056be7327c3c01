// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/Mirror.h"

#include "tests/support/FakeEngine.h"

#include <QTest>

#include <atomic>
#include <future>
#include <memory>

using namespace resync;
using namespace resync::mirror;
using namespace std::chrono_literals;
using domain::StaleReason;

namespace {

/// A mirror with its engine and thread, taken down in the right order.
struct Bench
{
    explicit Bench(milliseconds interval = 1h)
        : engine(thread)
        , mirror(engine, thread, clock, {interval, 10, 600})
    {}
    ~Bench()
    {
        engine.release();
        mirror.stop();
        thread.stop();
    }

    void loadPlan()
    {
        mirror.start();
        QTRY_VERIFY(mirror.snapshot() != nullptr);
    }

    domain::InvalidationReport invalidate(Scope scope, milliseconds wait = 5s)
    {
        std::promise<domain::InvalidationReport> promise;
        mirror.invalidate(scope, "admin", wait, [&](domain::InvalidationReport report) {
            promise.set_value(std::move(report));
        });
        return promise.get_future().get();
    }

    bool awaitFresh(milliseconds maxAge, milliseconds wait = 5s)
    {
        std::promise<bool> promise;
        mirror.awaitFresh(Collection::Jobs, maxAge, wait,
                          [&](bool isFresh) { promise.set_value(isFresh); });
        return promise.get_future().get();
    }

    SystemClock clock;
    PlanThread thread;
    test::FakeEngine engine;
    Mirror mirror;
};

const Error Refused{ErrorKind::Unavailable, "engine_unavailable", "connection refused"};
const Error BadLogin{ErrorKind::Unauthorized, "engine_unauthorized", "401"};

} // namespace

class tst_Mirror : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void start_loadsThePlan()
    {
        Bench bench;
        QVERIFY(bench.mirror.snapshot() == nullptr);
        bench.loadPlan();
        const auto snapshot = bench.mirror.snapshot();
        QCOMPARE(snapshot->jobs->size(), std::size_t(3));
        QCOMPARE(snapshot->streams->at(0).counts.total, 3);
        QCOMPARE(snapshot->generation, 1U);
        const auto freshness = bench.mirror.freshness(Collection::Jobs, snapshot.get());
        QVERIFY(!freshness.isStale());
        QVERIFY(freshness.asOf.has_value());
    }

    void interval_renewsWithoutNewGeneration()
    {
        Bench bench(20ms);
        bench.loadPlan();
        const auto first = bench.mirror.snapshot();
        QTRY_VERIFY(bench.mirror.snapshot()->asOfOf(Collection::Jobs) >
                    first->asOfOf(Collection::Jobs));
        QCOMPARE(bench.mirror.snapshot()->generation, 1U);
        QVERIFY(bench.mirror.snapshot()->jobs == first->jobs);
    }

    void change_raisesTheGenerationOfItsCollection()
    {
        Bench bench;
        bench.loadPlan();
        auto rows = test::jobs(3);
        rows[0].flags.set(domain::JobFlag::Late);
        bench.engine.setJobs(rows);
        QVERIFY(bench.invalidate(Scope::System).refreshed);
        const auto snapshot = bench.mirror.snapshot();
        QCOMPARE(snapshot->generation, 2U);
        QCOMPARE(snapshot->generationOf(Collection::Jobs), 2U);
        QCOMPARE(snapshot->generationOf(Collection::Workstations), 1U);
        QCOMPARE(snapshot->generationOf(Collection::JobStreams), 1U);
    }

    void invalidate_readsAnew()
    {
        Bench bench;
        bench.loadPlan();
        const int before = bench.engine.jobCalls();
        const auto report = bench.invalidate(Scope::Jobs);
        QVERIFY(report.refreshed && !report.reason);
        QCOMPARE(report.scope, std::string("jobs"));
        QCOMPARE(report.detail, std::string("All jobs list cache invalidated."));
        QVERIFY(report.asOfAfter > report.asOfBefore);
        QCOMPARE(report.engineCalls, 3U); // engine info, streams, jobs
        QCOMPARE(bench.engine.jobCalls(), before + 1);
    }

    void invalidate_ofWorkstations_leavesJobsAlone()
    {
        Bench bench;
        bench.loadPlan();
        const int before = bench.engine.jobCalls();
        QVERIFY(bench.invalidate(Scope::Workstations).refreshed);
        QCOMPARE(bench.engine.jobCalls(), before);
        QVERIFY(bench.engine.workstationCalls() >= 2);
    }

    void invalidate_ofASlowEngine_answersInTimeAndStaysStale()
    {
        Bench bench;
        bench.loadPlan();
        bench.engine.hold();
        const auto report = bench.invalidate(Scope::System, 30ms);
        QVERIFY(!report.refreshed);
        QCOMPARE(report.reason->code, std::string("sweep_in_progress"));
        const auto old = bench.mirror.snapshot();
        QVERIFY(bench.mirror.freshness(Collection::Jobs, old.get()).reason ==
                StaleReason::SweepInProgress);
        bench.engine.release();
        QTRY_VERIFY(
            !bench.mirror.freshness(Collection::Jobs, bench.mirror.snapshot().get()).isStale());
    }

    void invalidate_duringARefresh_waitsForTheNextOne()
    {
        Bench bench;
        bench.loadPlan();
        bench.engine.hold();
        std::promise<bool> first;
        bench.mirror.awaitFresh(Collection::Jobs, 0ms, 5s, [&](bool ok) { first.set_value(ok); });
        QTRY_COMPARE(bench.engine.identityCalls(), 2);
        QTest::qWait(5); // the invalidation must be younger than the refresh that runs
        std::promise<domain::InvalidationReport> second;
        bench.mirror.invalidate(Scope::System, "admin", 5s, [&](domain::InvalidationReport r) {
            second.set_value(std::move(r));
        });
        bench.engine.release();
        QVERIFY(first.get_future().get());
        QVERIFY(second.get_future().get().refreshed);
        QCOMPARE(bench.engine.identityCalls(), 3);
    }

    void manyWhoNeedFreshData_costTwoRefreshesAtMost()
    {
        Bench bench;
        bench.loadPlan();
        const int before = bench.engine.identityCalls();
        bench.engine.hold();
        std::atomic<int> answered{0};
        for (int i = 0; i < 1000; ++i)
            bench.mirror.awaitFresh(Collection::Jobs, 0ms, 10s, [&](bool ok) { answered += ok; });
        QTRY_COMPARE(bench.engine.identityCalls(), before + 1);
        bench.engine.release();
        QTRY_COMPARE(answered.load(), 1000);
        QVERIFY(bench.engine.identityCalls() <= before + 2);
    }

    void recentEnoughData_answerAtOnce()
    {
        Bench bench;
        bench.loadPlan();
        const int before = bench.engine.identityCalls();
        QVERIFY(bench.awaitFresh(1h));
        QCOMPARE(bench.engine.identityCalls(), before);
    }

    void failure_keepsTheLastPlan()
    {
        Bench bench(20ms);
        bench.loadPlan();
        bench.engine.setError(Refused);
        QTRY_VERIFY(bench.mirror.status().lastError.has_value());
        const auto snapshot = bench.mirror.snapshot();
        QCOMPARE(snapshot->jobs->size(), std::size_t(3));
        QTRY_VERIFY(bench.mirror.freshness(Collection::Jobs, snapshot.get()).reason ==
                    StaleReason::EngineUnreachable);
        bench.engine.setError(std::nullopt);
        QTRY_VERIFY(!bench.mirror.status().lastError.has_value());
        QTRY_VERIFY(
            !bench.mirror.freshness(Collection::Jobs, bench.mirror.snapshot().get()).isStale());
    }

    void failureAtStart_recoversByItself()
    {
        Bench bench(20ms);
        bench.engine.setError(Refused);
        bench.mirror.start();
        QTRY_VERIFY(bench.mirror.status().failures > 1);
        QVERIFY(bench.mirror.snapshot() == nullptr);
        bench.engine.setError(std::nullopt);
        QTRY_VERIFY(bench.mirror.snapshot() != nullptr);
    }

    void refusedLogin_isNotTriedAgainAtOnce()
    {
        Bench bench(20ms);
        bench.loadPlan();
        bench.engine.setError(BadLogin);
        QTRY_VERIFY(bench.mirror.status().lastError.has_value());
        const int calls = bench.engine.identityCalls();
        const auto report = bench.invalidate(Scope::System);
        QVERIFY(!report.refreshed);
        QCOMPARE(report.reason->code, std::string("engine_unauthorized"));
        QVERIFY(!bench.awaitFresh(0ms));
        QCOMPARE(bench.engine.identityCalls(), calls);
    }

    void probe_asksAtOnceAfterARefusedLogin()
    {
        Bench bench(20ms);
        bench.loadPlan();
        bench.engine.setError(BadLogin);
        QTRY_VERIFY(bench.mirror.status().lastError.has_value());
        bench.engine.setError(std::nullopt); // as if the password had been corrected
        bench.mirror.probe();
        QTRY_VERIFY_WITH_TIMEOUT(!bench.mirror.status().lastError.has_value(), 3'000);
    }

    void refreshInterval_countsAtOnce()
    {
        Bench bench(1h);
        bench.loadPlan();
        const auto refreshes = bench.mirror.status().refreshes;
        bench.mirror.setRefreshInterval(20ms);
        QTRY_VERIFY(bench.mirror.status().refreshes > refreshes + 1);
    }

    void failedInvalidation_leavesTheDataStale()
    {
        Bench bench;
        bench.loadPlan();
        bench.engine.setError(Refused);
        const auto report = bench.invalidate(Scope::Jobs);
        QVERIFY(!report.refreshed);
        QCOMPARE(report.reason->code, std::string("engine_unreachable"));
        const auto snapshot = bench.mirror.snapshot();
        QVERIFY(bench.mirror.freshness(Collection::Jobs, snapshot.get()).isStale());
        QVERIFY(!bench.mirror.freshness(Collection::Workstations, snapshot.get()).isStale());
    }

    void tornPlan_isHeldBack()
    {
        Bench bench;
        bench.engine.setJobs(test::jobs(100));
        bench.loadPlan();
        bench.engine.setJobs(test::jobs(30));
        QVERIFY(!bench.invalidate(Scope::System).refreshed);
        QVERIFY(bench.mirror.status().isRolloverHeld);
        QCOMPARE(bench.mirror.snapshot()->jobs->size(), std::size_t(100));
        bench.engine.setJobs(test::jobs(99));
        QVERIFY(bench.invalidate(Scope::System).refreshed);
        QCOMPARE(bench.mirror.snapshot()->jobs->size(), std::size_t(99));
    }

    void emptyAnswerAfterAPlan_isHeldBack()
    {
        Bench bench;
        bench.loadPlan();
        bench.engine.setJobs({});
        QVERIFY(!bench.invalidate(Scope::Jobs).refreshed);
        const auto snapshot = bench.mirror.snapshot();
        QCOMPARE(snapshot->jobs->size(), std::size_t(3));
        QVERIFY(bench.mirror.freshness(Collection::Jobs, snapshot.get()).isStale());
    }

    void answers_areCountedAsHitsAndMisses()
    {
        Bench bench;
        bench.loadPlan();
        QVERIFY(bench.awaitFresh(1h));
        QCOMPARE(bench.mirror.stats().hits, 1U);
        QCOMPARE(bench.mirror.stats().misses, 0U);
        QVERIFY(bench.awaitFresh(0ms));
        QCOMPARE(bench.mirror.stats().misses, 1U);
    }

    void demoEngine_isLabelled()
    {
        Bench bench;
        bench.engine.setDemo(true);
        bench.loadPlan();
        QVERIFY(bench.mirror.freshness(Collection::Jobs, bench.mirror.snapshot().get()).source ==
                domain::Source::Demo);
    }

    void invalidation_clearsTheDetails()
    {
        Bench bench;
        bench.loadPlan();
        std::atomic<int> answered{0};
        const auto count = [&](const auto &detail) { answered += detail ? 1 : 0; };
        bench.mirror.details().fetchJob(domain::JobId("000001"), count);
        QTRY_COMPARE(answered.load(), 1);
        (void)bench.invalidate(Scope::Jobs);
        bench.mirror.details().fetchJob(domain::JobId("000001"), count);
        QTRY_COMPARE(answered.load(), 2);
        QCOMPARE(bench.engine.detailCalls(), 2);
    }

    void stop_answersWhoWaits()
    {
        Bench bench;
        bench.loadPlan();
        bench.engine.hold();
        std::promise<bool> promise;
        bench.mirror.awaitFresh(Collection::Jobs, 0ms, 1h, [&](bool ok) { promise.set_value(ok); });
        bench.mirror.stop();
        QVERIFY(!promise.get_future().get());
        bench.mirror.stop(); // twice is no harm
    }

    void estimate_countsPages()
    {
        Bench bench;
        bench.engine.setJobs(test::jobs(25));
        bench.loadPlan();
        const auto report = bench.mirror.estimate(Scope::System);
        QVERIFY(!report.refreshed);
        QCOMPARE(report.reason->code, std::string("dry_run"));
        QCOMPARE(report.engineCalls, std::uint64_t(1 + 3 + 1 + 1));
    }

    void destruction_whileBusy_isClean()
    {
        for (int i = 0; i < 30; ++i) {
            Bench bench(1ms);
            bench.mirror.start();
            bench.mirror.awaitFresh(Collection::Jobs, 0ms, 5s, [](bool) {});
            if (i % 2 == 0)
                QTest::qWait(1);
        }
    }
};

QTEST_GUILESS_MAIN(tst_Mirror)
#include "tst_Mirror.moc"

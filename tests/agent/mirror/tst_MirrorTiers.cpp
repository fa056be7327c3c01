// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/mirror/MirrorBench.h"
#include "tests/support/FakeClock.h"

#include <QTest>

#include <atomic>

using namespace resync;
using namespace resync::mirror;
using namespace std::chrono_literals;
using domain::StaleReason;
using domain::Status;
using Bench = test::MirrorBench<SystemClock>;
using FakeTimeBench = test::MirrorBench<test::FakeClock>;
using Form = RowQuery::Form;
using test::Asked;

namespace {

/// Forms that the engine must refuse for the mirror to be on this rung.
std::set<Form> refusedFor(Rung rung)
{
    switch (rung) {
    case Rung::OneQuery:
        return {};
    case Rung::SeparateQueries:
        return {Form::CanHaveChanged};
    case Rung::SweepOnly:
        break;
    }
    return {Form::CanHaveChanged, Form::Active};
}

void renamePlan(test::FakeEngine::JobRows &rows, const std::string &plan)
{
    for (auto &row : rows)
        row.planId = domain::PlanId(plan);
}

bool isEverythingRead(const PageRequest &request)
{
    return request.query.form == Form::Everything && request.limit > 1;
}

/// A hook that changes the rows after the \a nth answer to what can have changed.
std::function<void(const PageRequest &, test::FakeEngine::JobRows &)> onceAfterHotPage(
    int nth, std::function<void(test::FakeEngine::JobRows &)> change)
{
    return [seen = std::make_shared<int>(0), nth, change = std::move(change)](
               const PageRequest &request, test::FakeEngine::JobRows &rows) {
        if (request.query.form == Form::CanHaveChanged && ++*seen == nth)
            change(rows);
    };
}

/// Puts \a count copies of the first row, each with its own id, in the place of the rows.
template<typename Row>
std::function<void(std::vector<Row> &)> makeRows(int count)
{
    return [count](std::vector<Row> &rows) {
        rows.resize(static_cast<std::size_t>(count), rows.empty() ? Row() : rows.front());
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i].id = decltype(rows[i].id)("row-" + std::to_string(i));
    };
}

} // namespace

class tst_MirrorTiers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // ---- hot

    void hotRefresh_bringsWhatChanged_data()
    {
        QTest::addColumn<int>("rung");
        for (const Rung rung : {Rung::OneQuery, Rung::SeparateQueries, Rung::SweepOnly})
            QTest::newRow(toString(rung).data()) << static_cast<int>(rung);
    }
    void hotRefresh_bringsWhatChanged()
    {
        QFETCH(int, rung);
        Bench bench;
        bench.engine.refuse(refusedFor(static_cast<Rung>(rung)));
        bench.engine.setJobs(test::jobs(30));
        bench.loadPlan();
        const Instant now = bench.clock.now();
        bench.engine.edit([&](auto &rows) {
            test::start(rows[3], now);
            test::start(rows[4], now);
            test::end(rows[4], now);
        });
        QVERIFY(bench.awaitFresh());
        QVERIFY(bench.statusOf("000003") == Status::Running);
        QVERIFY(bench.statusOf("000004") == Status::Successful);
        QVERIFY(!bench.reason());
        QCOMPARE(bench.state().rung, std::string(toString(static_cast<Rung>(rung))));
        QCOMPARE(bench.mirror.snapshot()->jobs->size(), std::size_t(30));
    }

    void hotRefresh_ofALargePlan_readsOnlyWhatChanged()
    {
        Bench bench;
        bench.engine.setJobs(test::jobs(300));
        bench.loadPlan();
        const int before = bench.engine.jobCalls();
        bench.engine.edit([&](auto &rows) { test::start(rows[7], bench.clock.now()); });
        QVERIFY(bench.awaitFresh());
        QCOMPARE(bench.engine.jobCalls(), before + 1);
    }

    void rung_isRememberedUntilTheWholeSystemIsInvalidated()
    {
        Bench bench;
        bench.engine.refuse({Form::CanHaveChanged});
        bench.loadPlan();
        QVERIFY(bench.awaitFresh());
        QCOMPARE(bench.engine.jobRequests(Form::CanHaveChanged), 1);
        QVERIFY(bench.awaitFresh());
        QCOMPARE(bench.engine.jobRequests(Form::CanHaveChanged), 1);
        QCOMPARE(bench.state().rung, std::string("separate_queries"));
        bench.engine.refuse({});
        QVERIFY(bench.invalidate(Scope::System).refreshed);
        QCOMPARE(bench.engine.timesForgotten(), 1);
        QCOMPARE(bench.state().rung, std::string("one_query"));
    }

    void sweepOnly_ofALargePlan_isNotCalledFresh()
    {
        Bench bench(1h, 24h, 2000);
        bench.engine.refuse(refusedFor(Rung::SweepOnly));
        bench.engine.offerCounts(false);
        bench.engine.setJobs(test::jobs(10'001));
        bench.loadPlan();
        const auto before = bench.mirror.snapshot()->asOfOf(Collection::Jobs);
        QVERIFY(!bench.awaitFresh(0ms, 200ms));
        QVERIFY(bench.mirror.snapshot()->asOfOf(Collection::Jobs) == before);
        QVERIFY(bench.invalidate(Scope::Jobs, 60s).refreshed); // a sweep
        QVERIFY(bench.mirror.snapshot()->asOfOf(Collection::Jobs) > before);
    }

    void activeJobThatDoesNotComeBack_isAskedFor()
    {
        Bench bench;
        bench.engine.edit([&](auto &rows) { rows[1].status = Status::Ready; });
        bench.loadPlan();
        bench.engine.edit([](auto &rows) { rows[1].status = Status::Waiting; });
        QVERIFY(bench.awaitFresh());
        QVERIFY(bench.statusOf("000001") == Status::Waiting);
        QCOMPARE(bench.engine.jobRequests(Form::Ids), 1);
    }

    void activeJobThatIsGone_leavesATombstone()
    {
        Bench bench;
        bench.engine.setJobs(test::jobs(10));
        bench.engine.edit([&](auto &rows) { test::start(rows[1], bench.clock.now()); });
        bench.loadPlan();
        const auto before = bench.mirror.snapshot()->generation;
        bench.engine.edit([](auto &rows) { rows.erase(rows.begin() + 1); });
        QVERIFY(bench.awaitFresh());
        QVERIFY(!bench.statusOf("000001"));
        const auto shown = bench.mirror.snapshot();
        const auto removed = shown->tombstones.after(before);
        QCOMPARE(removed.size(), std::size_t(1));
        QVERIFY(removed.front() == "000001");
    }

    void thousandsOfActiveJobsThatDoNotComeBack_areAskedForInTurns()
    {
        Bench bench(1h, 24h, 2000);
        bench.engine.offerCounts(false);
        auto rows = test::jobs(6000);
        for (std::size_t i = 0; i < 2500; ++i)
            rows[i].status = Status::Ready;
        bench.engine.setJobs(rows);
        bench.loadPlan();
        bench.engine.edit([](auto &all) {
            for (auto &row : all)
                row.status = Status::Waiting;
        });
        for (int i = 0; i < 3; ++i) {
            const int before = bench.engine.jobRequests(Form::Ids);
            QVERIFY(bench.awaitFresh());
            QVERIFY(bench.engine.jobRequests(Form::Ids) - before <= 10);
        }
        const auto shown = bench.mirror.snapshot();
        QCOMPARE(shown->jobs->counts().at(static_cast<std::size_t>(Status::Waiting)), 6000);
    }

    void clocksThatDiffer_doNotMatter_data()
    {
        QTest::addColumn<int>("minutes");
        QTest::newRow("engine ahead") << 60;
        QTest::newRow("engine behind") << -60;
        QTest::newRow("the same") << 0;
    }
    void clocksThatDiffer_doNotMatter()
    {
        QFETCH(int, minutes);
        FakeTimeBench bench;
        const milliseconds offset = std::chrono::minutes(minutes);
        bench.engine.setClockOffset(offset);
        bench.engine.offerCounts(false);
        bench.loadPlan();
        bench.clock.advance(30s);
        bench.engine.edit([&](auto &rows) { // as short as never seen while it runs
            test::start(rows[2], bench.clock.now() + offset - 20s);
            test::end(rows[2], bench.clock.now() + offset - 10s);
        });
        QVERIFY(bench.awaitFresh());
        QVERIFY(bench.statusOf("000002") == Status::Successful);
        QVERIFY(bench.mirror.snapshot()->asOfOf(Collection::Jobs) == bench.clock.now());
    }

    void aNightWithoutEngine_isCaughtUp_data()
    {
        QTest::addColumn<int>("minutes");
        QTest::newRow("10 min") << 10;
        QTest::newRow("a night") << 12 * 60;
    }
    void aNightWithoutEngine_isCaughtUp()
    {
        QFETCH(int, minutes);
        FakeTimeBench bench(20ms);
        bench.engine.offerCounts(false);
        bench.engine.setJobs(test::jobs(50));
        bench.loadPlan();
        bench.engine.setError(test::Refused);
        QTRY_VERIFY(bench.mirror.status().lastError.has_value());
        bench.clock.advance(1min);
        bench.engine.edit([&](auto &rows) {
            for (int i = 0; i < 20; ++i) {
                test::start(rows[static_cast<std::size_t>(i)], bench.clock.now());
                test::end(rows[static_cast<std::size_t>(i)], bench.clock.now() + 1s);
            }
        });
        bench.clock.advance(std::chrono::minutes(minutes));
        QVERIFY(bench.reason() == StaleReason::EngineUnreachable);
        QVERIFY(bench.statusOf("000001") == Status::Waiting); // the last plan stays
        bench.engine.setError(std::nullopt);
        QTRY_VERIFY(!bench.reason());
        for (const auto *id : {"000000", "000001", "000019"})
            QVERIFY(bench.statusOf(id) == Status::Successful);
        QVERIFY(bench.statusOf("000020") == Status::Waiting);
    }

    // ---- counts

    void changeThatNoHotQueryTells_isFoundByTheCounts()
    {
        Bench bench;
        bench.loadPlan();
        bench.engine.edit([](auto &rows) { rows[0].status = Status::Canceled; });
        QVERIFY(bench.awaitFresh());
        QVERIFY(bench.statusOf("000000") == Status::Canceled);
        QCOMPARE(bench.engine.jobRequests(Form::FolderStatuses), 1); // those in the status alone
        QCOMPARE(bench.engine.jobRequests(Form::Folder), 0);
        QCOMPARE(bench.state().divergence, std::optional<int>(1));
        QVERIFY(bench.state().isComplete && bench.state().unexplained.empty());
        QVERIFY(bench.awaitFresh());
        QCOMPARE(bench.state().divergence, std::optional<int>(0));
    }

    void changeThatFewRowsDoNotExplain_isFoundInTheWholeFolder_data()
    {
        QTest::addColumn<bool>("isRefused");
        QTest::newRow("the engine does not understand the question") << true;
        QTest::newRow("a row comes while another changes") << false;
    }
    void changeThatFewRowsDoNotExplain_isFoundInTheWholeFolder()
    {
        QFETCH(bool, isRefused);
        Bench bench;
        bench.engine.setJobs(test::jobs(8));
        bench.loadPlan();
        bench.engine.edit([&](auto &rows) {
            rows[0].status = Status::Canceled;
            if (!isRefused)
                rows.push_back(test::job("900000"));
        });
        if (isRefused)
            bench.engine.refuse({Form::FolderStatuses});
        QVERIFY(bench.awaitFresh());
        QVERIFY(bench.statusOf("000000") == Status::Canceled);
        QCOMPARE(bench.engine.jobRequests(Form::Folder), 1);
        QVERIFY(bench.state().isComplete && bench.state().unexplained.empty());
    }

    void rowsThatMoveWhileTheyAreRead_areReadOnceMore()
    {
        Bench bench;
        bench.engine.setJobs(test::jobs(10));
        bench.loadPlan();
        bench.engine.afterJobPage(
            onceAfterHotPage(1, [](auto &rows) { test::start(rows[0], SystemClock().now()); }));
        QVERIFY(bench.awaitFresh());
        QVERIFY(bench.statusOf("000000") == Status::Running);
        QCOMPARE(bench.engine.jobRequests(Form::Folder), 0);
        QCOMPARE(bench.state().divergence, std::optional<int>(0));
        QVERIFY(bench.state().isComplete && !bench.reason());
    }

    void folderThatGoesOnMoving_isLeftToTheNextRefresh()
    {
        Bench bench;
        bench.engine.setJobs(test::jobs(10));
        bench.loadPlan();
        auto row = std::make_shared<std::size_t>(0);
        bench.engine.afterJobPage([row](const PageRequest &request, auto &rows) {
            if (request.query.form == Form::CanHaveChanged)
                test::start(rows[(*row)++], SystemClock().now());
        });
        QVERIFY(bench.awaitFresh());
        QCOMPARE(*row, std::size_t(2)); // the second one moved after it was asked once more
        QVERIFY(bench.statusOf("000001") == Status::Waiting);
        QCOMPARE(bench.engine.jobRequests(Form::Folder), 0);
        QVERIFY(bench.state().isComplete && !bench.reason());
        bench.engine.afterJobPage({});
        QVERIFY(bench.awaitFresh());
        QVERIFY(bench.statusOf("000001") == Status::Running);
    }

    void rolloverWhileFoldersAreRead_losesNothing()
    {
        Bench bench;
        bench.engine.setJobs(test::jobs(10));
        bench.loadPlan();
        bench.engine.edit([](auto &rows) { rows[0].status = Status::Canceled; });
        bench.engine.afterJobPage(
            onceAfterHotPage(2, [](auto &rows) { renamePlan(rows, "plan-2"); }));
        QVERIFY(bench.awaitFresh());
        QCOMPARE(bench.engine.jobRequests(Form::FolderStatuses), 1);
        QCOMPARE(bench.mirror.snapshot()->jobs->planId(), domain::PlanId("plan-2"));
        QCOMPARE(bench.mirror.snapshot()->jobs->size(), std::size_t(10));
    }

    void rowsThatComeOrGo_areFoundByTheCounts()
    {
        Bench bench;
        bench.engine.setJobs(test::jobs(10));
        bench.loadPlan();
        bench.engine.edit([](auto &rows) {
            rows.erase(rows.begin());
            rows.push_back(test::job("900000"));
            rows.push_back(test::job("900001"));
        });
        QVERIFY(bench.awaitFresh());
        QVERIFY(!bench.statusOf("000000"));
        QVERIFY(bench.statusOf("900000") && bench.statusOf("900001"));
    }

    void folderThatStaysDifferent_isUnexplainedAndNotStale()
    {
        FakeTimeBench bench;
        bench.engine.hideRows("/FIN", 2);
        bench.loadPlan();
        QTRY_COMPARE(bench.state().unexplained.size(), std::size_t(1));
        QCOMPARE(bench.state().unexplained.front(),
                 std::string("jobs of /FIN: 5 at the engine, 3 here"));
        QVERIFY(!bench.reason());
        QVERIFY(!bench.state().isComplete);
        QCOMPARE(bench.state().divergence, std::optional<int>(2));
        const int reads = bench.engine.jobRequests(Form::Folder);
        bench.clock.advance(1min);
        QVERIFY(bench.awaitFresh());
        QCOMPARE(bench.engine.jobRequests(Form::Folder), reads); // not again so soon
        bench.clock.advance(15min);
        QVERIFY(bench.awaitFresh());
        QCOMPARE(bench.engine.jobRequests(Form::Folder), reads + 1);
        bench.engine.hideRows("/FIN", 3); // it moves: another row
        bench.clock.advance(1min);
        QVERIFY(bench.awaitFresh());
        QCOMPARE(bench.engine.jobRequests(Form::Folder), reads + 2);
        bench.engine.hideRows("/FIN", 0);
        bench.clock.advance(1min);
        QVERIFY(bench.awaitFresh());
        QVERIFY(bench.state().unexplained.empty());
    }

    void folderThatCouldNotBeReadAgain_staysPending()
    {
        Bench bench;
        bench.loadPlan();
        bench.engine.edit([](auto &rows) { rows[0].status = Status::Canceled; });
        bench.engine.failNext(Form::FolderStatuses, test::TimedOut, 1000);
        QVERIFY(!bench.awaitFresh());
        QVERIFY(bench.reason() == StaleReason::RecountPending);
        QVERIFY(!bench.reason(Collection::Workstations));
        bench.engine.failNext(Form::FolderStatuses, test::TimedOut, 0);
        QTRY_VERIFY(!bench.reason()); // it tries again by itself
        QVERIFY(bench.statusOf("000000") == Status::Canceled);
    }

    void engineWithoutCounts_saysNothingOfDivergence()
    {
        Bench bench;
        bench.engine.offerCounts(false);
        bench.loadPlan();
        QVERIFY(bench.awaitFresh());
        QVERIFY(bench.mirror.status().areCountsOffered == false);
        QVERIFY(bench.state().unexplained.empty());
    }

    void failedCounts_showTheRowsButNotAsFresh()
    {
        Bench bench;
        bench.loadPlan();
        const auto before = bench.mirror.snapshot()->asOfOf(Collection::Jobs);
        bench.engine.edit([&](auto &rows) { test::start(rows[0], bench.clock.now()); });
        bench.engine.failNext(Asked::Counts, test::TimedOut);
        QVERIFY(!bench.awaitFresh());
        QVERIFY(bench.statusOf("000000") == Status::Running);
        QVERIFY(bench.mirror.snapshot()->asOfOf(Collection::Jobs) == before);
        QVERIFY(bench.mirror.status().lastError.has_value());
    }

    // ---- sweep

    void sweep_findsWhatNothingElseTells()
    {
        Bench bench(50ms, 400ms);
        bench.engine.setJobs(test::jobs(35));
        bench.loadPlan();
        bench.engine.edit([](auto &rows) { rows[33].priority = 99; });
        const auto priority = [&] {
            domain::Job job;
            const auto shown = bench.mirror.snapshot();
            shown->jobs->read(*shown->jobs->find("000033"), job);
            return job.priority;
        };
        QTRY_COMPARE(priority(), std::optional<int>(99));
        QTRY_VERIFY(bench.mirror.status().sweeps >= 2);
        const auto requests = bench.engine.jobRequests();
        QVERIFY(std::any_of(requests.begin(), requests.end(), [](const auto &request) {
            return isEverythingRead(request) && request.priority == CallPriority::Sweep;
        }));
    }

    void sweep_losesNoRowAndInventsNone()
    {
        Bench bench(30ms, 200ms);
        bench.engine.offerCounts(false);
        bench.engine.setJobs(test::jobs(60));
        bench.loadPlan();
        bench.engine.edit([](auto &rows) {
            rows.erase(rows.begin() + 5, rows.begin() + 12);
            rows.push_back(test::job("800000"));
        });
        const auto ids = [&] {
            std::set<std::string> all;
            const auto shown = bench.mirror.snapshot();
            for (std::size_t i = 0; i < shown->jobs->size(); ++i)
                all.insert(std::string(shown->jobs->idAt(i)));
            return all;
        };
        std::set<std::string> expected;
        bench.engine.edit([&](auto &rows) {
            for (const auto &row : rows)
                expected.insert(row.id.value());
        });
        QTRY_VERIFY(ids() == expected);
        QTRY_VERIFY(bench.mirror.status().sweeps >= 3);
        QVERIFY(ids() == expected);
        QVERIFY(bench.engine.jobRequests(Form::Ids) > 0); // gone only after it was asked for
    }

    void rowThatOnlyHidFromTheSweep_stays()
    {
        Bench bench;
        bench.engine.offerCounts(false);
        bench.engine.setJobs(test::jobs(25));
        bench.loadPlan();
        // a row that comes and goes between the pages of the list
        auto hidden = test::job("000003");
        bench.engine.afterJobPage([&](const PageRequest &page, auto &rows) {
            if (page.query.form == Form::CanHaveChanged)
                std::erase_if(rows, [](const auto &row) { return row.id.value() == "000003"; });
            else if (page.query.form == Form::Everything && page.offset > 0 && rows.size() == 24)
                rows.push_back(hidden);
        });
        QVERIFY(bench.invalidate(Scope::Jobs).refreshed);
        QVERIFY(bench.statusOf("000003").has_value());
    }

    void failedSweepPage_isReadAgain()
    {
        Bench bench;
        bench.engine.offerCounts(false);
        bench.engine.setJobs(test::jobs(60));
        bench.loadPlan();
        bench.engine.edit([&](auto &rows) {
            test::start(rows[0], bench.clock.now()); // then no probe asks for Everything
            rows[59].priority = 7;
        });
        bench.engine.failNext(Form::Everything, test::TimedOut);
        QVERIFY(bench.invalidate(Scope::Jobs, 5s).refreshed);
        QCOMPARE(bench.mirror.snapshot()->jobs->size(), std::size_t(60));
        QVERIFY(!bench.reason());
    }

    void refusedLoginOfASweep_waitsForTheNextRefresh()
    {
        Bench bench;
        bench.engine.offerCounts(false);
        bench.engine.setJobs(test::jobs(60));
        bench.loadPlan();
        bench.engine.edit([&](auto &rows) { test::start(rows[0], bench.clock.now()); });
        bench.engine.failNext(Form::Everything, test::BadLogin);
        QVERIFY(!bench.invalidate(Scope::Jobs, 1500ms).refreshed);
        QVERIFY(bench.awaitFresh());
        QTRY_VERIFY(!bench.reason());
    }

    void refreshDuringASweep_discardsThePageInFlight()
    {
        Bench bench;
        bench.engine.offerCounts(false);
        bench.engine.setJobs(test::jobs(60));
        bench.loadPlan();
        std::promise<domain::InvalidationReport> swept;
        std::atomic<int> pages{0};
        bench.engine.afterJobPage([&](const PageRequest &page, auto &) {
            if (isEverythingRead(page) && ++pages == 2)
                bench.mirror.awaitFresh(Collection::Jobs, 0ms, 5s, [](bool) {});
        });
        bench.mirror.invalidate(Scope::Jobs, "admin", 5s, [&](domain::InvalidationReport report) {
            swept.set_value(std::move(report));
        });
        QVERIFY(swept.get_future().get().refreshed);
        QCOMPARE(bench.mirror.snapshot()->jobs->size(), std::size_t(60));
    }

    // ---- the plan is exchanged

    void newPlan_isOneEvent()
    {
        Bench bench;
        bench.engine.setJobs(test::jobs(100));
        bench.loadPlan();
        auto rows = test::jobs(120);
        renamePlan(rows, "plan-2");
        rows[0].status = Status::Ready;
        bench.engine.setJobs(rows);
        QVERIFY(bench.awaitFresh());
        const auto shown = bench.mirror.snapshot();
        QCOMPARE(shown->jobs->planId().value(), std::string("plan-2"));
        QCOMPARE(shown->jobs->size(), std::size_t(120));
        QCOMPARE(shown->planGeneration, shown->generationOf(Collection::Jobs));
        QVERIFY(!bench.reason());
    }

    void quietNewPlan_isNoticedToo()
    {
        Bench bench;
        bench.loadPlan();
        auto rows = test::jobs(3); // nothing runs in it
        renamePlan(rows, "plan-2");
        bench.engine.setJobs(rows);
        QVERIFY(bench.awaitFresh());
        QCOMPARE(bench.mirror.snapshot()->jobs->planId().value(), std::string("plan-2"));
    }

    void rolloverInTheMiddleOfASweep_dropsTheSweep()
    {
        Bench bench;
        bench.engine.offerCounts(false);
        bench.engine.setJobs(test::jobs(60));
        bench.loadPlan();
        auto next = test::jobs(70);
        renamePlan(next, "plan-2");
        bench.engine.afterJobPage([&, isDone = false](const PageRequest &page, auto &rows) mutable {
            if (isEverythingRead(page) && page.offset > 0 && !std::exchange(isDone, true))
                rows = next;
        });
        (void)bench.invalidate(Scope::Jobs);
        QTRY_COMPARE(bench.mirror.snapshot()->jobs->planId().value(), std::string("plan-2"));
        QCOMPARE(bench.mirror.snapshot()->jobs->size(), std::size_t(70));
        QTRY_VERIFY(!bench.reason());
    }

    void mixedPlans_areHeldBack()
    {
        FakeTimeBench bench(20ms);
        bench.engine.setJobs(test::jobs(60));
        bench.loadPlan();
        auto rows = test::jobs(60);
        for (std::size_t i = 30; i < rows.size(); ++i)
            rows[i].planId = domain::PlanId("plan-2");
        test::start(rows.back(), bench.clock.now()); // a hot refresh brings it
        bench.engine.setJobs(rows);
        QTRY_VERIFY(bench.mirror.status().isRolloverHeld);
        QVERIFY(bench.reason() == StaleReason::RolloverInProgress);
        QVERIFY(planOf(*bench.mirror.snapshot()).rollover == domain::Rollover::InProgress);
        QCOMPARE(bench.mirror.snapshot()->jobs->planId().value(), std::string("plan-1"));
        renamePlan(rows, "plan-2");
        bench.engine.setJobs(rows);
        QTRY_COMPARE(bench.mirror.snapshot()->jobs->planId().value(), std::string("plan-2"));
        QTRY_VERIFY(!bench.reason());
        QVERIFY(planOf(*bench.mirror.snapshot()).rollover == domain::Rollover::None);
    }

    void emptyPlan_isHeldBackForFiveMinutes()
    {
        FakeTimeBench bench(20ms);
        bench.engine.setJobs(test::jobs(60));
        bench.loadPlan();
        bench.engine.setJobs({});
        QTRY_VERIFY(bench.mirror.status().isRolloverHeld);
        QCOMPARE(bench.mirror.snapshot()->jobs->size(), std::size_t(60));
        bench.clock.advance(4min);
        QTest::qWait(100);
        QCOMPARE(bench.mirror.snapshot()->jobs->size(), std::size_t(60));
        bench.clock.advance(1min);
        QTRY_COMPARE(bench.mirror.snapshot()->jobs->size(), std::size_t(0));
    }

    void workstationsThatVanish_areHeldBack()
    {
        FakeTimeBench bench(20ms);
        bench.engine.editWorkstations(makeRows<domain::Workstation>(10));
        bench.loadPlan();
        bench.engine.editWorkstations(makeRows<domain::Workstation>(4));
        QTRY_VERIFY(bench.mirror.status().isRolloverHeld);
        QCOMPARE(bench.mirror.snapshot()->workstations->size(), std::size_t(10));
        QVERIFY(bench.reason(Collection::Workstations) == StaleReason::RolloverInProgress);
        bench.engine.editWorkstations(makeRows<domain::Workstation>(5));
        QTRY_COMPARE(bench.mirror.snapshot()->workstations->size(), std::size_t(5));
        QTRY_VERIFY(!bench.reason(Collection::Workstations));
    }

    void streamsThatVanish_areHeldBack()
    {
        FakeTimeBench bench(20ms);
        bench.engine.editStreams(makeRows<domain::JobStream>(10));
        bench.loadPlan();
        bench.engine.editStreams(makeRows<domain::JobStream>(0));
        bench.mirror.invalidate(Scope::System, "admin", 0ms, [](const auto &) {});
        QTRY_VERIFY(bench.mirror.status().isRolloverHeld);
        QCOMPARE(bench.mirror.snapshot()->streams->size(), std::size_t(10));
        bench.clock.advance(5min);
        QTRY_COMPARE(bench.mirror.snapshot()->streams->size(), std::size_t(0));
    }

    void activeStreamsThatVanish_areHeldBack()
    {
        FakeTimeBench bench(20ms);
        const auto makeStreams = [](auto &rows) {
            makeRows<domain::JobStream>(40)(rows);
            for (std::size_t i = 12; i < rows.size(); ++i)
                rows[i].status = Status::Waiting;
        };
        bench.engine.editStreams(makeStreams);
        bench.loadPlan();
        bench.engine.offerCounts(false);
        bench.engine.editStreams(makeRows<domain::JobStream>(0));
        QTRY_VERIFY(bench.mirror.status().isRolloverHeld);
        QCOMPARE(bench.mirror.snapshot()->streams->size(), std::size_t(40));
    }

    void firstPlanThatIsEmpty_isShown()
    {
        Bench bench;
        bench.engine.setJobs({});
        bench.loadPlan();
        QCOMPARE(bench.mirror.snapshot()->jobs->size(), std::size_t(0));
        QVERIFY(!bench.reason());
    }

    void planWhoseWindowEnded_isOverdue()
    {
        FakeTimeBench bench;
        PlanInfo info;
        info.runNumber = 12;
        info.window.startsAt = bench.clock.now() - 23h;
        info.window.endsAt = bench.clock.now() + 1h;
        bench.engine.setPlanInfo(info);
        bench.loadPlan();
        QTRY_VERIFY(bench.mirror.snapshot()->planInfo.has_value());
        QVERIFY(planOf(*bench.mirror.snapshot()).rollover == domain::Rollover::None);
        QVERIFY(planOf(*bench.mirror.snapshot()).runNumber == 12);
        bench.clock.advance(1h + 11min);
        QVERIFY(bench.awaitFresh());
        QVERIFY(planOf(*bench.mirror.snapshot()).rollover == domain::Rollover::Overdue);
    }

    // ---- facts

    void facts_areAskedSeldom()
    {
        FakeTimeBench bench;
        EngineMetrics metrics;
        metrics.isDatabaseConnected = false;
        bench.engine.setMetrics(metrics);
        bench.loadPlan();
        QTRY_VERIFY(bench.mirror.status().engineMetrics.has_value());
        for (int i = 0; i < 5; ++i)
            QVERIFY(bench.awaitFresh());
        QCOMPARE(bench.engine.asked(Asked::PlanInfo), 1);
        QCOMPARE(bench.engine.asked(Asked::Metrics), 1);
        bench.clock.advance(4min);
        QVERIFY(bench.awaitFresh());
        QTRY_COMPARE(bench.engine.asked(Asked::PlanInfo), 2);
        QTRY_COMPARE(bench.engine.asked(Asked::Metrics), 2);
    }

    void factsAfterAnInvalidation_areTheSameContent()
    {
        Bench bench;
        bench.engine.setPlanInfo(PlanInfo{});
        bench.engine.setJobs(test::jobs(30));
        bench.loadPlan();
        QTRY_VERIFY(bench.mirror.snapshot()->planInfo.has_value());
        const auto before = bench.mirror.snapshot()->generation;
        QVERIFY(bench.invalidate(Scope::System).refreshed);
        QTRY_COMPARE(bench.engine.asked(Asked::PlanInfo), 2);
        QVERIFY(bench.awaitFresh());
        QCOMPARE(bench.mirror.snapshot()->generation, before);
    }

    // ---- invalidation

    void invalidation_isFreshOnlyWhenAllWasReadAnew()
    {
        Bench bench;
        bench.engine.setJobs(test::jobs(60));
        bench.loadPlan();
        const int before = bench.engine.jobRequests(Form::Everything);
        std::atomic<int> pages{0};
        bench.engine.afterJobPage([&](const PageRequest &page, auto &) {
            if (isEverythingRead(page) && ++pages == 3)
                bench.engine.hold();
        });
        const auto report = bench.invalidate(Scope::Jobs, 300ms);
        QVERIFY(!report.refreshed);
        QCOMPARE(report.reason->code, std::string("sweep_in_progress"));
        QVERIFY(report.engineCalls > 3);
        QVERIFY(bench.reason() == StaleReason::SweepInProgress);
        QVERIFY(!bench.reason(Collection::Workstations));
        bench.engine.afterJobPage({});
        bench.engine.release();
        QTRY_VERIFY(!bench.reason());
        QVERIFY(bench.engine.jobRequests(Form::Everything) >= before + 7);
        QCOMPARE(bench.events("cache.invalidated"), 1);
    }

    void invalidation_findsRowsThatChangedUnseen()
    {
        Bench bench;
        bench.engine.offerCounts(false);
        bench.engine.setJobs(test::jobs(60));
        bench.loadPlan();
        bench.engine.edit([](auto &rows) {
            rows[40].priority = 1;
            rows[41].status = Status::Canceled;
        });
        QVERIFY(bench.invalidate(Scope::Jobs).refreshed);
        QVERIFY(bench.statusOf("000041") == Status::Canceled);
        QCOMPARE(bench.state().divergence, std::optional<int>(2));
    }

    // ---- many at once

    void fortyThousandChangesAtOnce_areAllShown()
    {
        Bench bench(1h, 24h, 2000);
        bench.engine.setJobs(test::jobs(60'000));
        bench.mirror.start();
        QTRY_VERIFY_WITH_TIMEOUT(bench.mirror.status().refreshes == 1, 60'000);
        const Instant now = bench.clock.now();
        bench.engine.edit([&](auto &rows) {
            for (std::size_t i = 0; i < 40'000; ++i)
                i % 2 == 0 ? test::start(rows[i], now) : test::end(rows[i], now);
        });
        QVERIFY(bench.awaitFresh(0ms, 60s));
        const auto counts = bench.mirror.snapshot()->jobs->counts();
        QCOMPARE(counts.at(static_cast<std::size_t>(Status::Running)), 20'000);
        QCOMPARE(counts.at(static_cast<std::size_t>(Status::Successful)), 20'000);
        QCOMPARE(bench.state().divergence, std::optional<int>(0));
    }
};

QTEST_GUILESS_MAIN(tst_MirrorTiers)
#include "tst_MirrorTiers.moc"

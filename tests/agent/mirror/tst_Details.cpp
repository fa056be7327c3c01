// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/Details.h"

#include "tests/support/FakeClock.h"
#include "tests/support/FakeEngine.h"

#include <QTest>

#include <atomic>
#include <future>
#include <memory>

using namespace resync;
using namespace resync::mirror;
using namespace std::chrono_literals;

namespace {

const Error Refused{ErrorKind::Unavailable, "engine_unavailable", "connection refused"};

struct Bench
{
    explicit Bench(DetailLimits limits = {})
        : engine(thread)
        , details(engine, thread, clock, limits)
    {}
    ~Bench()
    {
        engine.release();
        thread.run([this] { details.stop(); });
        thread.stop();
    }

    template<typename T, typename Fetch>
    Result<Dated<T>> wait(Fetch fetch)
    {
        std::promise<Result<Dated<T>>> promise;
        fetch([&](Result<Dated<T>> answer) { promise.set_value(std::move(answer)); });
        return promise.get_future().get();
    }
    Result<Dated<domain::JobDetail>> job(const char *id, std::optional<milliseconds> maxAge = {},
                                         std::optional<milliseconds> atMost = {})
    {
        return wait<domain::JobDetail>([&](auto done) {
            details.fetchJob(domain::JobId(id), std::move(done), {maxAge, {}, atMost, {}});
        });
    }
    Result<Dated<domain::JobLog>> log(const domain::LogRange &range = {})
    {
        return wait<domain::JobLog>(
            [&](auto done) { details.fetchLog(domain::JobId("j1"), range, std::move(done)); });
    }

    test::FakeClock clock;
    PlanThread thread;
    test::FakeEngine engine;
    Details details;
};

} // namespace

class TestDetails : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manyAskers_areOneQuestion()
    {
        Bench bench;
        bench.engine.hold();
        std::atomic<int> answered{0};
        for (int i = 0; i < 20; ++i)
            bench.details.fetchJob(domain::JobId("j1"), [&](const auto &detail) {
                answered += detail && detail->value->definition ? 1 : 0;
            });
        bench.engine.release();
        QTRY_COMPARE(answered.load(), 20);
        QCOMPARE(bench.engine.detailCalls(), 1);
        QCOMPARE(bench.details.misses(), std::uint64_t(20));
        QVERIFY(bench.job("j1"));
        QCOMPARE(bench.details.hits(), std::uint64_t(1));
        QCOMPARE(bench.engine.detailCalls(), 1);
        QVERIFY(bench.job("j2"));
        QCOMPARE(bench.engine.detailCalls(), 2);
    }

    void aValue_isKeptForItsTimeAndSaysWhenItWasRead()
    {
        Bench bench;
        bench.engine.setLog({"one", "two"});
        const Instant begin = bench.clock.now();
        QVERIFY(bench.job("j1")->asOf == begin);
        QVERIFY(bench.log()->asOf == begin);
        bench.clock.advance(26s); // 30 s − 10 % at least
        QVERIFY(bench.log()->asOf == begin);
        bench.clock.advance(8s); // 30 s + 10 % at most
        QVERIFY(bench.log()->asOf == begin + 34s);
        QVERIFY(bench.job("j1")->asOf == begin);
        bench.clock.advance(5min);
        QVERIFY(bench.job("j1")->asOf == begin + 34s + 5min);
        QCOMPARE(bench.engine.detailCalls(), 2);
    }

    void maxAge_asksAgainForWhatIsOlder()
    {
        Bench bench;
        QVERIFY(bench.job("j1"));
        bench.clock.advance(10s);
        QVERIFY(bench.job("j1", 11s));
        QCOMPARE(bench.engine.detailCalls(), 1);
        QVERIFY(bench.job("j1", 9s));
        QCOMPARE(bench.engine.detailCalls(), 2);
        QVERIFY(bench.job("j1", 0s)); // at the same instant
        QCOMPARE(bench.engine.detailCalls(), 2);
    }

    void aFailure_isNotKept()
    {
        Bench bench;
        bench.engine.setDetailError(Refused);
        QVERIFY(bench.job("j1").error() == Refused);
        QCOMPARE(bench.details.size(), std::size_t(0));
        bench.engine.setDetailError(std::nullopt);
        QVERIFY(bench.job("j1"));
    }

    void whenTheEngineFails_theLastValueComesWithTheFailure()
    {
        Bench bench;
        const Instant begin = bench.clock.now();
        QVERIFY(!bench.job("j1")->error);
        bench.engine.setDetailError(Refused);
        bench.clock.advance(6min);
        for (int i = 0; i < 2; ++i) {
            const auto stale = bench.job("j1");
            QVERIFY(stale);
            QVERIFY(stale->error == Refused);
            QVERIFY(stale->asOf == begin);
            QVERIFY(stale->value->definition);
        }
        bench.engine.setDetailError(Error{ErrorKind::NotFound, "", "no such job"});
        QVERIFY(bench.job("j1").error().kind == ErrorKind::NotFound);
        QCOMPARE(bench.details.size(), std::size_t(0));
    }

    void afterClear_olderAnswersAreNotKept()
    {
        Bench bench;
        bench.engine.hold();
        std::atomic<int> answered{0};
        const auto count = [&](const auto &answer) { answered += answer ? 1 : 0; };
        bench.details.fetchJob(domain::JobId("j1"), count);
        bench.thread.run([&] { bench.details.clear(); });
        bench.details.fetchJob(domain::JobId("j1"), count);
        bench.engine.release();
        QTRY_COMPARE(answered.load(), 2);
        QCOMPARE(bench.engine.detailCalls(), 2);
        QVERIFY(bench.job("j1"));
        QCOMPARE(bench.engine.detailCalls(), 2);
        bench.thread.run([&] { bench.details.clear(); });
        QVERIFY(bench.job("j1"));
        QCOMPARE(bench.engine.detailCalls(), 3);
    }

    void aNewPlan_leavesNothing()
    {
        Bench bench;
        QVERIFY(bench.job("j1"));
        bench.thread.run([&] { bench.details.forget(); });
        QCOMPARE(bench.details.size(), std::size_t(0));
        bench.engine.setDetailError(Refused);
        QVERIFY(bench.job("j1").error() == Refused);
    }

    void theVersion_growsWithTheContentAlone()
    {
        Bench bench;
        const auto first = bench.job("j1")->version;
        bench.clock.advance(6min);
        QCOMPARE(bench.job("j1")->version, first);
        domain::JobDetail other;
        other.issues = {{"engine_issue", {}, "The limit is 0."}};
        bench.engine.setDetail(other);
        QVERIFY(bench.job("j1", 0s)->version == first); // in the same instant
        bench.clock.advance(1s);
        const auto second = bench.job("j1", 0s)->version;
        QVERIFY(second > first);
        bench.engine.setDetailError(Refused);
        bench.clock.advance(6min);
        QCOMPARE(bench.job("j1")->version, second);
    }

    void theRefreshInterval_boundsWhatIsKept()
    {
        Bench bench;
        bench.thread.run([&] { bench.details.setPace(10s); });
        QVERIFY(bench.job("j1"));
        bench.clock.advance(16s);
        QVERIFY(bench.job("j1"));
        QCOMPARE(bench.engine.detailCalls(), 1);
        bench.clock.advance(4s);
        QVERIFY(bench.job("j1"));
        QCOMPARE(bench.engine.detailCalls(), 2);
    }

    void whoDoesNotWaitForASlowEngine_getsTheLastValue()
    {
        Bench bench;
        const Instant begin = bench.clock.now();
        QVERIFY(bench.job("j1"));
        bench.clock.advance(10s);
        bench.engine.hold();
        const auto pending = bench.job("j1", 1s, 20ms);
        QVERIFY(pending && pending->error);
        QCOMPARE(pending->error->code, std::string("refresh_pending"));
        QVERIFY(pending->asOf == begin);
        bench.engine.release();
        QTRY_VERIFY(bench.job("j1", 1s)->asOf == begin + 10s); // it came, and was kept
        QCOMPARE(bench.engine.detailCalls(), 2);
    }

    void whoForcesTheEngineToBeAsked_needsLeave()
    {
        Bench bench;
        int asked = 0;
        const DetailDemand demand{1s, {}, {}, [&] { return ++asked > 1; }};
        const auto fetch = [&](auto done) {
            bench.details.fetchJob(domain::JobId("j1"), std::move(done), demand);
        };
        QVERIFY(bench.wait<domain::JobDetail>(fetch)); // there was none
        QVERIFY(bench.wait<domain::JobDetail>(fetch)); // young enough
        QCOMPARE(asked, 0);
        bench.clock.advance(2s);
        fetch([](const auto &) { QFAIL("answered"); });
        bench.thread.run([] {});
        QCOMPARE(asked, 1);
        QCOMPARE(bench.engine.detailCalls(), 1);
        QVERIFY(bench.wait<domain::JobDetail>(fetch));
        QCOMPARE(asked, 2);
        QCOMPARE(bench.engine.detailCalls(), 2);
    }

    void theLeastRecentlyAsked_goFirst()
    {
        Bench bench({2, 1U << 20U, 5min, 30s});
        QVERIFY(bench.job("j1"));
        QVERIFY(bench.job("j2"));
        QVERIFY(bench.job("j1"));
        QVERIFY(bench.job("j3")); // drops j2
        QCOMPARE(bench.details.size(), std::size_t(2));
        QCOMPARE(bench.engine.detailCalls(), 3);
        QVERIFY(bench.job("j1"));
        QCOMPARE(bench.engine.detailCalls(), 3);
        QVERIFY(bench.job("j2"));
        QCOMPARE(bench.engine.detailCalls(), 4);
    }

    void bytes_areBounded()
    {
        Bench bench({1000, 64U << 10U, 5min, 30s});
        bench.engine.setLog({std::string(6'000, 'x')});
        for (int i = 1; i <= 40; ++i)
            QVERIFY(bench.log({domain::RunId("run" + std::to_string(i)), {}, {}}));
        QVERIFY(bench.details.bytes() <= 64U << 10U);
        QVERIFY(bench.details.size() >= 8);
        bench.engine.setLog({std::string(10'000, 'x')}); // more than an eighth
        const auto size = bench.details.size();
        QVERIFY(bench.log({domain::RunId("big"), {}, {}}));
        QCOMPARE(bench.details.size(), size);
    }

    void logRanges_areKeptApart()
    {
        Bench bench;
        bench.engine.setLog({"one", "two", "three"});
        QCOMPARE(bench.log({{}, 2, 3})->value->lines.size(), std::size_t(2));
        QCOMPARE(bench.log({{}, 2, std::nullopt})->value->lines.size(), std::size_t(2));
        QCOMPARE(bench.log({{}, 3, 3})->value->lines.front().text, std::string("three"));
        QCOMPARE(bench.log({{}, 3, 3})->value->lines.front().number, std::uint64_t(3));
        QCOMPARE(bench.engine.onDemandCalls(), 3);
    }

    void lists_areReadPageAfterPageAndSorted()
    {
        Bench bench;
        std::vector<domain::Prompt> prompts(4'500);
        for (std::size_t i = 0; i < prompts.size(); ++i)
            prompts[i].id = domain::PromptId(std::to_string(200'000 - i));
        bench.engine.setPrompts(prompts);
        const auto list = bench.wait<std::vector<domain::Prompt>>(
            [&](auto done) { bench.details.fetchPrompts(std::move(done)); });
        QVERIFY(list);
        QCOMPARE(list->value->size(), prompts.size());
        QVERIFY(list->value->front().id == prompts.back().id);
        QCOMPARE(bench.engine.onDemandCalls(), 3);
    }

    void whatIsNotOffered_saysSo()
    {
        Bench bench;
        const auto answer = bench.wait<std::vector<domain::Resource>>(
            [&](auto done) { bench.details.fetchResources(std::move(done)); });
        QVERIFY(answer.error().kind == ErrorKind::NotOffered);
    }

    void stop_answersWhoWaitsAndWhoAsksLater()
    {
        Bench bench;
        bench.engine.hold();
        std::promise<Result<Dated<domain::JobDetail>>> promise;
        bench.details.fetchJob(domain::JobId("j1"),
                               [&](auto answer) { promise.set_value(std::move(answer)); });
        bench.thread.run([&] { bench.details.stop(); });
        QVERIFY(promise.get_future().get().error().kind == ErrorKind::Cancelled);
        QVERIFY(bench.job("j1").error().kind == ErrorKind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestDetails)
#include "tst_Details.moc"

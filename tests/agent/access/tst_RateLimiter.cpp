// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/RateLimiter.h"
#include "tests/support/FakeClock.h"

#include <QtTest>

#include <atomic>
#include <thread>

using namespace resync::access;
using namespace std::chrono_literals;
using resync::test::FakeClock;

class tst_RateLimiter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void burstPassesThenSteadyRate();
    void refusedCallCostsNothing();
    void quietKeyGetsItsBurstBack();
    void keysAreIndependent();
    void oldestKeyIsForgotten();
    void threadsShareOneBucket();
};

void tst_RateLimiter::burstPassesThenSteadyRate()
{
    FakeClock clock;
    RateLimiter limiter(clock, {30, 60s, 10});
    for (unsigned i = 0; i < 10; ++i) {
        const RateDecision decision = limiter.take("admin 10.0.0.1");
        QVERIFY(decision.isAllowed);
        QCOMPARE(decision.remaining, 9 - i);
        QVERIFY(decision.resetAfter == 2s * (i + 1));
    }
    const RateDecision refused = limiter.take("admin 10.0.0.1");
    QVERIFY(refused == (RateDecision{false, 0, 2s, 20s}));
    clock.advance(2s);
    QVERIFY(limiter.take("admin 10.0.0.1").isAllowed);
    QVERIFY(!limiter.take("admin 10.0.0.1").isAllowed);
}

void tst_RateLimiter::refusedCallCostsNothing()
{
    FakeClock clock;
    RateLimiter limiter(clock, {60, 60s, 1});
    QVERIFY(limiter.take("k").isAllowed);
    for (int i = 0; i < 100; ++i)
        QVERIFY(!limiter.take("k").isAllowed);
    clock.advance(1s);
    QVERIFY(limiter.take("k").isAllowed);
}

void tst_RateLimiter::quietKeyGetsItsBurstBack()
{
    FakeClock clock;
    RateLimiter limiter(clock, {30, 60s, 10});
    for (int i = 0; i < 10; ++i)
        QVERIFY(limiter.take("k").isAllowed);
    clock.advance(24h); // and not more than the burst
    for (int i = 0; i < 10; ++i)
        QVERIFY(limiter.take("k").isAllowed);
    QVERIFY(!limiter.take("k").isAllowed);
}

void tst_RateLimiter::keysAreIndependent()
{
    FakeClock clock;
    RateLimiter limiter(clock, {1, 60s, 1});
    QVERIFY(limiter.take("a").isAllowed);
    QVERIFY(limiter.take("b").isAllowed);
    QVERIFY(!limiter.take("a").isAllowed);
}

void tst_RateLimiter::oldestKeyIsForgotten()
{
    FakeClock clock;
    RateLimiter limiter(clock, {1, 60s, 1, 2});
    QVERIFY(limiter.take("a").isAllowed);
    QVERIFY(limiter.take("b").isAllowed);
    QVERIFY(limiter.take("c").isAllowed);
    QVERIFY(limiter.take("a").isAllowed);
}

void tst_RateLimiter::threadsShareOneBucket()
{
    FakeClock clock;
    RateLimiter limiter(clock, {1, 3600s, 100});
    std::atomic<int> allowed{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 100; ++i)
                allowed += limiter.take("k").isAllowed ? 1 : 0;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(allowed.load(), 100);
}

QTEST_APPLESS_MAIN(tst_RateLimiter)
#include "tst_RateLimiter.moc"

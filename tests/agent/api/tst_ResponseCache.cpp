// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/ReadPool.h"
#include "agent/api/ResponseCache.h"

#include <QTest>

#include <atomic>
#include <future>
#include <thread>

using namespace resync::api;

namespace {

ResponseCache::Body body(std::size_t size)
{
    return std::make_shared<const std::string>(size, 'x');
}

} // namespace

/// The cache of bodies, and the pool that fills it.
class tst_ResponseCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void body_isFoundByItsKey()
    {
        ResponseCache cache;
        const auto kept = body(10);
        cache.keep("jobs 1", kept);
        QVERIFY(cache.find("jobs 1") == kept);
        QVERIFY(cache.find("jobs 2") == nullptr);
    }

    void leastRecentlyUsed_goesFirst()
    {
        ResponseCache cache(1000);
        for (int i = 0; i < 8; ++i)
            cache.keep("k" + std::to_string(i), body(110));
        QVERIFY(cache.find("k0") != nullptr); // used again, so k1 is the oldest
        cache.keep("k8", body(110));
        QVERIFY(cache.find("k0") != nullptr);
        QVERIFY(cache.find("k1") == nullptr);
        QVERIFY(cache.bytes() <= 1000);
    }

    void oneHugeBody_doesNotClearTheCache()
    {
        ResponseCache cache(1000);
        cache.keep("small", body(10));
        cache.keep("huge", body(900));
        QVERIFY(cache.find("small") != nullptr);
        QVERIFY(cache.find("huge") == nullptr);
    }

    void whoAsksAtOnce_getsWhatOneMakes()
    {
        ResponseCache cache;
        std::vector<ResponseCache::Body> got;
        const auto take = [&got](ResponseCache::Body made) { got.push_back(std::move(made)); };
        const auto maker = cache.join("jobs", take);
        QVERIFY(maker != nullptr);
        QVERIFY(cache.join("jobs", take) == nullptr);
        QVERIFY(got.empty());
        const auto made = body(10);
        maker->make(made);
        QVERIFY(cache.join("jobs", take) == nullptr); // it is there
        QCOMPARE(got, std::vector<ResponseCache::Body>(3, made));
    }

    void makerGone_tellsAllAndTheNextOneMakes()
    {
        ResponseCache cache;
        int told = 0;
        const auto take = [&told](const ResponseCache::Body &made) { told += made ? 100 : 1; };
        auto maker = cache.join("jobs", take);
        QVERIFY(cache.join("jobs", take) == nullptr);
        maker.reset();
        QCOMPARE(told, 2);
        QVERIFY(cache.join("jobs", take) != nullptr);
    }

    void bodyTooLargeToKeep_isHandedOverAllTheSame()
    {
        ResponseCache cache(1000);
        int got = 0;
        const auto take = [&got](const ResponseCache::Body &made) { got += made ? 1 : 0; };
        auto first = cache.join("huge", take);
        first->make(body(900));
        const auto second = cache.join("huge", take); // made anew while the first is still held
        QVERIFY(second != nullptr);
        first.reset();
        second->make(body(900));
        QCOMPARE(got, 2);
    }

    void manyThreads_mayUseIt()
    {
        ResponseCache cache(10'000);
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&cache] {
                for (int i = 0; i < 2000; ++i) {
                    const auto key = "k" + std::to_string(i % 150);
                    if (const auto found = cache.find(key))
                        QVERIFY(found->size() == 100);
                    else
                        cache.keep(key, body(100));
                }
            });
        for (auto &thread : threads)
            thread.join();
        QVERIFY(cache.bytes() <= 10'000);
    }

    void fullPool_refuses()
    {
        std::promise<void> gate;
        auto open = gate.get_future().share();
        std::atomic<int> done{0};
        {
            ReadPool pool;
            int taken = 0;
            while (pool.post([&, open] {
                open.wait();
                ++done;
            }))
                ++taken;
            QVERIFY(taken >= int(ReadPool::QueueLimit));
            QVERIFY(taken <= int(ReadPool::QueueLimit) + 1);
            gate.set_value();
        } // finishes what it took
        QVERIFY(done >= int(ReadPool::QueueLimit));
    }
};

QTEST_GUILESS_MAIN(tst_ResponseCache)
#include "tst_ResponseCache.moc"

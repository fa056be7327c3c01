// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/PagedRead.h"

#include "tests/support/FakeEngine.h"

#include <QTest>

#include <atomic>
#include <future>
#include <set>

using namespace resync;
using namespace resync::mirror;

namespace {

/// An engine, and what reading all of its jobs in pages of ten brings.
struct Bench
{
    Result<ReadPages> readAll()
    {
        std::promise<Result<ReadPages>> promise;
        auto future = promise.get_future();
        thread.post([&] {
            readPages<domain::Job>(
                reads, {}, CallPriority::Refresh,
                [&](const domain::Job &row) { ids.insert(row.id.value()); },
                [&](Result<ReadPages> read) { promise.set_value(std::move(read)); });
        });
        return future.get();
    }

    PlanThread thread;
    test::FakeEngine engine{thread};
    EngineReads reads{engine, 10};
    std::set<std::string> ids;
};

/// Takes \a count rows away, beginning with \a first, once a page at \a offset was given.
void vanishAfter(test::FakeEngine &engine, std::size_t offset, std::ptrdiff_t first,
                 std::ptrdiff_t count)
{
    engine.afterJobPage([=, isDone = false](const PageRequest &page, auto &rows) mutable {
        if (!isDone && page.offset >= offset) {
            rows.erase(rows.begin() + first, rows.begin() + first + count);
            isDone = true;
        }
    });
}

} // namespace

class tst_PageChain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pages_areReadToTheEnd_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("calls");
        QTest::newRow("no row") << 0 << 1;
        QTest::newRow("one page, not full") << 9 << 1;
        QTest::newRow("one full page") << 10 << 1;
        QTest::newRow("a row more") << 11 << 2;
        QTest::newRow("many pages") << 95 << 11; // each begins with the last row of the one before
    }
    void pages_areReadToTheEnd()
    {
        QFETCH(int, rows);
        QFETCH(int, calls);
        Bench bench;
        bench.engine.setJobs(test::jobs(rows));
        const auto read = bench.readAll();
        QVERIFY(read.has_value() && !read->isDoubtful);
        QCOMPARE(bench.ids.size(), std::size_t(rows));
        QCOMPARE(read->rows, std::size_t(rows));
        QVERIFY(read->total == std::size_t(rows));
        QCOMPARE(bench.engine.jobCalls(), calls);
        QCOMPARE(bench.reads.calls(), std::uint64_t(calls));
    }

    void engineWithSmallerPages_losesNoRow()
    {
        Bench bench;
        bench.engine.setJobs(test::jobs(95));
        bench.engine.setPageLimit(7);
        QVERIFY(bench.readAll().has_value());
        QCOMPARE(bench.ids.size(), std::size_t(95));
    }

    void engineWithPagesOfOneRow_losesNoRow()
    {
        Bench bench;
        bench.engine.setJobs(test::jobs(5));
        bench.engine.setPageLimit(1);
        QVERIFY(bench.readAll().has_value());
        QCOMPARE(bench.ids.size(), std::size_t(5));
    }

    void rowsThatVanishBetweenPages_hideNoOther_data()
    {
        QTest::addColumn<int>("offset");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("count");
        QTest::newRow("one, far before") << 30 << 0 << 1;
        QTest::newRow("a page before") << 30 << 3 << 10;
        QTest::newRow("the last row of the page too") << 30 << 20 << 25;
        QTest::newRow("nearly all that was read") << 50 << 0 << 50;
        QTest::newRow("all that is left") << 50 << 60 << 40;
        QTest::newRow("after the first page") << 0 << 0 << 10;
    }
    void rowsThatVanishBetweenPages_hideNoOther()
    {
        QFETCH(int, offset);
        QFETCH(int, first);
        QFETCH(int, count);
        Bench bench;
        auto left = test::jobs(100);
        bench.engine.setJobs(left);
        vanishAfter(bench.engine, static_cast<std::size_t>(offset), first, count);
        const auto read = bench.readAll();
        QVERIFY(read.has_value() && !read->isDoubtful);
        left.erase(left.begin() + first, left.begin() + first + count);
        for (const auto &job : left)
            QVERIFY2(bench.ids.contains(job.id.value()), job.id.value().c_str());
    }

    void rowsThatComeBetweenPages_doNoHarm()
    {
        Bench bench;
        auto rows = test::jobs(60);
        bench.engine.setJobs({rows.begin() + 20, rows.end()});
        bench.engine.afterJobPage([&](const PageRequest &page, auto &all) {
            if (page.offset >= 9)
                all = rows;
        });
        QVERIFY(bench.readAll().has_value());
        for (std::size_t i = 20; i < rows.size(); ++i)
            QVERIFY(bench.ids.contains(rows[i].id.value()));
    }

    void pagesThatNeverJoin_endInDoubt()
    {
        Bench bench;
        bench.engine.setJobs(test::jobs(95));
        bench.engine.afterJobPage([n = 0](const PageRequest &, auto &rows) mutable {
            for (auto &row : rows) // an engine without any order
                row.id = domain::JobId(std::to_string((n += 7919) % 100'003));
        });
        const auto read = bench.readAll();
        QVERIFY(read.has_value());
        QVERIFY(read->isDoubtful);
    }

    void firstError_isTheAnswer()
    {
        Bench bench;
        bench.engine.setJobs(test::jobs(95));
        bench.engine.failNext(test::Asked::Jobs,
                              Error{ErrorKind::Timeout, "engine_timeout", "no answer in 30 s"});
        const auto read = bench.readAll();
        QVERIFY(!read.has_value());
        QVERIFY(read.error().kind == ErrorKind::Timeout);
    }
};

QTEST_GUILESS_MAIN(tst_PageChain)
#include "tst_PageChain.moc"

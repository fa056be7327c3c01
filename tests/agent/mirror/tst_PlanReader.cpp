// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/PlanReader.h"

#include "tests/support/FakeEngine.h"

#include <QTest>

#include <atomic>
#include <future>

using namespace resync;
using namespace resync::mirror;

namespace {

Result<PlanRead> readWhole(PlanThread &thread, Engine &engine, CollectionSet wanted,
                           std::size_t rowsPerPage)
{
    std::promise<Result<PlanRead>> promise;
    auto future = promise.get_future();
    thread.post([&] {
        readPlan(engine, wanted, rowsPerPage,
                 [&](Result<PlanRead> read) { promise.set_value(std::move(read)); });
    });
    return future.get();
}

} // namespace

class tst_PlanReader : public QObject
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
        QTest::newRow("many pages") << 95 << 10;
    }
    void pages_areReadToTheEnd()
    {
        QFETCH(int, rows);
        QFETCH(int, calls);
        PlanThread thread;
        test::FakeEngine engine(thread);
        engine.setJobs(test::jobs(rows));
        const auto read = readWhole(thread, engine, CollectionSet::all(), 10);
        QVERIFY(read.has_value());
        QCOMPARE(read->jobs->size(), std::size_t(rows));
        QCOMPARE(engine.jobCalls(), calls);
        QCOMPARE(read->calls, std::uint64_t(3 + calls));
        QCOMPARE(read->divergence, std::optional<int>(0));
    }

    void onlyWantedCollections_areRead()
    {
        PlanThread thread;
        test::FakeEngine engine(thread);
        const auto read = readWhole(thread, engine, CollectionSet::of(Scope::Workstations), 10);
        QVERIFY(read.has_value());
        QVERIFY(read->workstations && !read->jobs && !read->streams);
        QCOMPARE(engine.jobCalls(), 0);
    }

    void missingRows_areDivergence()
    {
        PlanThread thread;
        test::FakeEngine engine(thread);
        engine.setJobTotal(8); // but 3 rows come
        const auto read = readWhole(thread, engine, CollectionSet::all(), 10);
        QVERIFY(read.has_value());
        QCOMPARE(read->divergence, std::optional<int>(5));
    }

    void firstError_isTheAnswer()
    {
        PlanThread thread;
        test::FakeEngine engine(thread);
        engine.setError(Error{ErrorKind::Timeout, "engine_timeout", "no answer in 30 s"});
        const auto read = readWhole(thread, engine, CollectionSet::all(), 10);
        QVERIFY(!read.has_value());
        QVERIFY(read.error().kind == ErrorKind::Timeout);
        QCOMPARE(read.error().message, std::string("read engine info: no answer in 30 s"));
    }
};

QTEST_GUILESS_MAIN(tst_PlanReader)
#include "tst_PlanReader.moc"

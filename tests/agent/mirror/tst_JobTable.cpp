// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/JobTable.h"

#include "agent/mirror/JobMerge.h"
#include "tests/support/FakeEngine.h"

#include <QTest>

#include <algorithm>

using namespace resync;
using namespace resync::mirror;
using domain::Job;
using domain::Status;
using namespace std::chrono_literals;

namespace {

const Instant Early = *parseInstant("2026-11-24T01:00:00Z");
const Instant Late = *parseInstant("2026-11-24T02:00:00Z");

Job fullJob()
{
    Job job = test::job("b", Status::Error);
    job.internalStatus = "abend";
    job.rawStatus = "ABEND";
    job.subStatus = "hold_waiting_for_time";
    job.flags.set(domain::JobFlag::Critical);
    job.flags.set(domain::JobFlag::Late);
    job.returnCode = 8;
    job.runCount = 2;
    job.startAt = Early;
    job.latestStartAt = Late;
    job.deadlineAt = Late + 1h;
    job.criticalStartAt = Early + 5min;
    job.maxDuration = 20min;
    job.dependencies = {2, 1};
    job.run = domain::Run{
        domain::RunId("run-1"), 81234, 1, "regular", "/AGT_FIN01", Early, Late, 131s, 450s};
    return job;
}

MergedJobs buildJobTable(const std::vector<Job> &jobs, const JobTable *previous, Instant now,
                         std::uint64_t generation)
{
    JobBatch batch;
    for (const Job &job : jobs)
        batch.put(job);
    return mergeJobs(previous, std::move(batch), MergeKind::Whole, now, generation);
}

Job readRow(const JobTable &table, std::size_t row)
{
    Job job;
    table.read(row, job);
    return job;
}

} // namespace

class tst_JobTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_givesBackEveryMember()
    {
        const Job job = fullJob();
        const auto built = buildJobTable({job}, nullptr, Late, 1);
        Job read = readRow(*built.table, 0);
        QCOMPARE(read.changedAt, Late);
        QVERIFY(read.reason.has_value());
        read.changedAt.reset();
        read.reason.reset();
        QVERIFY(read == job);
    }

    void read_forgetsThePreviousRow()
    {
        Job bare = test::job("c");
        bare.priority.reset();
        const auto built = buildJobTable({fullJob(), bare}, nullptr, Late, 1);
        Job scratch;
        built.table->read(0, scratch);
        built.table->read(1, scratch);
        QVERIFY(!scratch.run && !scratch.returnCode && !scratch.deadlineAt && !scratch.priority);
        QVERIFY(scratch.subStatus.empty());
    }

    void rows_areSortedAndUnique()
    {
        Job newer = test::job("a", Status::Running);
        const auto built = buildJobTable({test::job("c"), test::job("a"), test::job("b"), newer},
                                         nullptr, Late, 1);
        QCOMPARE(built.table->size(), std::size_t(3));
        QCOMPARE(built.table->idAt(0), std::string("a"));
        QVERIFY(readRow(*built.table, 0).status == Status::Running); // the later row won
        QCOMPARE(built.table->find("c"), std::optional<std::size_t>(2));
        QVERIFY(!built.table->find("bb"));
        QVERIFY(!built.table->find(""));
        QCOMPARE(built.table->firstAfter("b"), std::size_t(2));
        QCOMPARE(built.table->firstAfter("bb"), std::size_t(2));
        QCOMPARE(built.table->firstAfter("z"), std::size_t(3));
    }

    void counts_areByStatus()
    {
        const auto built =
            buildJobTable({test::job("a", Status::Error), test::job("b", Status::Error),
                           test::job("c", Status::Held)},
                          nullptr, Late, 1);
        QCOMPARE(built.table->counts().at(std::size_t(Status::Error)), 2);
        QCOMPARE(built.table->counts().at(std::size_t(Status::Held)), 1);
        QCOMPARE(built.table->counts().at(std::size_t(Status::Ready)), 0);
    }

    void sameContent_isNoChange()
    {
        const auto first = buildJobTable(test::jobs(50), nullptr, Early, 1);
        QVERIFY(first.changed);
        auto rows = test::jobs(50);
        std::reverse(rows.begin(), rows.end());
        const auto second = buildJobTable(rows, first.table.get(), Late, 2);
        QVERIFY(!second.changed);
        QCOMPARE(second.table->state().rows[7].changedGeneration, 1U);
        QCOMPARE(readRow(*second.table, 7).changedAt, Early);
    }

    void changedRow_isMarkedAlone()
    {
        const auto first = buildJobTable(test::jobs(3), nullptr, Early, 1);
        auto rows = test::jobs(3);
        rows[1].status = Status::Running;
        const auto second = buildJobTable(rows, first.table.get(), Late, 2);
        QVERIFY(second.changed);
        QCOMPARE(second.table->state().rows[0].changedGeneration, 1U);
        QCOMPARE(second.table->state().rows[1].changedGeneration, 2U);
        QCOMPARE(readRow(*second.table, 1).changedAt, Late);
        QVERIFY(second.table->sharedStructure() == first.table->sharedStructure());
    }

    void renamedRow_getsANewStructure()
    {
        const auto first = buildJobTable({test::job("a")}, nullptr, Early, 1);
        Job renamed = test::job("a");
        renamed.name = "JOB_b"; // as long as before, in the same place
        const auto second = buildJobTable({renamed}, first.table.get(), Late, 2);
        QVERIFY(second.changed);
        QCOMPARE(readRow(*second.table, 0).name, std::string("JOB_b"));
        QCOMPARE(readRow(*first.table, 0).name, std::string("JOB_a"));
    }

    void vanishedRow_isAChange()
    {
        const auto first = buildJobTable(test::jobs(3), nullptr, Early, 1);
        auto rows = test::jobs(3);
        rows.pop_back();
        QVERIFY(buildJobTable(rows, first.table.get(), Late, 2).changed);
        QVERIFY(buildJobTable({}, first.table.get(), Late, 2).changed);
    }

    void emptyPlan_isATable()
    {
        const auto built = buildJobTable({}, nullptr, Late, 1);
        QCOMPARE(built.table->size(), std::size_t(0));
        QVERIFY(!built.table->find("a"));
    }
};

QTEST_GUILESS_MAIN(tst_JobTable)
#include "tst_JobTable.moc"

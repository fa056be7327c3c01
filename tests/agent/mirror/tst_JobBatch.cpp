// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/JobBatch.h"

#include "agent/mirror/JobMerge.h"
#include "tests/support/FakeEngine.h"

#include <QTest>

using namespace resync;
using namespace resync::mirror;
using domain::Job;
using domain::Status;

namespace {

const Instant Now = *parseInstant("2026-11-24T02:00:00Z");

std::shared_ptr<const JobTable> tableOf(JobBatch batch)
{
    return mergeJobs(nullptr, std::move(batch), MergeKind::Whole, Now, 1).table;
}

Job readRow(const JobTable &table, std::size_t row)
{
    Job job;
    table.read(row, job);
    return job;
}

} // namespace

class tst_JobBatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void empty()
    {
        JobBatch batch;
        QVERIFY(batch.isEmpty());
        QCOMPARE(batch.size(), std::size_t(0));
        QCOMPARE(tableOf(std::move(batch))->size(), std::size_t(0));
    }

    void clear_startsAgain()
    {
        JobBatch batch;
        for (const Job &job : test::jobs(1000))
            batch.put(job);
        QVERIFY(batch.bytes() > 100'000);
        domain::Dependency dependency;
        dependency.type = "job";
        batch.setDependencies({domain::JobId("000001"), {dependency}, true});
        batch.clear();
        QVERIFY(batch.isEmpty());
        QVERIFY(batch.bytes() < 10'000);
        batch.put(test::job("a"));
        QCOMPARE(tableOf(std::move(batch))->size(), std::size_t(1));
    }

    void laterOfEqualIds_wins()
    {
        JobBatch batch;
        const std::string uuid = "4c1f80b2-6d3e-3a95-8b07-d2e94f1a6c53";
        for (const Status status : {Status::Waiting, Status::Running, Status::Error}) {
            batch.put(test::job("a", status));
            batch.put(test::job(uuid, status));
        }
        QCOMPARE(batch.size(), std::size_t(6));
        const auto table = tableOf(std::move(batch));
        QCOMPARE(table->size(), std::size_t(2));
        QCOMPARE(table->idAt(0), uuid);
        QVERIFY(readRow(*table, 0).status == Status::Error);
        QVERIFY(readRow(*table, 1).status == Status::Error);
    }

    void idThatIsNone_isIgnored()
    {
        JobBatch batch;
        const std::string huge(JobBatch::MaxIdBytes + 1, 'x');
        batch.put(test::job(huge));
        batch.remove(huge);
        batch.setDependencies({domain::JobId(huge), {}, true});
        QVERIFY(batch.isEmpty());
        batch.put(test::job(huge.substr(1)));
        QCOMPARE(tableOf(std::move(batch))->idAt(0), huge.substr(1));
    }

    void hugeText_isCutBetweenCharacters()
    {
        Job job = test::job("a");
        job.rawStatus.clear();
        while (job.rawStatus.size() < 100'000)
            job.rawStatus += "é";     // two bytes
        job.rawStatus.insert(0, "x"); // so that the limit is inside of one
        JobBatch batch;
        batch.put(job);
        const std::string read = readRow(*tableOf(std::move(batch)), 0).rawStatus;
        QCOMPARE(read.size(), TextTable::MaxTextBytes - 1);
        QVERIFY(job.rawStatus.compare(0, read.size(), read) == 0);
    }

    void numbersBeyondTheirWidth_areCut()
    {
        Job job = test::job("a");
        job.priority = 100'000;
        job.runCount = -100'000;
        job.dependencies = {0, -1};
        job.returnCode = std::numeric_limits<int>::max();
        job.run = domain::Run{};
        job.run->number = std::numeric_limits<long long>::max();
        job.run->elapsed = std::chrono::hours(24 * 365);
        JobBatch batch;
        batch.put(job);
        const Job read = readRow(*tableOf(std::move(batch)), 0);
        QCOMPARE(read.priority, std::optional(32'767));
        QCOMPARE(read.runCount, std::optional(-32'767));
        QVERIFY((read.dependencies == domain::DependencyCounts{0, -1}));
        QCOMPARE(read.returnCode, job.returnCode);
        QCOMPARE(read.run->number, job.run->number);
        QCOMPARE(read.run->elapsed, std::optional(milliseconds(2'147'483'647)));
        QVERIFY(read.run->id.isEmpty() && !read.run->attempt);
    }

    void runIds_ofBothForms()
    {
        JobBatch batch;
        const std::vector<std::string> ids = {"", "4c1f80b2-6d3e-3a95-8b07-d2e94f1a6c53",
                                              "4C1F80B2-6D3E-3A95-8B07-D2E94F1A6C53", "MDM;RUN"};
        for (std::size_t i = 0; i < ids.size(); ++i) {
            Job job = test::job(std::to_string(i));
            job.run = domain::Run{};
            job.run->id = domain::RunId(ids[i]);
            batch.put(job);
        }
        const auto table = tableOf(std::move(batch));
        for (std::size_t i = 0; i < ids.size(); ++i)
            QCOMPARE(readRow(*table, i).run->id.value(), ids[i]);
    }
};

QTEST_GUILESS_MAIN(tst_JobBatch)
#include "tst_JobBatch.moc"

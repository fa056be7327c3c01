// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/JobMerge.h"

#include "tests/support/FakeEngine.h"

#include <QTest>

#include <cstdio>
#include <map>
#include <random>

using namespace resync;
using namespace resync::mirror;
using domain::Job;
using domain::Status;
using namespace std::chrono_literals;

namespace {

const Instant Early = *parseInstant("2026-11-24T01:00:00Z");
const Instant Late = *parseInstant("2026-11-24T02:00:00Z");

JobBatch batchOf(const std::vector<Job> &jobs)
{
    JobBatch batch;
    for (const Job &job : jobs)
        batch.put(job);
    return batch;
}

std::shared_ptr<const JobTable> tableOf(const std::vector<Job> &jobs)
{
    return mergeJobs(nullptr, batchOf(jobs), MergeKind::Whole, Early, 1).table;
}

MergedJobs mergeInto(const std::shared_ptr<const JobTable> &last, JobBatch batch,
                     MergeKind kind = MergeKind::Partial, std::uint64_t generation = 2)
{
    return mergeJobs(last.get(), std::move(batch), kind, Late, generation);
}

Job readRow(const JobTable &table, std::size_t row)
{
    Job job;
    table.read(row, job);
    return job;
}

Job contentOf(Job job)
{
    job.changedAt.reset();
    job.reason.reset();
    return job;
}

std::string uuid(unsigned number)
{
    std::array<char, 37> text{};
    std::snprintf(text.data(), text.size(), "%08x-6d3e-3a95-8b07-d2e94f1a6c53", number);
    return text.data();
}

Job running(const std::string &id, milliseconds elapsed)
{
    Job job = test::job(id, Status::Running);
    job.run = domain::Run{};
    job.run->id = domain::RunId("run-of-" + id);
    job.run->startedAt = Early;
    job.run->elapsed = elapsed;
    return job;
}

} // namespace

class tst_JobMerge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyBatch_changesNothing()
    {
        const auto last = tableOf(test::jobs(3));
        const auto merged = mergeInto(last, {});
        QVERIFY(!merged.changed);
        QCOMPARE(merged.table->size(), std::size_t(3));
        QVERIFY(merged.table->sharedState() == last->sharedState());
        QVERIFY(merged.diff.changed.empty() && merged.diff.removed.empty());
    }

    void nothingAtAll_isAnEmptyTable()
    {
        const auto merged = mergeJobs(nullptr, {}, MergeKind::Partial, Early, 1);
        QVERIFY(merged.changed);
        QCOMPARE(merged.table->size(), std::size_t(0));
        QVERIFY(!merged.table->find("a"));
        QCOMPARE(merged.table->firstAfter(""), std::size_t(0));
    }

    void partial_keepsWhatIsNotNamed()
    {
        const auto last = tableOf(test::jobs(5));
        Job changed = test::job("000003", Status::Error);
        const auto merged = mergeInto(last, batchOf({changed}));
        QVERIFY(merged.changed);
        QCOMPARE(merged.table->size(), std::size_t(5));
        QVERIFY(merged.table->sharedStructure() == last->sharedStructure());
        QCOMPARE(merged.diff.changed.size(), std::size_t(1));
        const JobChange &change = merged.diff.changed[0];
        QCOMPARE(change.row, 3U);
        QVERIFY(!change.isNew && change.statusChanged && change.reasonChanged);
        QVERIFY(change.before == Status::Waiting);
        QCOMPARE(change.beforeReason, std::string("waits"));
        QCOMPARE(readRow(*merged.table, 3).changedAt, Late);
        QCOMPARE(readRow(*merged.table, 2).changedAt, Early);
        QCOMPARE(merged.table->changedGenerationAt(3), std::uint64_t(2));
        QCOMPARE(merged.table->changedGenerationAt(2), std::uint64_t(1));
        QVERIFY(readRow(*last, 3).status == Status::Waiting); // the old table stays as it was
    }

    void whole_dropsWhatIsNotNamed()
    {
        const auto last = tableOf(test::jobs(5));
        const auto merged =
            mergeInto(last, batchOf({test::job("000001"), test::job("000009")}), MergeKind::Whole);
        QCOMPARE(merged.table->size(), std::size_t(2));
        const std::vector<std::string> removed = {"000000", "000002", "000003", "000004"};
        QVERIFY(merged.diff.removed == removed);
        QCOMPARE(merged.diff.changed.size(), std::size_t(1));
        QVERIFY(merged.diff.changed[0].isNew);
        QCOMPARE(merged.diff.changed[0].row, 1U);
        QCOMPARE(merged.table->changedGenerationAt(0), std::uint64_t(1));
    }

    void removal_putAgain()
    {
        const auto last = tableOf(test::jobs(2));
        JobBatch batch;
        batch.remove("000000");
        batch.put(test::job("000000", Status::Running)); // a later put wins
        batch.put(test::job("000001", Status::Running));
        batch.remove("000001");
        batch.remove("nobody");
        const auto merged = mergeInto(last, std::move(batch));
        QCOMPARE(merged.table->size(), std::size_t(1));
        QVERIFY(readRow(*merged.table, 0).status == Status::Running);
        QVERIFY(merged.diff.removed == std::vector<std::string>{"000001"});
        QVERIFY(!merged.diff.changed.at(0).isNew);
    }

    void removalOfSomethingUnknown_isNoChange()
    {
        JobBatch batch;
        batch.remove("nobody");
        batch.remove(uuid(3));
        QVERIFY(!mergeInto(tableOf(test::jobs(2)), std::move(batch)).changed);
    }

    void newRow_takesItsPlace()
    {
        const auto last = tableOf({test::job("a"), test::job("c")});
        const auto merged = mergeInto(last, batchOf({test::job("b", Status::Error)}));
        QCOMPARE(merged.table->size(), std::size_t(3));
        QCOMPARE(merged.table->idAt(1), std::string("b"));
        QCOMPARE(merged.diff.changed.size(), std::size_t(1));
        QVERIFY(merged.diff.changed[0].isNew);
        QCOMPARE(merged.diff.changed[0].row, 1U);
        QVERIFY(contentOf(readRow(*merged.table, 2)) == test::job("c"));
        QCOMPARE(merged.table->changedGenerationAt(2), std::uint64_t(1));
    }

    void elapsedTimeOfARunningJob_isNoContent()
    {
        const auto last = tableOf({running("a", 5s)});
        QVERIFY(!mergeInto(last, batchOf({running("a", 20s)})).changed);
        Job ended = running("a", 20s);
        ended.run->endedAt = Late;
        const auto merged = mergeInto(last, batchOf({ended}));
        QVERIFY(merged.changed);
        ended.run->elapsed = 21s;
        QVERIFY(mergeInto(merged.table, batchOf({ended})).changed);
    }

    void expectedDuration_staysUntilAnotherIsTold()
    {
        Job expected = test::job("a");
        expected.run.emplace().estimated = 90s;
        const auto first = tableOf({expected});
        QVERIFY(readRow(*first, 0).run == expected.run);
        QVERIFY(!mergeInto(first, batchOf({test::job("a")})).changed); // hot: does not tell it
        const auto started = mergeInto(first, batchOf({running("a", 1s)}));
        QVERIFY(readRow(*started.table, 0).run->estimated == milliseconds(90s));
        QVERIFY(!started.diff.changed.at(0).isEstimateAlone);
        expected.run->estimated = 30s;
        const auto renewed = mergeInto(first, batchOf({expected}));
        QVERIFY(renewed.diff.changed.at(0).isEstimateAlone);
        QVERIFY(readRow(*renewed.table, 0).run->estimated == milliseconds(30s));
    }

    void otherPlan_isMergedAsWhole()
    {
        const auto last = tableOf(test::jobs(3));
        Job next = test::job("000001");
        next.planId = domain::PlanId("plan-2");
        const auto merged = mergeInto(last, batchOf({next}));
        QCOMPARE(merged.table->size(), std::size_t(1));
        QVERIFY(merged.table->planId() == domain::PlanId("plan-2"));
        QCOMPARE(merged.table->changedGenerationAt(0), std::uint64_t(2));
        QCOMPARE(merged.diff.removed.size(), std::size_t(2));
    }

    void mixedIds_areInTheOrderOfTheirTexts()
    {
        std::vector<std::string> ids = {uuid(0x10),
                                        uuid(0xffffffff),
                                        uuid(0),
                                        "MDM;JOBS;SLEEP",
                                        "0000000f",
                                        "zzz",
                                        "00000010-6d3e-3a95-8b07-d2e94f1a6C53",
                                        "",
                                        uuid(0x10) + "x",
                                        std::string("a\0b", 3)};
        std::vector<Job> jobs;
        for (const auto &id : ids)
            jobs.push_back(test::job(id));
        const auto table = tableOf(jobs);
        std::sort(ids.begin(), ids.end());
        QCOMPARE(table->size(), ids.size());
        for (std::size_t i = 0; i < ids.size(); ++i) {
            QCOMPARE(table->idAt(i), ids[i]);
            QCOMPARE(table->find(ids[i]), std::optional(i));
            QCOMPARE(table->firstAfter(ids[i]), i + 1);
        }
    }

    /// The same random calls go to a std::map and to tables; both must tell the same.
    void randomMerges_agreeWithAMap()
    {
        std::mt19937 random(7);
        const auto pick = [&](unsigned below) {
            return std::uniform_int_distribution<unsigned>(0, below - 1)(random);
        };
        const auto anyId = [&] {
            const unsigned number = pick(60);
            return number % 3 == 0 ? "MDM;JOB;" + std::to_string(number) : uuid(number * 7919);
        };
        std::map<std::string, Job> known;
        std::map<std::string, std::uint64_t> generations;
        auto table = tableOf({});
        for (std::uint64_t generation = 2; generation < 400; ++generation) {
            const bool isWhole = pick(10) == 0;
            JobBatch batch;
            auto next = isWhole ? std::map<std::string, Job>() : known;
            for (unsigned i = pick(12) + 1; i > 0; --i) {
                const std::string id = anyId();
                if (pick(4) == 0) {
                    batch.remove(id);
                    next.erase(id);
                    continue;
                }
                Job job = test::job(id, domain::AllStatuses.at(pick(3)));
                job.name = "N" + std::to_string(pick(2));
                job.rawStatus = "W" + std::to_string(pick(3));
                if (pick(2) == 0)
                    job = running(id, 0s);
                batch.put(job);
                next[id] = job;
            }
            bool isChanged = known.size() != next.size();
            for (const auto &[id, job] : next) {
                const auto at = known.find(id);
                if (at != known.end() && at->second == job)
                    continue;
                generations[id] = generation;
                isChanged = true;
            }
            for (const auto &[id, job] : known)
                isChanged = isChanged || next.count(id) == 0;
            const auto merged =
                mergeInto(table, std::move(batch), isWhole ? MergeKind::Whole : MergeKind::Partial,
                          generation);
            QCOMPARE(merged.changed, isChanged);
            table = merged.table;
            known = next;
            QCOMPARE(table->size(), known.size());
            std::size_t row = 0;
            for (const auto &[id, job] : known) {
                QCOMPARE(table->idAt(row), id);
                QVERIFY(contentOf(readRow(*table, row)) == job);
                QCOMPARE(table->changedGenerationAt(row), generations[id]);
                ++row;
            }
        }
    }

    void thousandsOfMerges_doNotGrow()
    {
        Job job = running(uuid(1), 0s);
        job.run->id = domain::RunId("MDM;RUN;0");
        auto table = tableOf({job, test::job(uuid(2))});
        for (int i = 1; i < 2000; ++i) {
            job.run->id = domain::RunId("MDM;RUN;" + std::to_string(i));
            job.rawStatus = "WORD" + std::to_string(i) + std::string(100, 'x');
            job.name = i % 2 == 0 ? "EVEN" : std::string(200, 'o') + std::to_string(i);
            table = mergeInto(table, batchOf({job})).table;
        }
        QVERIFY2(table->bytes() < 1'000'000, std::to_string(table->bytes()).c_str());
        QVERIFY(contentOf(readRow(*table, 0)) == job);
        QVERIFY(contentOf(readRow(*table, 1)) == test::job(uuid(2)));
    }

    void manyChangesAtOnce()
    {
        auto jobs = test::jobs(60'000);
        const auto last = tableOf(jobs);
        JobBatch batch;
        for (std::size_t i = 40'000; i > 0; --i) {
            jobs[i].status = Status::Error;
            batch.put(jobs[i]);
        }
        const auto merged = mergeInto(last, std::move(batch));
        QCOMPARE(merged.diff.changed.size(), std::size_t(40'000));
        QCOMPARE(merged.table->counts().at(std::size_t(Status::Error)), 40'000);
        QCOMPARE(merged.diff.changed.front().row, 1U);
        QCOMPARE(merged.diff.changed.back().row, 40'000U);
    }
};

QTEST_GUILESS_MAIN(tst_JobMerge)
#include "tst_JobMerge.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/mirror/MirrorBench.h"

#include <QTest>

#include <algorithm>

using namespace resync;
using namespace resync::mirror;
using namespace std::chrono_literals;
using Bench = test::MirrorBench<SystemClock>;
using Knowledge = Structure::Knowledge;
using domain::Status;
using test::Asked;

namespace {

domain::Dependency on(const std::string &type, const std::string &id)
{
    domain::Dependency made;
    made.type = type;
    made.status = "unsatisfied";
    made.targetId = id;
    made.targetName = "JOB_" + id;
    return made;
}

domain::JobDependencies listOf(const std::string &id, std::vector<domain::Dependency> list)
{
    const bool isComplete = !list.empty();
    return {domain::JobId(id), std::move(list), isComplete};
}

/// Three jobs, of which the last one waits for the first one.
std::vector<domain::Job> chain()
{
    auto rows = test::jobs(3);
    for (auto &row : rows)
        row.dependencies.total = 0;
    rows[2].dependencies = {1, 1};
    return rows;
}

std::string reasonOf(const Bench &bench, const std::string &id)
{
    const auto shown = bench.mirror.snapshot();
    domain::Job job;
    shown->jobs->read(*shown->jobs->find(id), job);
    return job.reason ? job.reason->code : std::string();
}

Knowledge knowledgeOf(const Bench &bench, const std::string &id)
{
    const auto shown = bench.mirror.snapshot();
    return shown->jobs->dependencyKnowledge(*shown->jobs->find(id));
}

} // namespace

class tst_StructureLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lists_nameThePredecessor()
    {
        Bench bench;
        bench.engine.setJobs(chain());
        bench.engine.setDependencies({listOf("000002", {on("job", "000000")})}, {});
        bench.loadPlan();
        QTRY_VERIFY(bench.mirror.snapshot()->structureAsOf.has_value());
        const auto shown = bench.mirror.snapshot();
        QVERIFY(shown->graph != nullptr);
        QVERIFY(shown->graph == shown->jobs->graph());
        QCOMPARE(shown->graph->successors(0).size(), std::size_t(1));
        QCOMPARE(reasonOf(bench, "000002"), std::string("waits_for_predecessor"));
        QCOMPARE(shown->generationOf(Collection::Jobs), shown->generation); // a new reason is new
    }

    void untilThen_theReasonSaysSo()
    {
        Bench bench;
        bench.engine.setJobs(chain());
        bench.engine.setDetailError(test::Refused);
        bench.loadPlan();
        QVERIFY(bench.mirror.snapshot()->graph == nullptr);
        QCOMPARE(reasonOf(bench, "000002"), std::string("dependencies_not_loaded"));
        QVERIFY(!bench.mirror.snapshot()->structureAsOf);
    }

    void streamPredecessor_isAReasonOfItsJobs()
    {
        Bench bench;
        bench.engine.setJobs(chain());
        bench.engine.editStreams([](auto &rows) {
            auto other = rows.front();
            other.id = domain::JobStreamId("stream-0");
            other.name = "EOD_AP";
            rows.insert(rows.begin(), other);
        });
        bench.engine.setDependencies(
            {}, {{domain::JobStreamId("stream-1"), {on("job_stream", "stream-0")}, true}});
        bench.loadPlan();
        QTRY_VERIFY(bench.mirror.snapshot()->graph != nullptr);
        QCOMPARE(reasonOf(bench, "000000"), std::string("waits_for_predecessor"));
        const auto told = bench.mirror.snapshot();
        QCOMPARE(told->jobs->changedGenerationAt(0), told->generationOf(Collection::Jobs));
        bench.engine.editStreams([](auto &rows) { rows[0].status = Status::Successful; });
        (void)bench.invalidate(Scope::Jobs);
        const auto after = bench.mirror.snapshot();
        QVERIFY(reasonOf(bench, "000000") != std::string("waits_for_predecessor"));
        QVERIFY(after->jobs->changedGenerationAt(0) > told->jobs->changedGenerationAt(0));
        QVERIFY(after->generationOf(Collection::Jobs) > told->generationOf(Collection::Jobs));
    }

    void planInWhichNothingWaits_isLoadedToo()
    {
        Bench bench;
        bench.engine.setDependencies(std::vector<domain::JobDependencies>(),
                                     std::vector<domain::StreamDependencies>());
        bench.loadPlan();
        QTRY_VERIFY(bench.mirror.snapshot()->structureAsOf.has_value());
    }

    void listThatCameEmpty_isAskedForAlone()
    {
        Bench bench;
        bench.engine.setJobs(chain());
        bench.engine.setDependencies({listOf("000002", {})}, {});
        domain::JobDetail detail;
        detail.dependencies.emplace().push_back(on("job", "000001"));
        bench.engine.setDetail(detail);
        bench.loadPlan();
        QTRY_VERIFY(bench.mirror.snapshot()->structureAsOf.has_value());
        QVERIFY(knowledgeOf(bench, "000002") == Knowledge::Incomplete);
        for (int i = 0; i < 20 && knowledgeOf(bench, "000002") != Knowledge::Complete; ++i) {
            QVERIFY(bench.awaitFresh());
            QTest::qWait(50);
        }
        QVERIFY(knowledgeOf(bench, "000002") == Knowledge::Complete);
        QCOMPARE(bench.engine.detailCalls(), 1); // not the jobs without dependencies
    }

    void engineWithoutLists_isAskedJobByJob_failedOnesFirst()
    {
        Bench bench;
        auto rows = chain();
        for (auto &row : rows)
            row.dependencies.total = 1;
        rows[1].status = domain::Status::Error;
        bench.engine.setJobs(rows);
        domain::JobDetail detail;
        detail.dependencies.emplace().push_back(on("resource", "r1"));
        bench.engine.setDetail(detail);
        bench.loadPlan();
        QTRY_COMPARE(bench.engine.detailCalls(), 0);
        QVERIFY(bench.awaitFresh());
        QTRY_COMPARE(bench.engine.detailCalls(), 1);
        QVERIFY(bench.awaitFresh()); // the answer has come by then, or comes before the next one
        QVERIFY(bench.awaitFresh());
        QVERIFY(knowledgeOf(bench, "000001") == Knowledge::Complete);
        QVERIFY(knowledgeOf(bench, "000000") == Knowledge::None);
        QVERIFY(!bench.mirror.snapshot()->structureAsOf); // nobody has told all of it
    }

    void failure_isTriedAgainAfterTheNextRefresh()
    {
        Bench bench;
        bench.engine.setJobs(chain());
        bench.engine.setDependencies({listOf("000002", {on("job", "000000")})}, {});
        bench.engine.failNext(Asked::JobDependencies, test::TimedOut);
        bench.loadPlan();
        QTRY_COMPARE(bench.engine.asked(Asked::JobDependencies), 1);
        QTest::qWait(50);
        QVERIFY(!bench.mirror.snapshot()->structureAsOf);
        QVERIFY(bench.awaitFresh());
        QTRY_VERIFY(bench.mirror.snapshot()->structureAsOf.has_value());
    }

    void newPlan_forgetsTheOldLists()
    {
        Bench bench;
        bench.engine.setJobs(chain());
        bench.engine.setDependencies({listOf("000002", {on("job", "000000")})}, {});
        bench.loadPlan();
        QTRY_VERIFY(bench.mirror.snapshot()->graph != nullptr);
        bench.engine.setDependencies({listOf("000002", {on("job", "000001")})}, {});
        bench.engine.edit([](auto &rows) {
            for (auto &row : rows)
                row.planId = domain::PlanId("plan-2");
        });
        QVERIFY(bench.awaitFresh());
        QTRY_VERIFY(bench.mirror.snapshot()->graph != nullptr);
        QTRY_COMPARE(bench.mirror.snapshot()->graph->successors(1).size(), std::size_t(1));
        QVERIFY(bench.mirror.snapshot()->graph->successors(0).empty());
    }

    void rowsThatComeOrGo_keepTheGraph()
    {
        Bench bench;
        bench.engine.setJobs(chain());
        bench.engine.setDependencies({listOf("000002", {on("job", "000001")})}, {});
        bench.loadPlan();
        QTRY_VERIFY(bench.mirror.snapshot()->graph != nullptr);
        bench.engine.edit([](auto &rows) { rows.erase(rows.begin()); });
        QVERIFY(bench.awaitFresh());
        QTRY_COMPARE(bench.mirror.snapshot()->jobs->size(), std::size_t(2));
        QCOMPARE(bench.mirror.snapshot()->graph->jobCount(), 2U);
        QCOMPARE(bench.mirror.snapshot()->graph->successors(0).size(), std::size_t(1));
        QCOMPARE(reasonOf(bench, "000002"), std::string("waits_for_predecessor"));
    }
};

QTEST_GUILESS_MAIN(tst_StructureLoad)
#include "tst_StructureLoad.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Impact.h"

#include <QElapsedTimer>
#include <QTest>

using namespace resync;
using namespace resync::domain;
using namespace std::chrono_literals;

namespace {

using Node = PlanGraph::Node;

/// A plan with its columns. Streams follow the jobs.
struct PlanOf
{
    PlanOf(std::uint32_t jobs, std::uint32_t streams, const std::vector<PlanGraph::Edge> &edges,
           std::vector<Node> streamOfJob = {})
        : status(jobs + streams, Status::Waiting)
        , estimated(jobs + streams, milliseconds(10min))
        , startedAt(jobs + streams, NoInstant)
        , deadlineAt(jobs + streams, NoInstant)
        , critical(jobs + streams, 0)
    {
        streamOfJob.resize(jobs, PlanGraph::NoNode);
        graph = PlanGraph(jobs, streams, edges, streamOfJob);
    }
    [[nodiscard]] PlanColumns columns() const
    {
        return {status, estimated, startedAt, deadlineAt, critical};
    }
    [[nodiscard]] Impact impact(Node job) const { return impactOf(graph, columns(), job, now); }

    PlanGraph graph;
    std::vector<Status> status;
    std::vector<milliseconds> estimated;
    std::vector<Instant> startedAt;
    std::vector<Instant> deadlineAt;
    std::vector<std::uint8_t> critical;
    Instant now = *parseInstant("2026-11-24T01:00:00Z");
};

/// A failed job 0, then 1, 2, 3 in a row.
PlanOf chain()
{
    PlanOf plan(4, 0, {{0, 1}, {1, 2}, {2, 3}});
    plan.status[0] = Status::Error;
    return plan;
}

std::string textOf(const std::vector<Node> &nodes)
{
    std::string text;
    for (const Node node : nodes)
        text += (text.empty() ? "" : " ") + std::to_string(node);
    return text;
}

} // namespace

class TestImpact : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aChain_isFollowedToItsEnd()
    {
        PlanOf plan = chain();
        plan.critical[3] = 1;
        const Impact impact = plan.impact(0);
        QCOMPARE(impact.direct, 1U);
        QCOMPARE(textOf(impact.jobs), std::string("1 2 3"));
        QCOMPARE(impact.critical, 1U);
        QVERIFY(!impact.actBy); // no deadline
        QVERIFY(impact.deadlinesAtRisk.empty());
        QVERIFY(plan.impact(3).jobs.empty());
        QVERIFY(plan.impact(17) == Impact());
    }

    void whatStartedOrEnded_isNotHeldUp()
    {
        for (const Status status : {Status::Running, Status::Successful, Status::Canceled}) {
            PlanOf plan = chain();
            plan.status[2] = status;
            QCOMPARE(textOf(plan.impact(0).jobs), std::string("1"));
        }
    }

    void jobsOfSuccessorStreams_count()
    {
        // 0 -> stream 5 {1, 2}, of which 2 waits for 1; the stream -> 3; 4 is alone
        PlanOf plan(5, 1, {{0, 5}, {1, 2}, {5, 3}}, {PlanGraph::NoNode, 5, 5});
        const Impact impact = plan.impact(0);
        QCOMPARE(impact.direct, 2U);
        QCOMPARE(textOf(impact.jobs), std::string("1 2 3"));
    }

    void whoWaitsForTheOwnStream_counts()
    {
        // stream 3 {0, 1} -> 2; 1 does not wait for 0
        const PlanOf plan(3, 1, {{3, 2}}, {3, 3});
        const Impact impact = plan.impact(0);
        QCOMPARE(impact.direct, 0U);
        QCOMPARE(textOf(impact.jobs), std::string("2"));
    }

    void anEmptyStream_isPassed()
    {
        const PlanOf plan(2, 1, {{0, 2}, {2, 1}});
        QCOMPARE(textOf(plan.impact(0).jobs), std::string("1"));
    }

    void aDiamond_countsOnce()
    {
        const PlanOf plan(4, 0, {{0, 1}, {0, 2}, {1, 3}, {2, 3}});
        const Impact impact = plan.impact(0);
        QCOMPARE(impact.direct, 2U);
        QCOMPARE(impact.jobs.size(), std::size_t(3));
    }

    void actBy_leavesRoomForTheLongestPath()
    {
        PlanOf plan(4, 0, {{0, 1}, {0, 2}, {1, 3}, {2, 3}});
        plan.status[0] = Status::Error;
        plan.estimated[2] = 30min;
        plan.deadlineAt[3] = plan.now + 60min;
        const Impact impact = plan.impact(0);
        QVERIFY(impact.actBy == plan.now + 10min); // 60 − (10 + 30 + 10)
        QCOMPARE(impact.deadlinesAtRisk.size(), std::size_t(1));
        QCOMPARE(impact.deadlinesAtRisk[0].node, Node(3));
        QVERIFY(impact.deadlinesAtRisk[0].expectedEndAt == plan.now + 50min);
        QVERIFY(latestStarts(plan.graph, plan.columns())[0] == *impact.actBy);
    }

    void actBy_isOfTheFirstDeadlineThatBreaks()
    {
        PlanOf plan = chain();
        plan.deadlineAt[3] = plan.now + 50min; // act by +10
        plan.deadlineAt[1] = plan.now + 25min; // act by +5
        plan.deadlineAt[0] = plan.now + 90min; // act by +80
        const Impact impact = plan.impact(0);
        QVERIFY(impact.actBy == plan.now + 5min);
        QCOMPARE(impact.deadlinesAtRisk.size(), std::size_t(3));
        QCOMPARE(impact.deadlinesAtRisk[0].node, Node(1));
        QVERIFY(latestStarts(plan.graph, plan.columns())[0] == *impact.actBy);
    }

    void aStreamsDeadline_isKeptAtItsEnd()
    {
        // 0 -> stream 3 {1, 2}, 1 -> 2
        PlanOf plan(3, 1, {{0, 3}, {1, 2}}, {PlanGraph::NoNode, 3, 3});
        plan.status[0] = Status::Held;
        plan.deadlineAt[3] = plan.now + 60min;
        const Impact impact = plan.impact(0);
        QVERIFY(impact.actBy == plan.now + 30min);
        QCOMPARE(impact.deadlinesAtRisk[0].node, Node(3));
        QVERIFY(latestStarts(plan.graph, plan.columns())[0] == *impact.actBy);
    }

    void unknownEstimates_inventNothing()
    {
        PlanOf plan = chain();
        plan.deadlineAt[3] = plan.now + 60min;
        plan.estimated[2] = NoSpan;
        const Impact impact = plan.impact(0);
        QVERIFY(!impact.actBy);
        QCOMPARE(impact.deadlinesAtRisk.size(), std::size_t(1));
        QVERIFY(!impact.deadlinesAtRisk[0].expectedEndAt);
        QVERIFY(latestStarts(plan.graph, plan.columns())[0] == NoInstant);

        plan.deadlineAt[1] = plan.now + 60min; // known, but the other may be the first
        QVERIFY(!plan.impact(0).actBy);
        QVERIFY(latestStarts(plan.graph, plan.columns())[0] == NoInstant);

        const PlanColumns nothing;
        QCOMPARE(impactOf(plan.graph, nothing, 0, plan.now).jobs.size(), std::size_t(3));
    }

    void aJobThatGoesOnByItself_risksOnlyWhatItBreaks()
    {
        PlanOf plan = chain();
        plan.status[0] = Status::Running;
        plan.startedAt[0] = plan.now - 5min; // ends in 5 min, 3 ends in 35
        plan.deadlineAt[3] = plan.now + 36min;
        QVERIFY(plan.impact(0).deadlinesAtRisk.empty());
        plan.deadlineAt[3] = plan.now + 34min;
        const Impact impact = plan.impact(0);
        QCOMPARE(impact.deadlinesAtRisk.size(), std::size_t(1));
        QVERIFY(impact.deadlinesAtRisk[0].expectedEndAt == plan.now + 35min);
        QVERIFY(!impact.actBy); // nothing to restart
    }

    void cycles_survive()
    {
        PlanOf plan(4, 0, {{0, 1}, {1, 2}, {2, 1}, {2, 3}});
        plan.status[0] = Status::Error;
        plan.deadlineAt[3] = plan.now + 60min;
        const Impact impact = plan.impact(0);
        QCOMPARE(textOf(impact.jobs), std::string("1 2 3"));
        QVERIFY(!impact.actBy);
        QVERIFY(latestStarts(plan.graph, plan.columns())[0] == NoInstant);
        QVERIFY(!criticalPathTo(plan.graph, plan.columns(), 3, plan.now).remaining);

        const PlanOf ring(2, 0, {{0, 1}, {1, 0}, {0, 0}});
        QCOMPARE(textOf(ring.impact(0).jobs), std::string("1"));
    }

    void criticalPath_isTheLongestChainThatIsLeft()
    {
        PlanOf plan(5, 0, {{0, 2}, {1, 2}, {2, 4}, {3, 4}});
        plan.status[0] = Status::Running;
        plan.startedAt[0] = plan.now - 9min; // one minute left
        plan.estimated[1] = 5min;
        plan.status[3] = Status::Successful;
        plan.estimated[3] = 60min;
        const auto path = criticalPathTo(plan.graph, plan.columns(), 4, plan.now);
        QCOMPARE(textOf(path.jobs), std::string("1 2 4"));
        QVERIFY(path.remaining == milliseconds(25min));
        plan.estimated[0] = NoSpan;
        QVERIFY(!criticalPathTo(plan.graph, plan.columns(), 4, plan.now).remaining);
    }

    void criticalPath_runsThroughStreams()
    {
        // stream 4 {0, 1 after 0} -> stream 5 {2} -> 3
        const PlanOf plan(4, 2, {{0, 1}, {4, 5}, {5, 3}}, {4, 4, 5});
        const auto path = criticalPathTo(plan.graph, plan.columns(), 3, plan.now);
        QCOMPARE(textOf(path.jobs), std::string("0 1 2 3"));
        QVERIFY(path.remaining == milliseconds(40min));
    }

    void aBigPlan_costsMilliseconds()
    {
        constexpr Node Jobs = 250'000;
        constexpr Node Streams = 15'000;
        std::vector<PlanGraph::Edge> edges;
        std::vector<Node> streamOf(Jobs);
        for (Node job = 0; job < Jobs; ++job) {
            streamOf[job] = Jobs + job % Streams;
            if (job + Streams < Jobs)
                edges.push_back({job, job + Streams});
        }
        for (Node stream = 0; stream + 1 < Streams; ++stream)
            edges.push_back({Jobs + stream, Jobs + stream + 1});
        PlanOf plan(Jobs, Streams, edges, streamOf);
        plan.status[0] = Status::Error;
        plan.deadlineAt[Jobs - 1] = plan.now + 9'000'000min;
        QElapsedTimer timer;
        timer.start();
        const Impact impact = plan.impact(0);
        qInfo("impact of %zu jobs: %lld ms", impact.jobs.size(), timer.restart());
        QVERIFY(impact.actBy);
        QVERIFY(latestStarts(plan.graph, plan.columns())[0] == *impact.actBy);
        qInfo("latest starts: %lld ms", timer.elapsed());
    }
};

QTEST_GUILESS_MAIN(TestImpact)
#include "tst_Impact.moc"

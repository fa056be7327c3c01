// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/PlanGraph.h"

#include <QTest>

#include <algorithm>

using namespace resync::domain;
using Node = PlanGraph::Node;
using Nodes = std::vector<Node>;

namespace {

/// Jobs 0 to 3, streams 4 (jobs 0 and 2), 5 (job 1) and 6 (none); job 3 belongs to no stream.
/// 0 → 1, 0 → 3, stream 4 → 1, 1 → stream 6.
PlanGraph sample()
{
    return PlanGraph(
        4, 3,
        {{0, 1}, {0, 3}, {4, 1, DependencyType::JobStream}, {1, 6, DependencyType::JobStream}},
        {4, 5, 4, PlanGraph::NoNode});
}

Nodes sorted(std::span<const Node> nodes)
{
    Nodes list(nodes.begin(), nodes.end());
    std::sort(list.begin(), list.end());
    return list;
}

} // namespace

class tst_PlanGraph : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neighbours_areTheDirectOnes()
    {
        const PlanGraph graph = sample();
        QCOMPARE(graph.jobCount(), 4U);
        QCOMPARE(graph.nodeCount(), 7U);
        QVERIFY((sorted(graph.successors(0)) == Nodes{1, 3}));
        QVERIFY((sorted(graph.predecessors(1)) == Nodes{0, 4}));
        QVERIFY((sorted(graph.successors(1)) == Nodes{6}));
        QVERIFY(graph.successors(2).empty());
        QVERIFY(graph.predecessors(0).empty());
    }

    void streams_haveTheirJobs()
    {
        const PlanGraph graph = sample();
        QVERIFY(!graph.isStream(3));
        QVERIFY(graph.isStream(4));
        QVERIFY((sorted(graph.jobsOf(4)) == Nodes{0, 2}));
        QVERIFY((sorted(graph.jobsOf(5)) == Nodes{1}));
        QVERIFY(graph.jobsOf(6).empty());
        QCOMPARE(graph.streamOf(2), Node(4));
        QCOMPARE(graph.streamOf(3), PlanGraph::NoNode);
    }

    void appendJobs_addsWhatTheNodeIs()
    {
        const PlanGraph graph = sample();
        Nodes jobs{9};
        graph.appendJobs(3, jobs);
        QVERIFY((jobs == Nodes{9, 3})); // a job is itself, and what was there stays
        graph.appendJobs(6, jobs);
        QVERIFY((jobs == Nodes{9, 3})); // a stream without jobs
        graph.appendJobs(4, jobs);
        QVERIFY((sorted(jobs) == Nodes{0, 2, 3, 9}));
    }

    void outOfRange_isNobody()
    {
        const PlanGraph graph = sample();
        QVERIFY(graph.successors(7).empty());
        QVERIFY(graph.predecessors(PlanGraph::NoNode).empty());
        QCOMPARE(graph.streamOf(PlanGraph::NoNode), PlanGraph::NoNode);
        QVERIFY(PlanGraph().successors(0).empty());
    }
};

QTEST_APPLESS_MAIN(tst_PlanGraph)
#include "tst_PlanGraph.moc"

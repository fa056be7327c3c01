// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/GraphBuilder.h"

#include "agent/mirror/JobMerge.h"
#include "tests/support/FakeEngine.h"

#include <QTest>

#include <algorithm>

using namespace resync;
using namespace resync::mirror;
using domain::Dependency;
using domain::Job;
using domain::PlanGraph;
using domain::Status;
using Knowledge = Structure::Knowledge;

namespace {

const Instant Now = *parseInstant("2026-11-24T02:00:00Z");

Dependency dependency(const std::string &type, const std::string &id,
                      const std::string &status = "unsatisfied")
{
    Dependency made;
    made.type = type;
    made.status = status;
    made.targetKind = type;
    made.targetId = id;
    made.targetName = "NAME_" + id;
    return made;
}

domain::JobDependencies listOf(const std::string &job, std::vector<Dependency> list)
{
    return {domain::JobId(job), std::move(list), true};
}

Job waiting(const std::string &id, Status status = Status::Waiting,
            const std::string &stream = "s1")
{
    Job job = test::job(id, status);
    job.stream = {domain::JobStreamId(stream), "STREAM_" + stream, "/MDM"};
    job.dependencies = {1, std::nullopt};
    return job;
}

StreamList streams(const std::vector<std::string> &ids)
{
    StreamList list;
    for (const std::string &id : ids) {
        domain::JobStream stream;
        stream.id = domain::JobStreamId(id);
        stream.name = "STREAM_" + id;
        list.push_back({stream, {}});
    }
    return list;
}

std::vector<PlanGraph::Node> nodes(std::span<const PlanGraph::Node> span)
{
    std::vector<PlanGraph::Node> list(span.begin(), span.end());
    std::sort(list.begin(), list.end());
    return list;
}
using Nodes = std::vector<PlanGraph::Node>;

/// A table that is merged into step by step.
class Plan
{
public:
    MergedJobs merge(const std::vector<Job> &jobs,
                     const std::vector<domain::JobDependencies> &lists = {},
                     const std::vector<std::string> &removed = {})
    {
        JobBatch batch;
        for (const auto &list : lists)
            batch.setDependencies(list);
        for (const Job &job : jobs)
            batch.put(job);
        for (const auto &id : removed)
            batch.remove(id);
        auto merged =
            mergeJobs(table.get(), std::move(batch), MergeKind::Partial, Now, ++generation);
        table = merged.table;
        return merged;
    }
    void attach(const StreamList &list, const std::vector<domain::StreamDependencies> &lists = {})
    {
        StreamDependencyMap byStream;
        for (const auto &each : lists)
            byStream.insert_or_assign(each.stream.value(), each);
        table = table->with(
            {buildGraph(*table, list, byStream), std::make_shared<const StreamList>(list), {}});
    }
    [[nodiscard]] Job job(std::size_t row) const
    {
        Job job;
        table->read(row, job);
        return job;
    }
    [[nodiscard]] std::string reason(std::size_t row) const
    {
        const auto reason = job(row).reason;
        return reason ? reason->text : std::string();
    }

    std::shared_ptr<const JobTable> table;
    std::uint64_t generation = 0;
};

} // namespace

class tst_GraphBuilder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingRead_isAGraphWithoutEdges()
    {
        Plan plan;
        plan.merge({waiting("a"), waiting("b", Status::Waiting, "s2")});
        QVERIFY(plan.table->dependencyKnowledge(0) == Knowledge::None);
        const auto graph = buildGraph(*plan.table, streams({"s1", "s2"}), {});
        QCOMPARE(graph->jobCount(), 2U);
        QCOMPARE(graph->nodeCount(), 4U);
        QVERIFY(graph->predecessors(0).empty());
        QCOMPARE(graph->streamOf(1), 3U);
        QVERIFY(nodes(graph->jobsOf(2)) == Nodes{0});
    }

    void emptyPlan()
    {
        Plan plan;
        plan.merge({});
        const auto graph = buildGraph(*plan.table, {}, {});
        QCOMPARE(graph->nodeCount(), 0U);
        QVERIFY(plan.table->structure().dependencies.empty());
    }

    void edgesOfJobsAndStreams()
    {
        Plan plan;
        plan.merge({waiting("a"), waiting("b"), waiting("c", Status::Waiting, "s2")},
                   {listOf("b", {dependency("job", "a"), dependency("job", "elsewhere"),
                                 dependency("resource", "r1"), dependency("job", "b")}),
                    listOf("c", {dependency("job_stream", "s1")})});
        const domain::StreamDependencies ofStream{
            domain::JobStreamId("s2"),
            {dependency("job", "a"), dependency("job_stream", "s1"), dependency("prompt", "p1")},
            true};
        const domain::StreamDependencies ofNone{domain::JobStreamId("none"), {}, true};
        const auto graph =
            buildGraph(*plan.table, streams({"s1", "s2"}), {{"s2", ofStream}, {"none", ofNone}});
        QVERIFY(nodes(graph->predecessors(1)) == Nodes{0}); // neither itself nor one elsewhere
        QVERIFY(nodes(graph->predecessors(2)) == Nodes{3});
        QVERIFY((nodes(graph->predecessors(4)) == Nodes{0, 3}));
        QVERIFY((nodes(graph->successors(0)) == Nodes{1, 4}));
        QVERIFY((nodes(graph->successors(3)) == Nodes{2, 4}));
    }

    void dependencies_areReadBack()
    {
        Plan plan;
        Dependency file = dependency("file", "");
        file.targetWorkstation = "/AGT";
        file.targetRef = "/data/in.csv";
        file.detail = {{"qualifier", "-f %p"}, {"empty", ""}};
        Dependency conditional = dependency("job", "a", "undecided");
        conditional.detail = {{"condition", "rc=4"}};
        const auto elsewhere = dependency("job", "elsewhere", "unbound");
        plan.merge({waiting("a", Status::Successful), waiting("b"), waiting("c")},
                   {listOf("b", {file, dependency("job", "a"), conditional, elsewhere,
                                 dependency("job", "c", "")})});
        const auto list = plan.table->dependenciesOf(1);
        QCOMPARE(list.size(), std::size_t(5));
        QVERIFY(list[0] == file);
        QCOMPARE(list[1].status, std::string("satisfied")); // it ended well meanwhile
        QCOMPARE(list[1].targetRef, domain::jobRef(plan.job(0)));
        QVERIFY(list[2] == conditional);
        QVERIFY(list[3] == elsewhere);
        QVERIFY(list[4].status.empty());
        QVERIFY(plan.table->dependencyKnowledge(1) == Knowledge::Complete);
        QVERIFY(plan.table->dependencyKnowledge(0) == Knowledge::None);
        QVERIFY(plan.table->dependenciesOf(0).empty());
        const auto graph = buildGraph(*plan.table, streams({"s1"}), {});
        QVERIFY((nodes(graph->predecessors(1)) == Nodes{0, 0, 2}));
    }

    void whatThePlanSaysItself_isTakenFromThere()
    {
        Plan plan;
        Dependency told = dependency("job", "a");
        told.detail = {{"job_stream", "EOD_GL"}, {"predecessor_status", "exec"}};
        const auto list = listOf("b", {told});
        plan.merge({waiting("a"), waiting("b")}, {list});
        QVERIFY(plan.reason(1).starts_with("It waits for predecessor STREAM_s1.JOB_a"));
        const auto read = plan.table->dependenciesOf(1);
        QCOMPARE(read.at(0).targetRef, domain::jobRef(plan.job(0)));
        QCOMPARE(read.at(0).detail.size(), std::size_t(1)); // the stream; "exec" would grow old
        QVERIFY(!plan.merge({}, {list}).changed);
    }

    void conditionalPredecessor_isAReasonToo()
    {
        Plan plan;
        Dependency conditional = dependency("job", "a");
        conditional.detail = {{"condition", "rc=4"}};
        plan.merge({waiting("a"), waiting("b")}, {listOf("b", {conditional})});
        QVERIFY(plan.reason(1).starts_with("It waits for predecessor STREAM_s1.JOB_a"));
    }

    void sameListAgain_isNoChange()
    {
        Plan plan;
        const auto list = listOf("b", {dependency("job", "a"), dependency("resource", "r1"),
                                       dependency("job", "elsewhere")});
        plan.merge({waiting("a"), waiting("b")}, {list});
        QVERIFY(!plan.merge({}, {list}).changed);
        QVERIFY(!plan.merge({}, {listOf("nobody", {dependency("job", "a")})}).changed);
        auto other = list;
        other.list[1].status = "satisfied";
        QVERIFY(plan.merge({}, {other}).changed);
        other.list.pop_back();
        QVERIFY(plan.merge({}, {other}).changed);
        other.isComplete = false;
        QVERIFY(plan.merge({}, {other}).changed);
        QVERIFY(plan.table->dependencyKnowledge(1) == Knowledge::Incomplete);
        QCOMPARE(plan.table->dependenciesOf(1).size(), std::size_t(2));
    }

    void unknownType_makesTheListIncomplete()
    {
        Plan plan;
        plan.merge({waiting("a")}, {listOf("a", {dependency("weather", "rain")})});
        QVERIFY(plan.table->dependencyKnowledge(0) == Knowledge::Incomplete);
        QVERIFY(plan.table->dependenciesOf(0).empty());
    }

    void rowsThatComeAndGo_keepTheLinks()
    {
        Plan plan;
        plan.merge({waiting("b"), waiting("d"), waiting("f")},
                   {listOf("d", {dependency("job", "b"), dependency("job", "x")}),
                    listOf("f", {dependency("job", "d"), dependency("resource", "r1")})});
        plan.attach(streams({"s1"}));
        plan.merge({waiting("a"), waiting("e"), waiting("x")});           // a b d e f x
        QVERIFY(nodes(plan.table->graph()->predecessors(2)) == Nodes{1}); // renumbered
        QCOMPARE(plan.table->graph()->streamOf(4), 6U);
        QCOMPARE(plan.table->graph()->streamOf(0), PlanGraph::NoNode); // new
        plan.attach(streams({"s1"}));
        QVERIFY((nodes(plan.table->graph()->predecessors(2)) == Nodes{1, 5})); // x is there now
        QVERIFY(nodes(plan.table->graph()->predecessors(4)) == Nodes{2});
        plan.merge({}, {}, {"d"}); // a b e f x
        const auto list = plan.table->dependenciesOf(3);
        QCOMPARE(list.size(), std::size_t(2));
        QCOMPARE(list[0].targetId, std::string("d")); // as the others go on naming it
        QCOMPARE(list[0].targetName, std::string("JOB_d"));
        QVERIFY(plan.table->graph()->predecessors(3).empty());
        plan.merge({waiting("d")}); // back, without dependencies of its own
        plan.attach(streams({"s1"}));
        QVERIFY(nodes(plan.table->graph()->predecessors(4)) == Nodes{2});
        QVERIFY(plan.table->dependencyKnowledge(2) == Knowledge::None);
    }

    void newPlan_forgetsDependencies()
    {
        Plan plan;
        plan.merge({waiting("a"), waiting("b")}, {listOf("b", {dependency("job", "a")})});
        Job next = waiting("b");
        next.planId = domain::PlanId("plan-2");
        plan.merge({next});
        QVERIFY(plan.table->dependencyKnowledge(0) == Knowledge::None);
        QVERIFY(plan.table->dependenciesOf(0).empty());
    }

    void reason_namesThePredecessor()
    {
        Plan plan;
        Job first = waiting("a", Status::Running);
        first.run = domain::Run{};
        first.run->startedAt = Now;
        plan.merge({first, waiting("b")}, {listOf("b", {dependency("job", "a")})});
        const auto reason = plan.job(1).reason;
        QVERIFY(reason);
        QCOMPARE(reason->code, std::string("waits_for_predecessor"));
        QVERIFY2(reason->text.find("JOB_a") != std::string::npos, reason->text.c_str());
        QVERIFY2(reason->text.find("running since") != std::string::npos, reason->text.c_str());
    }

    void reason_namesResourceOrSaysWhatIsMissing()
    {
        Plan plan;
        plan.merge({waiting("a"), waiting("b")},
                   {listOf("b", {dependency("resource", "r0", "satisfied"),
                                 dependency("resource", "r1")})});
        QCOMPARE(plan.job(0).reason->code, std::string("dependencies_not_loaded"));
        QVERIFY2(plan.reason(1).find("NAME_r1") != std::string::npos, plan.reason(1).c_str());
    }

    void reason_namesThePredecessorOfTheStream()
    {
        Plan plan;
        plan.merge({waiting("a"), waiting("b", Status::Waiting, "s2")}, {listOf("b", {})});
        const domain::StreamDependencies list{
            domain::JobStreamId("s2"), {dependency("job_stream", "s1")}, true};
        plan.attach(streams({"s1", "s2"}), {list});
        QVERIFY2(plan.reason(1).find("STREAM_s1") != std::string::npos, plan.reason(1).c_str());
        auto ended = streams({"s1", "s2"});
        ended[0].stream.status = Status::Successful;
        plan.attach(ended, {list});
        QVERIFY2(plan.reason(1).find("STREAM_s1") == std::string::npos, plan.reason(1).c_str());
    }

    void successorWithAnotherReason_hasChanged()
    {
        Plan plan;
        plan.merge({waiting("a", Status::Running), waiting("b"), waiting("c")},
                   {listOf("b", {dependency("job", "a"), dependency("resource", "r1")}),
                    listOf("c", {dependency("job", "b")})});
        plan.attach(streams({"s1"}));
        const auto merged = plan.merge({waiting("a", Status::Successful)});
        QCOMPARE(merged.diff.changed.size(), std::size_t(2));
        const JobChange &change = merged.diff.changed[1];
        QCOMPARE(change.row, 1U);
        QVERIFY(!change.isNew && !change.statusChanged && change.reasonChanged);
        QCOMPARE(change.beforeReason, std::string("waits_for_predecessor"));
        QCOMPARE(plan.table->changedGenerationAt(1), std::uint64_t(2));
        QCOMPARE(plan.table->changedGenerationAt(2), std::uint64_t(1));
        QVERIFY(plan.job(1).status == Status::Waiting);
    }

    void successorsCount_fallsWithItsPredecessors()
    {
        Job after = waiting("c");
        after.dependencies = {3, 3};
        Plan plan;
        plan.merge({waiting("a", Status::Running), waiting("b"), after},
                   {listOf("c", {dependency("job", "a"), dependency("job", "b"),
                                 dependency("resource", "r1")})});
        plan.attach(streams({"s1"}));
        QCOMPARE(plan.job(2).dependencies.unresolved, std::optional(3));
        const auto merged = plan.merge({waiting("a", Status::Successful)});
        QCOMPARE(plan.job(2).dependencies.unresolved, std::optional(2));
        QCOMPARE(merged.diff.changed.size(), std::size_t(2));
        QVERIFY(merged.diff.changed[1].row == 2U && !merged.diff.changed[1].reasonChanged);
        QVERIFY(merged.diff.changed[1].isByPredecessor);

        after.dependencies.unresolved = 2; // the engine says what is shown already
        QVERIFY(!plan.merge({after}).changed);
        after.dependencies.unresolved = 1;
        QVERIFY(plan.merge({after}).changed);
        QCOMPARE(plan.job(2).dependencies.unresolved, std::optional(1));
    }

    void countOfAListThatIsNotWhole_staysTheEngines()
    {
        Job after = waiting("b");
        after.dependencies = {2, 2};
        Plan plan;
        plan.merge({waiting("a", Status::Running), after}, {listOf("b", {dependency("job", "a")})});
        plan.attach(streams({"s1"}));
        plan.merge({waiting("a", Status::Successful)});
        QCOMPARE(plan.job(1).dependencies.unresolved, std::optional(2));
    }

    void dependenciesAlone_canChangeTheReason()
    {
        Plan plan;
        plan.merge({waiting("a"), waiting("b")});
        const auto merged = plan.merge({}, {listOf("b", {dependency("job", "a")})});
        QVERIFY(merged.changed);
        QCOMPARE(merged.diff.changed.size(), std::size_t(1));
        QCOMPARE(merged.diff.changed[0].row, 1U);
        QCOMPARE(merged.diff.changed[0].beforeReason, std::string("dependencies_not_loaded"));
        QCOMPARE(plan.table->changedGenerationAt(1), std::uint64_t(2));
    }

    void newRowBetween_keepsTheSuccessorsApart()
    {
        Plan plan;
        plan.merge({waiting("a", Status::Running), waiting("c")},
                   {listOf("c", {dependency("job", "a")})});
        plan.attach(streams({"s1"}));
        const auto merged = plan.merge({waiting("a", Status::Successful), waiting("b")});
        QCOMPARE(merged.diff.changed.size(), std::size_t(3));
        QVERIFY(merged.diff.changed[1].isNew);
        QCOMPARE(merged.diff.changed[2].row, 2U);
        QVERIFY(merged.diff.changed[2].reasonChanged);
    }
};

QTEST_GUILESS_MAIN(tst_GraphBuilder)
#include "tst_GraphBuilder.moc"

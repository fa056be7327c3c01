// SPDX-License-Identifier: GPL-3.0-or-later
// What is said about a snapshot's network and its changes, without a server.
#include "agent/api/ChangesRoute.h"
#include "agent/api/NetworkRoutes.h"

#include "agent/mirror/GraphBuilder.h"
#include "agent/mirror/JobMerge.h"
#include "shared/protocol/ChangesCodec.h"
#include "tests/support/FakeEngine.h"

#include <QTest>

using namespace resync;
using namespace resync::api;
using namespace std::chrono_literals;

namespace {

const std::string Epoch = "3f9a2c71";

Instant now()
{
    return *parseInstant("2026-11-24T01:00:00Z");
}

/// A plan that is merged by hand. Three jobs of stream-1 in a row, 000003 waits for the stream.
struct Plan
{
    Plan()
    {
        auto jobs = test::jobs(4);
        jobs[0].status = domain::Status::Error;
        for (auto &job : jobs)
            job.run.emplace().estimated = 10min;
        jobs[3].stream = {domain::JobStreamId("stream-2"), "EOD_AP", "/AGT_FIN01"};
        jobs[2].deadlineAt = now() + 60min;
        jobs[3].flags.set(domain::JobFlag::Critical);
        put(jobs, mirror::MergeKind::Whole);
        snapshot.planGeneration = snapshot.generation;

        domain::JobStream stream;
        stream.id = domain::JobStreamId("stream-1");
        stream.name = "EOD_GL";
        stream.workstation = "/AGT_FIN01";
        stream.status = domain::Status::Running;
        auto other = stream;
        other.id = domain::JobStreamId("stream-2");
        mirror::StreamList streams{{stream, {}}, {other, {}}};
        mirror::countJobs(streams, *snapshot.jobs);
        snapshot.streams = std::make_shared<const mirror::StreamList>(std::move(streams));
        using Edge = domain::PlanGraph::Edge;
        snapshot.graph = std::make_shared<const domain::PlanGraph>(
            4, 2, std::vector<Edge>{{0, 1}, {1, 2}, {4, 3, domain::DependencyType::JobStream}},
            std::vector<domain::PlanGraph::Node>{4, 4, 4, 5});
    }

    void put(const std::vector<domain::Job> &jobs,
             mirror::MergeKind kind = mirror::MergeKind::Partial,
             const std::vector<std::string> &removed = {})
    {
        mirror::JobBatch batch;
        for (const auto &job : jobs)
            batch.put(job);
        for (const auto &id : removed)
            batch.remove(id);
        const auto generation = ++snapshot.generation;
        auto merged = mergeJobs(snapshot.jobs.get(), std::move(batch), kind, now(), generation);
        snapshot.jobs = merged.table;
        snapshot.tombstones.add(merged.diff.removed, generation);
    }
    [[nodiscard]] PlanView view() const
    {
        PlanView made;
        made.snapshot = std::make_shared<const mirror::Snapshot>(snapshot);
        made.stamp.revision = Epoch + '.' + std::to_string(snapshot.generation);
        return made;
    }
    [[nodiscard]] protocol::JobChanges changes(const std::string &since,
                                               std::size_t limit = 1000) const
    {
        ChangesQuery query;
        query.since = *parseSince(since);
        query.limit = limit;
        if (isGone(query.since, snapshot, Epoch))
            qFatal("gone");
        const auto read = protocol::readJobChanges(renderChanges(view(), query, Epoch));
        if (!read)
            qFatal("%s", read.error().message.c_str());
        return *read;
    }

    mirror::Snapshot snapshot;
};

const FetchedDetail NotAsked = fail(ErrorKind::Unavailable, "engine_unavailable", "refused");

std::string textOf(const std::vector<domain::Dependency> &list)
{
    std::string text;
    for (const auto &dependency : list) {
        text += dependency.targetId + ':' + dependency.status;
        for (const auto &[name, value] : dependency.detail)
            text += name == "target_status" ? "" : ',' + name + '=' + value;
        text += ' ';
    }
    return text;
}

std::string idsOf(const protocol::JobChanges &changes)
{
    std::string ids;
    for (const auto &job : changes.changed)
        ids += job.id.value() + ' ';
    for (const auto &id : changes.removed)
        ids += '-' + id.value() + ' ';
    return ids;
}

} // namespace

class TestNetworkRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dependencies_areFollowedToTheirDepth()
    {
        const Plan plan;
        const auto view = plan.view();
        auto list = dependenciesOf(view, 2, 1, NotAsked);
        QCOMPARE(textOf(*list.predecessors), std::string("000001:unsatisfied,depth=1 "));
        QCOMPARE(textOf(*list.successors),
                 std::string("000003:unsatisfied,depth=1,of=job_stream "));
        QCOMPARE(list.issues.front().code, std::string("detail_engine_unavailable"));

        list = dependenciesOf(view, 0, 5, NotAsked);
        QVERIFY(list.predecessors->empty());
        QCOMPARE(textOf(*list.successors),
                 std::string("000001:unsatisfied,depth=1 000003:unsatisfied,depth=1,of=job_stream "
                             "000002:unsatisfied,depth=2 "));

        list = dependenciesOf(view, 3, 2, NotAsked);
        QCOMPARE(textOf(*list.predecessors), std::string("stream-1:unsatisfied,depth=1 "));
        QCOMPARE(list.predecessors->front().type, std::string("job_stream"));
        QVERIFY(!list.predecessors->front().targetRef.empty());
    }

    void theEngineTellsTheFirstLevel()
    {
        const Plan plan;
        auto told = std::make_shared<domain::JobDetail>();
        told->dependencies = {{"job", "unsatisfied", "job", "000001", "", "JOB_000001", "", {}},
                              {"prompt", "unsatisfied", "prompt", "", "", "OKGO", "", {}}};
        const FetchedDetail detail = mirror::Dated<domain::JobDetail>{told, now(), {}};
        const auto list = dependenciesOf(plan.view(), 2, 2, detail);
        QCOMPARE(textOf(*list.predecessors),
                 std::string("000001:unsatisfied,depth=1 :unsatisfied,depth=1 "
                             "000000:unsatisfied,depth=2 "));
        QVERIFY(list.issues.empty());
        QCOMPARE(list.predecessors->at(0).targetRef, // the engine left it out, the plan knows it
                 std::string("/AGT_FIN01#/FIN/EOD_GL[2026-11-24T05:00Z].JOB_000001"));
        QVERIFY(list.predecessors->at(1).targetRef.empty());
    }

    void impact_namesJobsAndDeadlines()
    {
        const Plan plan;
        auto view = plan.view();
        LatestStarts cache;
        QVERIFY(!cache.isReady(*view.snapshot));
        view.latestStarts = cache.of(*view.snapshot);
        QVERIFY(cache.isReady(*view.snapshot));
        const auto impact = impactDocument(view, *graphOf(*view.snapshot), 0, 2, now());
        QCOMPARE(impact.summary.direct, 1U);
        QCOMPARE(impact.summary.total, 3U);
        QCOMPARE(impact.summary.critical, 1U);
        QCOMPARE(impact.items.size(), std::size_t(2));
        QCOMPARE(impact.items[0].id.value(), std::string("000001"));
        QVERIFY(impact.summary.actBy == now() + 30min);
        QCOMPARE(impact.summary.deadlinesAtRisk.size(), std::size_t(1));
        QCOMPARE(impact.summary.deadlinesAtRisk[0].ref,
                 std::string("/AGT_FIN01#/FIN/EOD_GL[2026-11-24T05:00Z].JOB_000002"));
        QVERIFY(impact.summary.deadlinesAtRisk[0].expectedEndAt == now() + 30min);

        domain::Job job;
        readJob(view, 0, job);
        QVERIFY(job.actBy == now() + 30min);
        readJob(view, 1, job); // waits, and will go on by itself
        QVERIFY(!job.actBy);
    }

    void aGraphOfOtherRows_isNone()
    {
        Plan plan;
        auto more = test::jobs(5);
        plan.put({more[4]});
        QVERIFY(!graphOf(plan.snapshot));
        LatestStarts cache;
        QVERIFY(cache.isReady(plan.snapshot));
        QVERIFY(!cache.of(plan.snapshot));
    }

    void changes_areTheRowsThatChangedAndThoseThatLeft()
    {
        Plan plan;
        auto jobs = test::jobs(4);
        jobs[2].status = domain::Status::Running;
        plan.put({jobs[2]});
        plan.put({}, mirror::MergeKind::Partial, {"000003"});
        const auto changes = plan.changes(Epoch + ".1");
        QCOMPARE(idsOf(changes), std::string("000002 -000003 "));
        QCOMPARE(changes.stamp.revision, Epoch + ".3");
        QCOMPARE(idsOf(plan.changes(Epoch + ".2")), std::string("-000003 "));
        QCOMPARE(idsOf(plan.changes(Epoch + ".3")), std::string());
    }

    void changes_comeInPartsWithoutGapsOrRepeats()
    {
        Plan plan;
        auto jobs = test::jobs(60);
        for (auto &job : jobs)
            job.priority = 20;
        plan.put({jobs.begin() + 4, jobs.begin() + 30}); // 26 in generation 2
        plan.put({jobs.begin() + 30, jobs.end()});       // 30 in generation 3
        plan.put({}, mirror::MergeKind::Partial, {"000001"});
        std::string since = Epoch + ".1";
        std::string seen;
        bool hasMore = true;
        int parts = 0;
        while (hasMore && ++parts < 50) {
            const auto changes = plan.changes(since, 7);
            seen += idsOf(changes);
            since = changes.stamp.revision;
            hasMore = changes.hasMore;
        }
        std::string expected;
        for (std::size_t i = 4; i < 60; ++i)
            expected += jobs[i].id.value() + ' ';
        QCOMPARE(seen, expected + "-000001 ");
        QCOMPARE(since, Epoch + ".4");
    }

    void aPartThatWasTold_comesAgainWhenItChanges()
    {
        Plan plan;
        auto jobs = test::jobs(20);
        plan.put({jobs.begin() + 4, jobs.end()});
        const auto first = plan.changes(Epoch + ".1", 5); // 000004 … 000008
        QVERIFY(first.hasMore);
        jobs[5].priority = 99;
        plan.put({jobs[5]});
        const auto rest = plan.changes(first.stamp.revision);
        QVERIFY(!rest.hasMore);
        QVERIFY(idsOf(rest).starts_with("000009 "));
        QVERIFY(idsOf(rest).ends_with("000019 000005 "));
    }

    void anOldRevision_isGone()
    {
        Plan plan;
        plan.snapshot.tombstones.restart(3);
        plan.snapshot.generation = 5;
        QVERIFY(isGone(*parseSince(Epoch + ".2"), plan.snapshot, Epoch));
        QVERIFY(!isGone(*parseSince(Epoch + ".3"), plan.snapshot, Epoch));
        QVERIFY(isGone(*parseSince(Epoch + ".6"), plan.snapshot, Epoch));
        QVERIFY(isGone(*parseSince("other.3"), plan.snapshot, Epoch));
        plan.snapshot.planGeneration = 4;
        QVERIFY(isGone(*parseSince(Epoch + ".3"), plan.snapshot, Epoch));
        QVERIFY(!isGone(*parseSince(Epoch + ".4"), plan.snapshot, Epoch));
    }
};

QTEST_GUILESS_MAIN(TestNetworkRoutes)
#include "tst_NetworkRoutes.moc"

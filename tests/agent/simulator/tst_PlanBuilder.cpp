// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/PlanBuilder.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace resync::simulator;

class TestPlanBuilder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void build_sameSeedSamePlan()
    {
        const Plan a = buildPlan({2'000, 60, 5});
        const Plan b = buildPlan({2'000, 60, 5});
        QVERIFY(a.jobs == b.jobs);
        QVERIFY(a.streams == b.streams);
        QVERIFY(a.workstations == b.workstations);
        QVERIFY(a.jobPredecessors == b.jobPredecessors);
        QCOMPARE(a.ids.make(IdKind::Job, 9).view(), b.ids.make(IdKind::Job, 9).view());
    }

    void build_otherSeedOtherPlan()
    {
        const Plan a = buildPlan({2'000, 60, 5});
        const Plan b = buildPlan({2'000, 60, 6});
        QVERIFY(a.jobs != b.jobs);
        QVERIFY(a.ids.make(IdKind::Job, 9) != b.ids.make(IdKind::Job, 9));
    }

    void build_hasTheSizeAskedFor_data()
    {
        QTest::addColumn<std::uint32_t>("jobs");
        QTest::addColumn<std::uint32_t>("workstations");
        QTest::newRow("smallest") << PlanSize::MinJobs << PlanSize::MinWorkstations;
        QTest::newRow("lab") << 200U << 7U;
        QTest::newRow("middle") << 20'000U << 150U;
    }

    void build_hasTheSizeAskedFor()
    {
        QFETCH(std::uint32_t, jobs);
        QFETCH(std::uint32_t, workstations);
        const Plan plan = buildPlan({jobs, workstations, 3});
        QCOMPARE(plan.jobs.size(), std::size_t(jobs));
        QCOMPARE(plan.workstations.size(), std::size_t(workstations));
        Row next = 0;
        for (const Stream &stream : plan.streams) {
            QCOMPARE(stream.jobs.first, next);
            QVERIFY(stream.jobs.count > 0);
            next += stream.jobs.count;
        }
        QCOMPARE(next, Row(jobs));
    }

    void build_predecessorsComeBeforeTheirSuccessors()
    {
        const Plan plan = buildPlan({5'000, 60, 5});
        for (Row row = 0; row < plan.jobs.size(); ++row) {
            const Span span = plan.jobs[row].predecessors;
            for (Row i = span.first; i < span.first + span.count; ++i)
                QVERIFY(plan.jobPredecessors[i] < row);
        }
        QVERIFY(std::is_sorted(
            plan.streams.begin(), plan.streams.end(),
            [](const Stream &a, const Stream &b) { return a.scheduledAt < b.scheduledAt; }));
    }

    void build_successorsMirrorPredecessors()
    {
        const Plan plan = buildPlan({5'000, 60, 5});
        QCOMPARE(plan.jobSuccessors.size(), plan.jobPredecessors.size());
        for (Row row = 0; row < plan.jobs.size(); ++row) {
            const Span span = plan.jobs[row].successors;
            for (Row i = span.first; i < span.first + span.count; ++i) {
                const Span back = plan.jobs[plan.jobSuccessors[i]].predecessors;
                const auto first = plan.jobPredecessors.begin() + back.first;
                QVERIFY(std::find(first, first + back.count, row) != first + back.count);
            }
        }
    }

    void build_namesFitTheProduct()
    {
        const Plan plan = buildPlan({20'000, 150, 1});
        std::set<std::string_view> stations;
        for (const Workstation &station : plan.workstations) {
            QVERIFY2(station.name().size() <= 16, station.path.c_str());
            stations.insert(station.name());
        }
        QCOMPARE(stations.size(), plan.workstations.size());
        for (const Stream &stream : plan.streams)
            QVERIFY2(stream.name.size() <= 16, stream.name.c_str());
        for (const Job &job : plan.jobs)
            QVERIFY2(job.name.size() <= 40, job.name.c_str());
    }

    void build_hasTheThingsThatOperatorsMeet()
    {
        const Plan plan = buildPlan({20'000, 150, 1});
        const auto has = [](const auto &rows, auto isWanted) {
            return std::any_of(rows.begin(), rows.end(), isWanted);
        };
        QVERIFY(has(plan.streams, [](const Stream &s) { return s.name == "FINAL"; }));
        QVERIFY(has(plan.streams, [](const Stream &s) { return s.name == "FINALPOSTREPORTS"; }));
        QVERIFY(has(plan.streams, [](const Stream &s) { return s.predecessors.count > 0; }));
        QVERIFY(has(plan.jobs, [](const Job &j) { return j.priority == 0; }));
        QVERIFY(has(plan.jobs, [](const Job &j) { return j.gate == Gate::Prompt; }));
        QVERIFY(has(plan.jobs, [](const Job &j) { return j.gate == Gate::File; }));
        QVERIFY(has(plan.jobs, [](const Job &j) { return j.isCritical; }));
        QVERIFY(has(plan.workstations, [](const Workstation &w) { return !w.isLinked; }));
        QVERIFY(has(plan.workstations, [](const Workstation &w) { return w.limit == 0; }));
        QVERIFY(has(plan.workstations, [](const Workstation &w) { return w.fence > 0; }));
        for (WorkstationType type : {WorkstationType::Manager, WorkstationType::Broker,
                                     WorkstationType::Pool, WorkstationType::Fta})
            QVERIFY(
                has(plan.workstations, [type](const Workstation &w) { return w.type == type; }));
    }
};

QTEST_GUILESS_MAIN(TestPlanBuilder)
#include "tst_PlanBuilder.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/PlanBuilder.h"
#include "agent/simulator/Rollover.h"

#include <QTest>

#include <numeric>

using namespace resync;
using namespace resync::simulator;
using domain::Status;
using std::chrono::hours;

namespace {

struct Fixture
{
    PlanSize size{3'000, 60, 2};
    Plan plan = buildPlan(size);
    PlanLife life{plan};

    [[nodiscard]] NextDay nextAfter(milliseconds span)
    {
        life.advanceTo(span);
        return rollOver(plan, life, buildPlan(size, 1, span));
    }
};

} // namespace

class TestRollover : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void carry_takesWhatIsNotDone()
    {
        Fixture f;
        const NextDay next = f.nextAfter(hours(3));
        std::size_t open = 0;
        for (Row row = 0; row < f.plan.streams.size(); ++row)
            open += f.life.isStreamDone(row) || f.plan.streams[row].folder == 0 ? 0U : 1U;
        QVERIFY(open > 50);
        QCOMPARE(next.carried.streams.size(), open);
        QCOMPARE(next.plan.streams.size(), open + f.plan.streams.size());
        for (Row row = 0; row < next.plan.streams.size(); ++row)
            QCOMPARE(next.plan.streams[row].isCarried, row < open);
        QVERIFY(next.plan.ids.make(IdKind::Job, 0) != f.plan.ids.make(IdKind::Job, 0));
        QVERIFY(next.plan.ids.make(IdKind::Engine, 0) == f.plan.ids.make(IdKind::Engine, 0));
    }

    void carry_keepsTheGraphInOrder()
    {
        Fixture f;
        const Plan plan = f.nextAfter(hours(3)).plan;
        Row first = 0;
        for (Row row = 0; row < plan.streams.size(); ++row) {
            QCOMPARE(plan.streams[row].jobs.first, first);
            for (Row job = first; job < first + plan.streams[row].jobs.count; ++job)
                QCOMPARE(plan.jobs[job].stream, row);
            first += plan.streams[row].jobs.count;
        }
        QCOMPARE(first, Row(plan.jobs.size()));
        for (Row row = 0; row < plan.jobs.size(); ++row) {
            const Span span = plan.jobs[row].predecessors;
            for (Row i = span.first; i < span.first + span.count; ++i)
                QVERIFY(plan.jobPredecessors[i] < row);
            if (plan.jobs[row].prompt != NoRow)
                QCOMPARE(plan.prompts[plan.jobs[row].prompt].job, row);
        }
    }

    void carry_goesOnWhereItWas()
    {
        Fixture f;
        const NextDay next = f.nextAfter(hours(3));
        PlanLife life(next.plan, next.carried);
        const auto count = [](const PlanLife &of, Status status) {
            return of.jobCounts()[static_cast<std::size_t>(status)];
        };
        QVERIFY(count(f.life, Status::Running) > 0);
        QCOMPARE(count(life, Status::Running), count(f.life, Status::Running));
        for (Row row = 0; row < next.plan.workstations.size(); ++row)
            QCOMPARE(life.runningOn(row), f.life.runningOn(row));
        for (Row row = 0; row < next.plan.resources.size(); ++row)
            QCOMPARE(life.unitsInUse(row), f.life.unitsInUse(row));
        life.advanceTo(hours(3) + hours(26));
        QCOMPARE(count(life, Status::Running), 0U);
        const StatusCounts &counts = life.jobCounts();
        QCOMPARE(std::accumulate(counts.begin(), counts.end(), 0U), next.plan.jobs.size());
        QVERIFY(count(life, Status::Successful) > next.plan.jobs.size() * 3 / 4);
    }

    void carry_happensOnce()
    {
        Fixture f;
        const NextDay next = f.nextAfter(hours(26));
        PlanLife life(next.plan, next.carried);
        life.advanceTo(hours(52));
        const NextDay third = rollOver(next.plan, life, buildPlan(f.size, 2, hours(52)));
        QVERIFY(!next.carried.streams.empty());
        QVERIFY(third.carried.streams.size() < 2 * next.carried.streams.size() + 20);
        for (Row row = 0; row < third.carried.streams.size(); ++row)
            QVERIFY(third.plan.streams[row].scheduledAt >= hours(26));
    }
};

QTEST_GUILESS_MAIN(TestRollover)
#include "tst_Rollover.moc"

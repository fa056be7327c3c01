// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/PlanBuilder.h"
#include "agent/simulator/PlanLife.h"

#include <QTest>

#include <numeric>

using namespace resync;
using namespace resync::simulator;
using domain::Status;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

bool isSettled(const PlanLife &life, Row job)
{
    const Status status = life.jobStatus(job);
    return status == Status::Successful || status == Status::Canceled ||
           status == Status::Suppress || (status == Status::Error && !life.job(job).isRerunPending);
}

Row firstWith(const Plan &plan, const PlanLife &life, Status status)
{
    for (Row row = 0; row < plan.jobs.size(); ++row) {
        if (life.jobStatus(row) == status)
            return row;
    }
    return Row(plan.jobs.size());
}

} // namespace

class TestPlanLife : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void advance_keepsTheCountsRight()
    {
        const Plan plan = buildPlan({3'000, 60, 2});
        PlanLife life(plan);
        for (int step = 0; step < 60; ++step) {
            life.advanceTo(minutes(25) * step);
            StatusCounts counted{};
            for (Row row = 0; row < plan.jobs.size(); ++row)
                ++counted[static_cast<std::size_t>(life.jobStatus(row))];
            QCOMPARE(life.jobCounts(), counted);
            QCOMPARE(std::accumulate(counted.begin(), counted.end(), 0U), 3'000U);
        }
    }

    void advance_startsNoJobBeforeItsPredecessors()
    {
        const Plan plan = buildPlan({3'000, 60, 2});
        PlanLife life(plan);
        life.advanceTo(hours(25));
        for (Row row = 0; row < plan.jobs.size(); ++row) {
            const Job &job = plan.jobs[row];
            const RunTimes &run = life.job(row).runs.front();
            if (!run.hasStarted())
                continue;
            QVERIFY(run.startedAt >= plan.streamOf(job).scheduledAt);
            const Span span = job.predecessors;
            for (Row i = span.first; i < span.first + span.count; ++i) {
                const Row before = plan.jobPredecessors[i];
                QVERIFY(life.isSatisfied(before, row));
                if (life.job(before).attempts > 0) {
                    const JobState &state = life.job(before);
                    QVERIFY(state.runs[state.attempts - 1U].endedAt <= run.startedAt);
                }
            }
        }
    }

    void advance_leavesWhatIsSettled()
    {
        const Plan plan = buildPlan({3'000, 60, 2});
        PlanLife life(plan);
        std::vector<std::optional<Status>> settled(plan.jobs.size());
        for (int step = 0; step < 100; ++step) {
            life.advanceTo(minutes(15) * step);
            for (Row row = 0; row < plan.jobs.size(); ++row) {
                if (settled[row])
                    QVERIFY(life.jobStatus(row) == *settled[row]);
                else if (isSettled(life, row))
                    settled[row] = life.jobStatus(row);
            }
        }
    }

    void advance_doesNotDependOnTheSteps()
    {
        const Plan plan = buildPlan({3'000, 60, 2});
        PlanLife once(plan);
        once.advanceTo(hours(9));
        PlanLife often(plan);
        for (int minute = 0; minute <= 540; ++minute)
            often.advanceTo(minutes(minute));
        for (Row row = 0; row < plan.jobs.size(); ++row) {
            QCOMPARE(often.job(row).phase, once.job(row).phase);
            QCOMPARE(often.job(row).runs.back().endedAt, once.job(row).runs.back().endedAt);
        }
    }

    void advance_respectsTheLimitsOfWorkstations()
    {
        const Plan plan = buildPlan({3'000, 8, 2}); // few agents: the limits bite
        PlanLife life(plan);
        for (int step = 0; step < 200; ++step) {
            life.advanceTo(minutes(5) * step);
            for (Row row = 0; row < plan.workstations.size(); ++row)
                QVERIFY(life.runningOn(row) <= std::uint32_t(plan.workstations[row].limit));
        }
    }

    void advance_ignoresThePast()
    {
        const Plan plan = buildPlan({500, 10, 2});
        PlanLife life(plan);
        life.advanceTo(hours(3));
        const StatusCounts before = life.jobCounts();
        life.advanceTo(hours(1));
        QCOMPARE(life.now(), milliseconds(hours(3)));
        QCOMPARE(life.jobCounts(), before);
    }

    void advance_makesANightLikeARealOne()
    {
        const Plan plan = buildPlan({20'000, 150, 1});
        PlanLife life(plan);
        const auto share = [&life](Status status) {
            return life.jobCounts()[static_cast<std::size_t>(status)] / 200.0; // per cent
        };
        life.advanceTo(minutes(155));
        QVERIFY(share(Status::Successful) > 12 && share(Status::Successful) < 25);
        QVERIFY(share(Status::Running) > 0.2);
        QVERIFY(share(Status::Error) > 0.1);
        life.advanceTo(hours(26));
        QVERIFY(share(Status::Successful) > 80);
        QVERIFY(share(Status::Error) > 0.5 && share(Status::Error) < 3);
        QCOMPARE(share(Status::Running), 0.0);
    }

    void advance_runsARecoveredJobTwice()
    {
        const Plan plan = buildPlan({5'000, 60, 2});
        PlanLife life(plan);
        life.advanceTo(hours(25));
        int recovered = 0;
        for (Row row = 0; row < plan.jobs.size(); ++row) {
            const JobState &state = life.job(row);
            if (state.attempts < 2 || state.phase != Phase::Succeeded)
                continue;
            ++recovered;
            QVERIFY(state.runs[0].endedAt < state.runs[1].startedAt);
        }
        QVERIFY(recovered > 0);
    }

    void abend_endsARunningJob()
    {
        const Plan plan = buildPlan({2'000, 60, 2});
        PlanLife life(plan);
        life.advanceTo(hours(2));
        const Row job = firstWith(plan, life, Status::Running);
        QVERIFY(life.abend(job));
        QVERIFY(life.jobStatus(job) == Status::Error);
        life.advanceTo(hours(25));
        QVERIFY(life.jobStatus(job) == Status::Error);
    }

    void abend_keepsAWaitingJobFromStarting()
    {
        const Plan plan = buildPlan({2'000, 60, 2});
        PlanLife life(plan);
        const Row job = firstWith(plan, life, Status::Waiting);
        QVERIFY(life.abend(job));
        life.advanceTo(hours(25));
        QVERIFY(life.jobStatus(job) == Status::Error);
        QVERIFY(!life.job(job).runs.front().hasStarted());
    }

    void abend_refusesAJobThatIsOver()
    {
        const Plan plan = buildPlan({2'000, 60, 2});
        PlanLife life(plan);
        life.advanceTo(hours(2));
        const Result<> result = life.abend(firstWith(plan, life, Status::Successful));
        QVERIFY(!result);
        QVERIFY(result.error().kind == ErrorKind::Conflict);
    }

    void abend_ofEveryJobAtAnyTimeBreaksNothing()
    {
        const Plan plan = buildPlan({1'000, 20, 2});
        PlanLife life(plan);
        for (Row row = 0; row < plan.jobs.size(); ++row) {
            life.advanceTo(minutes(row));
            std::ignore = life.abend(row);
        }
        life.advanceTo(hours(30));
        const StatusCounts &counts = life.jobCounts();
        QCOMPARE(std::accumulate(counts.begin(), counts.end(), 0U), 1'000U);
        for (Row row = 0; row < plan.workstations.size(); ++row)
            QCOMPARE(life.runningOn(row), 0U);
    }
};

QTEST_GUILESS_MAIN(TestPlanLife)
#include "tst_PlanLife.moc"

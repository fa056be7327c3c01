// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/JobLog.h"
#include "agent/simulator/PlanBuilder.h"

#include <QTest>

using namespace resync;
using namespace resync::simulator;

namespace {

struct Fixture
{
    Plan plan = buildPlan({2'000, 60, 4});
    PlanLife life{plan};
    PlanView view{plan, life, *parseInstant("2026-11-24T00:00:00Z")};

    Fixture() { life.advanceTo(std::chrono::hours(3)); }

    [[nodiscard]] Row firstIn(Phase phase) const
    {
        Row row = 0;
        while (row + 1 < plan.jobs.size() && life.job(row).phase != phase)
            ++row;
        return row;
    }

    [[nodiscard]] QByteArray log(Row job, const LogPart &part = {}) const
    {
        return QByteArray::fromStdString(jobLog(view, job, life.job(job).attempts, part));
    }
};

} // namespace

class TestJobLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void log_ofAFailureSaysWhy()
    {
        const Fixture f;
        const Row job = f.firstIn(Phase::Abended);
        const QByteArray text = f.log(job);
        QVERIFY(text.startsWith("= JOB       : "));
        QVERIFY(text.contains("." + QByteArray::fromStdString(f.plan.jobs[job].name) + "\n"));
        QVERIFY(text.contains(" ERROR "));
        const QByteArray code = QByteArray::number(f.plan.jobs[job].returnCode);
        QVERIFY(text.contains("= Exit Status           : " + code + "\n"));
    }

    void log_ofASuccessHasNoError()
    {
        const Fixture f;
        const QByteArray text = f.log(f.firstIn(Phase::Succeeded));
        QVERIFY(!text.contains("ERROR"));
        QVERIFY(text.contains("= Exit Status           : 0\n"));
    }

    void log_ofARunningJobHasNoEnd()
    {
        const Fixture f;
        const QByteArray text = f.log(f.firstIn(Phase::Running));
        QVERIFY(text.contains(" starts\n"));
        QVERIFY(!text.contains("Exit Status"));
    }

    void log_growsWhileTheJobRuns()
    {
        Fixture f;
        const Row job = f.firstIn(Phase::Running);
        const QByteArray before = f.log(job);
        f.life.advanceTo(std::chrono::hours(24));
        const QByteArray after = f.log(job);
        QVERIFY(after.startsWith(before));
        QVERIFY(after.size() > before.size());
    }

    void log_givesTheLinesAskedFor()
    {
        const Fixture f;
        const Row job = f.firstIn(Phase::Abended);
        const QList<QByteArray> all = f.log(job).split('\n');
        QCOMPARE(f.log(job, {2, 3, false}), all[1] + '\n' + all[2] + '\n');
        QCOMPARE(f.log(job, {9'999, 0, false}), QByteArray());
        QCOMPARE(f.log(job, {5, 2, false}), QByteArray());
        const QByteArray content = f.log(job, {1, 0, true});
        QVERIFY(!content.isEmpty());
        QVERIFY(!content.contains("= "));
    }
};

QTEST_GUILESS_MAIN(TestJobLog)
#include "tst_JobLog.moc"

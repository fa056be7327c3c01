// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/PlanBuilder.h"
#include "agent/simulator/PlanRows.h"

#include <QTest>

using namespace resync;
using namespace resync::simulator;

namespace {

const Instant Start = *parseInstant("2026-11-24T00:00:00Z");

/// A plan in its third hour, with the jobs that a predicate picks, in the plan's order.
struct Fixture
{
    Plan plan = buildPlan({2'000, 60, 4});
    PlanLife life{plan};
    PlanView view{plan, life, Start};

    Fixture() { life.advanceTo(std::chrono::hours(3)); }

    template<typename Wanted>
    std::vector<Row> jobsWith(Wanted isWanted) const
    {
        std::vector<Row> rows;
        for (Row row = 0; row < plan.jobs.size(); ++row) {
            if (isWanted(row))
                rows.push_back(row);
        }
        return rows;
    }
};

Result<Query> compiled(const char *text, const RowSource &source)
{
    return oql::parse(text).and_then(
        [&source](const oql::Statement &statement) { return Query::compile(statement, source); });
}

std::vector<Row> selected(const char *text, const RowSource &source)
{
    const Result<Query> query = compiled(text, source);
    return query ? query->select(source) : std::vector<Row>{~Row(0)};
}

} // namespace

class TestQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void select_byStatus()
    {
        const Fixture f;
        const auto running =
            f.jobsWith([&f](Row row) { return f.life.job(row).phase == Phase::Running; });
        QVERIFY(!running.empty());
        const JobRows rows(f.view);
        QCOMPARE(selected("jobruns.commonStatus = 'RUNNING'", rows), running);
        QCOMPARE(selected("jobruns.compositeStatus.status IN ['EXEC']", rows), running);
        QCOMPARE(selected("commonStatus IN ['RUNNING','NONE']", rows), running);
    }

    void select_byTextAndPattern()
    {
        const Fixture f;
        const auto ofFinance = f.jobsWith([&f](Row row) {
            return f.plan.folders[f.plan.streamOf(f.plan.jobs[row]).folder] == "/FIN";
        });
        const JobRows rows(f.view);
        QVERIFY(!ofFinance.empty());
        QCOMPARE(selected("folder = '/FIN'", rows), ofFinance);
        QCOMPARE(selected("folder LIKE '/F@'", rows), ofFinance);
        QCOMPARE(selected("folder LIKE '/FIN' AND folder NOT LIKE '@X'", rows), ofFinance);
        QVERIFY(selected("folder = '/fin'", rows).empty()); // values are case-sensitive
    }

    void select_byNumberAndTime()
    {
        const Fixture f;
        const auto urgent = f.jobsWith([&f](Row row) { return f.plan.jobs[row].priority > 10; });
        const auto early = f.jobsWith([&f](Row row) {
            return f.plan.streamOf(f.plan.jobs[row]).scheduledAt < std::chrono::hours(1);
        });
        const JobRows rows(f.view);
        QVERIFY(!urgent.empty() && !early.empty());
        QCOMPARE(selected("priority > 10", rows), urgent);
        QCOMPARE(selected("priority >= '11'", rows), urgent);
        QCOMPARE(selected("schedTime < '2026-11-24T01:00:00.000Z'", rows), early);
    }

    void select_byAbsence()
    {
        const Fixture f;
        const auto unstarted =
            f.jobsWith([&f](Row row) { return !f.life.job(row).runs[0].hasStarted(); });
        const JobRows rows(f.view);
        QCOMPARE(selected("jobruns.timeInfo.actualStartTime = null", rows), unstarted);
        QCOMPARE(selected("jobruns.timeInfo.actualStartTime != null", rows).size(),
                 f.plan.jobs.size() - unstarted.size());
        QVERIFY(selected("jobruns.timeInfo.actualStartTime < '2030-01-01T00:00:00Z' AND "
                         "jobruns.timeInfo.actualStartTime = null",
                         rows)
                    .empty());
    }

    void select_byId()
    {
        const Fixture f;
        const Row row = 77;
        const std::string id(f.plan.ids.make(IdKind::Job, row).view());
        QCOMPARE(selected(("id = '" + id + "'").c_str(), JobRows(f.view)), std::vector<Row>{row});
        const std::string stream(f.plan.ids.make(IdKind::Stream, 3).view());
        QCOMPARE(selected(("jobStreamId = '" + stream + "'").c_str(), JobRows(f.view)).size(),
                 std::size_t(f.plan.streams[3].jobs.count));
    }

    void select_sortsAndKeepsTies()
    {
        const Fixture f;
        const JobRows rows(f.view);
        const std::vector<Row> byFolder = selected("ORDER BY folder DESC, priority", rows);
        QCOMPARE(byFolder.size(), f.plan.jobs.size());
        for (std::size_t i = 1; i < byFolder.size(); ++i) {
            const Job &before = f.plan.jobs[byFolder[i - 1]];
            const Job &after = f.plan.jobs[byFolder[i]];
            const std::string &a = f.plan.folders[f.plan.streamOf(before).folder];
            const std::string &b = f.plan.folders[f.plan.streamOf(after).folder];
            QVERIFY(a >= b);
            if (a == b)
                QVERIFY(before.priority <= after.priority);
            if (a == b && before.priority == after.priority)
                QVERIFY(byFolder[i - 1] < byFolder[i]);
        }
    }

    void select_putsTheAbsentLast()
    {
        const Fixture f;
        const std::vector<Row> rows =
            selected("ORDER BY jobruns.timeInfo.actualEndTime", JobRows(f.view));
        QVERIFY(f.life.job(rows.front()).runs[0].hasEnded());
        QVERIFY(!f.life.job(rows.back()).runs[0].hasEnded());
    }

    void compile_knowsWhatCanChange()
    {
        const Fixture f;
        const JobRows rows(f.view);
        QVERIFY(compiled("folder = '/FIN' ORDER BY id", rows)->isConstant());
        QVERIFY(!compiled("folder = '/FIN' AND commonStatus = 'READY'", rows)->isConstant());
        QVERIFY(!compiled("ORDER BY commonStatus", rows)->isConstant());
    }

    void compile_refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text :
             {"key.name = 'X'", "Name = 'X'", "nothing = 1", "ORDER BY nothing",
              "priority = 'high'", "priority LIKE '1@'", "schedTime > 'yesterday'",
              "schedTime LIKE '@'", "name = 'x' AND nothing = 1"})
            QTest::newRow(text) << QByteArray(text);
    }

    void compile_refuses()
    {
        QFETCH(QByteArray, text);
        const Fixture f;
        const Result<Query> query = compiled(text.constData(), JobRows(f.view));
        QVERIFY(!query);
        QVERIFY(query.error().kind == ErrorKind::InvalidInput);
    }

    void select_streamsAndWorkstations()
    {
        const Fixture f;
        QCOMPARE(selected("name = 'FINAL'", StreamRows(f.view)).size(), std::size_t(1));
        QVERIFY(!selected("commonStatus = 'SUCCESSFUL' AND timeInfo.actualEndTime != null",
                          StreamRows(f.view))
                     .empty());
        QCOMPARE(selected("type = 'MANAGER'", WorkstationRows(f.view)), std::vector<Row>{0});
    }
};

QTEST_GUILESS_MAIN(TestQuery)
#include "tst_Query.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/AttentionModel.h"
#include "console/models/Roles.h"
#include "tests/console/models/JobRows.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace resync;
using namespace resync::console;
using domain::JobFlag;
using domain::Status;
using test::dated;
using test::job;

class tst_AttentionModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void rows_areThoseThatNeedAPersonByActBy()
    {
        auto failed = job("a", Status::Error);
        failed.internalStatus = "abend";
        failed.returnCode = 8;
        failed.flags.set(JobFlag::Critical);
        failed.flags.set(JobFlag::Late); // counts once, as failed
        failed.run.emplace().endedAt = test::at(-540);
        auto late = job("b", Status::Waiting);
        late.flags.set(JobFlag::Late);
        late.actBy = test::at(960);
        auto held = job("c", Status::Held);
        held.actBy = test::at(60);
        AttentionModel model;
        const QAbstractItemModelTester tester(&model);
        QVERIFY(!model.summary());
        QSignalSpy changed(&model, &AttentionModel::summaryChanged);
        TimeView view;
        view.now = test::at(0);
        model.setTimeView(view);
        model.setJobs(
            dated({failed, late, held, job("d", Status::Running), job("e", Status::Successful)}));
        QVERIFY(changed.wait(30000));

        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(0, AttentionModel::State).data().toString(), QStringLiteral("Held"));
        QCOMPARE(model.index(1, AttentionModel::State).data().toString(),
                 QStringLiteral("Late start"));
        QCOMPARE(model.index(2, AttentionModel::State).data().toString(),
                 QStringLiteral("Abend rc 8"));
        QCOMPARE(model.index(2, AttentionModel::For).data().toString(), QStringLiteral("9 min"));
        QCOMPARE(model.index(2, AttentionModel::ActBy).data().toString(), QStringLiteral("–"));
        QCOMPARE(model.index(1, AttentionModel::ActBy).data().toString(), QStringLiteral("02:16"));
        QCOMPARE(model.index(1, AttentionModel::ActBy).data(SecondaryTextRole).toString(),
                 QStringLiteral("16 min"));
        QCOMPARE(model.summary()->total, 5);
        QCOMPARE(model.summary()->counts.at(std::size_t(StateKind::Failed)), 1);
        QCOMPARE(model.summary()->counts.at(std::size_t(StateKind::Late)), 1);
        QCOMPARE(model.summary()->criticalFailed, 1);
        QCOMPARE(model.summary()->lateNotStarted, 1);
        QCOMPARE(model.summary()->oldestFailureAt, test::at(-540));

        view.now = test::at(300); // the agent is lost: Act by runs on, For stands
        model.setTimeView(view);
        QCOMPARE(model.index(1, AttentionModel::ActBy).data(SecondaryTextRole).toString(),
                 QStringLiteral("11 min"));
        QCOMPARE(model.index(2, AttentionModel::For).data().toString(), QStringLiteral("9 min"));

        model.clear();
        QVERIFY(!model.summary());
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(tst_AttentionModel)
#include "tst_AttentionModel.moc"

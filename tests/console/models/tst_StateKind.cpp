// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/StateKind.h"
#include "tests/console/models/JobRows.h"

#include <QTest>

#include <set>

using namespace resync;
using namespace resync::console;
using domain::JobFlag;
using domain::Status;

class tst_StateKind final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stateOf_isTheWorstThatIsTrue_data()
    {
        QTest::addColumn<Status>("status");
        QTest::addColumn<int>("flag");
        QTest::addColumn<StateKind>("kind");
        QTest::addColumn<QString>("text");
        const int none = 0;
        QTest::newRow("failed") << Status::Error << none << StateKind::Failed
                                << QStringLiteral("Failed");
        QTest::newRow("failed and late")
            << Status::Error << int(JobFlag::Late) << StateKind::Failed << QStringLiteral("Failed");
        QTest::newRow("done, though it was late") << Status::Successful << int(JobFlag::Late)
                                                  << StateKind::Done << QStringLiteral("Done");
        QTest::newRow("runs too long") << Status::Running << int(JobFlag::MaxDurationExceeded)
                                       << StateKind::Late << QStringLiteral("Running late");
        QTest::newRow("did not start") << Status::Waiting << int(JobFlag::Late) << StateKind::Late
                                       << QStringLiteral("Late start");
        QTest::newRow("asks") << Status::Held << int(JobFlag::NeedsReply) << StateKind::Prompt
                              << QStringLiteral("Prompt");
        QTest::newRow("to be confirmed") << Status::Running << int(JobFlag::NeedsConfirmation)
                                         << StateKind::Prompt << QStringLiteral("Confirm");
        QTest::newRow("held") << Status::Held << none << StateKind::Held << QStringLiteral("Held");
        QTest::newRow("unknown") << Status::Undecided << none << StateKind::Unknown
                                 << QStringLiteral("Unknown");
    }
    void stateOf_isTheWorstThatIsTrue()
    {
        QFETCH(Status, status);
        QFETCH(int, flag);
        QFETCH(StateKind, kind);
        QFETCH(QString, text);
        domain::Job job = test::job("a", status);
        job.flags.bits = static_cast<unsigned short>(flag);
        QCOMPARE(stateOf(job), kind);
        QCOMPARE(stateText(job), text);
    }

    void names_areAllDifferent()
    {
        std::set<QString> names;
        for (const StateKind kind : AllStateKinds)
            names.insert(stateName(kind));
        QCOMPARE(names.size(), AllStateKinds.size());
    }
};

QTEST_GUILESS_MAIN(tst_StateKind)
#include "tst_StateKind.moc"

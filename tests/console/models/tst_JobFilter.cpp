// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/JobFilter.h"
#include "tests/console/models/JobRows.h"

#include <QTest>

using namespace resync;
using namespace resync::console;

class tst_JobFilter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matches_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isMatch");
        QTest::newRow("empty") << QByteArray() << true;
        QTest::newRow("blanks") << QByteArray("   ") << true;
        QTest::newRow("part of the name, any case") << QByteArray("ob_a") << true;
        QTest::newRow("stream") << QByteArray("eod") << true;
        QTest::newRow("workstation") << QByteArray("agt1") << true;
        QTest::newRow("no part") << QByteArray("zzz") << false;
        QTest::newRow("status") << QByteArray("status:error") << true;
        QTest::newRow("internal status") << QByteArray("status:ABEND") << true;
        QTest::newRow("one of two") << QByteArray("status:ready,error") << true;
        QTest::newRow("other status") << QByteArray("status:ready") << false;
        QTest::newRow("negated") << QByteArray("-status:ready") << true;
        QTest::newRow("both terms") << QByteArray("status:error eod") << true;
        QTest::newRow("only one of the terms") << QByteArray("status:error zzz") << false;
        QTest::newRow("flag") << QByteArray("is:critical") << true;
        QTest::newRow("missing flag") << QByteArray("is:late") << false;
    }
    void matches()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isMatch);
        domain::Job job = test::job("a", domain::Status::Error);
        job.internalStatus = "abend";
        job.flags.set(domain::JobFlag::Critical);
        const auto filter = JobFilter::parse(text.toStdString());
        QVERIFY(filter);
        QCOMPARE(filter->matches(job), isMatch);
    }

    void parse_refuses()
    {
        for (const char *text : {"colour:red", "status:purple", "is:nice", "status:"})
            QVERIFY2(!JobFilter::parse(text), text);
    }
};

QTEST_GUILESS_MAIN(tst_JobFilter)
#include "tst_JobFilter.moc"

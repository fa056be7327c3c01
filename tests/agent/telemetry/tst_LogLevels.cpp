// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/LogLevels.h"

#include <QtTest>

using namespace resync;
using telemetry::LogLevels;

class tst_LogLevels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_setsLevelsByCategory_data();
    void parse_setsLevelsByCategory();
    void parse_refusesOtherWords_data();
    void parse_refusesOtherWords();
};

void tst_LogLevels::parse_setsLevelsByCategory_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("mirrorDebug");
    QTest::addColumn<bool>("httpDebug");
    QTest::addColumn<bool>("httpInfo");

    QTest::newRow("general") << QByteArray("warning") << false << false << false;
    QTest::newRow("capitals") << QByteArray("DEBUG") << true << true << true;
    QTest::newRow("by category") << QByteArray("info,mirror=debug") << true << false << true;
    QTest::newRow("category first") << QByteArray("mirror=debug , error") << true << false << false;
    QTest::newRow("category alone") << QByteArray("mirror=debug") << true << false << true;
    QTest::newRow("quieter category") << QByteArray("debug,http=error") << true << false << false;
}

void tst_LogLevels::parse_setsLevelsByCategory()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, mirrorDebug);
    QFETCH(bool, httpDebug);
    QFETCH(bool, httpInfo);

    const auto levels = LogLevels::parse(text.toStdString());
    QVERIFY(levels);
    QCOMPARE(levels->accepts(log::Level::Debug, "mirror"), mirrorDebug);
    QCOMPARE(levels->accepts(log::Level::Debug, "http"), httpDebug);
    QCOMPARE(levels->accepts(log::Level::Info, "http"), httpInfo);
    QVERIFY(levels->accepts(log::Level::Error, "http"));
}

void tst_LogLevels::parse_refusesOtherWords_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"", "verbose", "info,", "info,mirror", "mirror=", "=debug", "info;debug"})
        QTest::newRow(text) << QByteArray(text);
}

void tst_LogLevels::parse_refusesOtherWords()
{
    QFETCH(QByteArray, text);
    const auto levels = LogLevels::parse(text.toStdString());
    QVERIFY(!levels);
    QVERIFY(levels.error().kind == ErrorKind::InvalidInput);
}

QTEST_APPLESS_MAIN(tst_LogLevels)
#include "tst_LogLevels.moc"

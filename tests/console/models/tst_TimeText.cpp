// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/TimeText.h"
#include "tests/console/models/JobRows.h"

#include <QTest>

using namespace resync;
using namespace resync::console;

class tst_TimeText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spans_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("negative") << -5 << QStringLiteral("0 s");
        QTest::newRow("seconds") << 59 << QStringLiteral("59 s");
        QTest::newRow("a minute") << 60 << QStringLiteral("1 min");
        QTest::newRow("long minutes") << 93 * 60 << QStringLiteral("93 min");
        QTest::newRow("hours") << 3 * 3600 + 5 * 60 << QStringLiteral("3 h 05 min");
        QTest::newRow("days") << 2 * 86400 + 4 * 3600 << QStringLiteral("2 d 4 h");
    }
    void spans()
    {
        QFETCH(int, seconds);
        QFETCH(QString, text);
        QCOMPARE(spanText(std::chrono::seconds(seconds)), text);
    }

    void times_followTheZoneAndTheDay()
    {
        TimeView view;
        view.now = test::at(3600);
        QCOMPARE(timeText(test::at(8), view), QStringLiteral("02:00:08")); // no zone known: UTC
        view.planZone = zoneByName("Europe/Zurich");
        QCOMPARE(timeText(test::at(8), view), QStringLiteral("03:00:08"));
        QCOMPARE(shortTimeText(test::at(-86400), view), QStringLiteral("2026-11-23 03:00"));
        view.display = TimeDisplay::Utc;
        QCOMPARE(shortTimeText(test::at(8), view), QStringLiteral("02:00"));
    }

    void unknown_isADash()
    {
        QCOMPARE(timeText(std::nullopt, {}), unknownText());
        QCOMPARE(spanText(std::nullopt), unknownText());
        QVERIFY(!zoneByName("No/Such").isValid());
        QVERIFY(!zoneByName("").isValid());
    }
};

QTEST_GUILESS_MAIN(tst_TimeText)
#include "tst_TimeText.moc"

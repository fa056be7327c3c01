// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/Instant.h"
#include "tests/support/Bytes.h"
#include "tests/support/CommaLocale.h"

#include <QTest>

using namespace resync;
using namespace resync::test;

class TestInstant : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parseInstant_readsWhatEnginesSend_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected"); // empty: refused
        const auto row = [](const char *name, const char *text, const char *expected) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
        };
        row("our own form", "2026-11-24T01:14:20.000Z", "2026-11-24T01:14:20.000Z");
        row("no fraction", "2026-11-24T01:14:20Z", "2026-11-24T01:14:20.000Z");
        row("no seconds", "2026-11-24T01:14Z", "2026-11-24T01:14:00.000Z");
        row("microseconds are cut", "2026-11-24T01:14:20.123999Z", "2026-11-24T01:14:20.123Z");
        row("one digit of fraction", "2026-11-24T01:14:20.5Z", "2026-11-24T01:14:20.500Z");
        row("decimal comma", "2026-11-24T01:14:20,25Z", "2026-11-24T01:14:20.250Z");
        row("offset with colon", "2026-11-24T01:14:20-03:00", "2026-11-24T04:14:20.000Z");
        row("offset without colon", "2026-11-24T01:14:20.000+0530", "2026-11-23T19:44:20.000Z");
        row("offset of hours", "2026-11-24T01:14:20+02", "2026-11-23T23:14:20.000Z");
        row("without an offset it is UTC", "2026-11-24T01:14:20", "2026-11-24T01:14:20.000Z");
        row("blank for T", "2026-11-24 01:14:20Z", "2026-11-24T01:14:20.000Z");
        row("lower case", "2026-11-24t01:14:20z", "2026-11-24T01:14:20.000Z");
        row("leap day", "2028-02-29T00:00:00Z", "2028-02-29T00:00:00.000Z");
        row("leap second", "2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z");
        row("before 1970", "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z");
        row("before the year 0", "0000-01-01T00:00:00+01:00", "");
        row("behind the year 9999", "9999-12-31T23:59:60Z", "");
        row("the last instant", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z");
        row("empty", "", "");
        row("date alone", "2026-11-24", "");
        row("no such day", "2026-02-30T00:00:00Z", "");
        row("no such month", "2026-13-01T00:00:00Z", "");
        row("no such hour", "2026-11-24T24:00:00Z", "");
        row("no such minute", "2026-11-24T00:60:00Z", "");
        row("text behind", "2026-11-24T01:14:20Zx", "");
        row("text behind the offset", "2026-11-24T01:14:20+03:00x", "");
        row("dot without digits", "2026-11-24T01:14:20.Z", "");
        row("sign without offset", "2026-11-24T01:14:20+", "");
        row("letters", "yesterday", "");
        row("number", "1764000000", "");
    }
    void parseInstant_readsWhatEnginesSend()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const auto at = parseInstant(view(text));
        QCOMPARE(at ? bytes(formatInstant(*at)) : QByteArray(), expected);
    }

    void parseInstant_survivesEveryCutAndEveryByte()
    {
        const std::string whole = "2026-11-24T01:14:20.123+03:00";
        for (std::size_t i = 0; i < whole.size(); ++i) {
            static_cast<void>(parseInstant(std::string_view(whole).substr(0, i)));
            for (int c = 0; c < 256; ++c) {
                auto changed = whole;
                changed[i] = static_cast<char>(c);
                if (const auto at = parseInstant(changed))
                    QVERIFY(parseInstant(formatInstant(*at)) == at);
            }
        }
    }

    void formatInstant_ignoresTheLocale()
    {
        const CommaLocale comma;
        QCOMPARE(bytes(formatInstant(Instant(milliseconds(1'234)))),
                 QByteArray("1970-01-01T00:00:01.234Z"));
    }

    void formatInstant_staysWithinFourDigitsOfYears()
    {
        QCOMPARE(bytes(formatInstant(Instant(milliseconds::max()))),
                 QByteArray("9999-12-31T23:59:59.999Z"));
        QCOMPARE(bytes(formatInstant(Instant(milliseconds::min()))),
                 QByteArray("0000-01-01T00:00:00.000Z"));
    }

    void isoDuration_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("millis"); // −1: refused
        QTest::newRow("minutes and seconds") << QByteArray("PT1M30S") << qint64(90'000);
        QTest::newRow("days and hours") << QByteArray("P1DT2H") << qint64(93'600'000);
        QTest::newRow("fraction") << QByteArray("PT0.5S") << qint64(500);
        QTest::newRow("fraction of an hour") << QByteArray("PT1.5H") << qint64(5'400'000);
        QTest::newRow("a century") << QByteArray("P36525D") << qint64(36'525) * 86'400'000;
        QTest::newRow("more than a century") << QByteArray("P36525DT0.001S") << qint64(-1);
        QTest::newRow("zero") << QByteArray("PT0S") << qint64(0);
        QTest::newRow("months are not a duration") << QByteArray("P1M") << qint64(-1);
        QTest::newRow("nothing behind P") << QByteArray("P") << qint64(-1);
        QTest::newRow("unit missing") << QByteArray("PT5") << qint64(-1);
        QTest::newRow("negative") << QByteArray("-PT5S") << qint64(-1);
        QTest::newRow("endless digits") << QByteArray("PT99999999999999S") << qint64(-1);
        QTest::newRow("more days than fit") << QByteArray("P999999999999D") << qint64(-1);
        QTest::newRow("more hours than fit")
            << QByteArray("PT999999999999H999999999999H999999999999H") << qint64(-1);
        QTest::newRow("empty") << QByteArray() << qint64(-1);
    }
    void isoDuration()
    {
        QFETCH(QByteArray, text);
        QFETCH(qint64, millis);
        const auto span = parseIsoDuration(view(text));
        QCOMPARE(span ? qint64(span->count()) : qint64(-1), millis);
        if (span)
            QVERIFY(parseIsoDuration(formatIsoDuration(*span)) == span);
    }

    void formatIsoDuration_writesTheShortestForm()
    {
        QCOMPARE(bytes(formatIsoDuration(milliseconds(131'000))), QByteArray("PT2M11S"));
        QCOMPARE(bytes(formatIsoDuration(milliseconds(-5))), QByteArray("PT0S"));
        QCOMPARE(bytes(formatIsoDuration(milliseconds(1'050))), QByteArray("PT1.050S"));
    }

    void httpDate_roundTrips()
    {
        const auto at = parseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT");
        QVERIFY(at.has_value());
        QCOMPARE(bytes(formatInstant(*at)), QByteArray("1994-11-06T08:49:37.000Z"));
        QCOMPARE(bytes(formatHttpDate(*at)), QByteArray("Sun, 06 Nov 1994 08:49:37 GMT"));
        for (const char *bad : {"", "Sun, 06 Nov 1994", "Sun, 06 Foo 1994 08:49:37 GMT",
                                "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 1994 08:49:37 GMT",
                                "Fri, 31 Dec 9999 23:59:60 GMT"})
            QVERIFY2(!parseHttpDate(bad), bad);
    }
};

QTEST_APPLESS_MAIN(TestInstant)
#include "tst_Instant.moc"

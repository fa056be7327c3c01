// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/MetricsText.h"
#include "tests/support/Bytes.h"
#include "tests/support/CommaLocale.h"

#include <QTest>

#include <cmath>

using namespace resync;
using namespace resync::console;

class tst_MetricsText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_readsNamesLabelsAndValues()
    {
        const test::CommaLocale comma;
        const auto lines = parseMetricsText("# HELP resync_jobs Jobs by status\n"
                                            "# TYPE resync_jobs gauge\n"
                                            "resync_jobs{status=\"error\"} 9\n"
                                            "up 1.5e3 1764000000000\r\n"
                                            "\n"
                                            "b_bucket{route=\"/x\", le=\"+Inf\",} 4\n");
        QVERIFY(lines);
        QCOMPARE(lines->size(), 3U);
        QCOMPARE(lines->at(0).name, "resync_jobs");
        QCOMPARE(test::bytes(lines->at(0).label("status")), "error");
        QCOMPARE(lines->at(0).value, 9.0);
        QCOMPARE(lines->at(1).value, 1500.0);
        QCOMPARE(test::bytes(lines->at(2).label("le")), "+Inf");
        QVERIFY(lines->at(2).label("absent").empty());
    }

    void parse_unescapesLabels()
    {
        const auto lines = parseMetricsText("a{b=\"x\\\\y\\\"z\\n,}\"} 1");
        QVERIFY(lines);
        QCOMPARE(test::bytes(lines->front().label("b")), "x\\y\"z\n,}");
    }

    void parse_readsWhatIsNotANumber()
    {
        const auto lines = parseMetricsText("a NaN\na +Inf\na -Inf\n");
        QVERIFY(lines);
        QVERIFY(std::isnan(lines->at(0).value));
        QVERIFY(std::isinf(lines->at(1).value) && lines->at(1).value > 0);
        QVERIFY(std::isinf(lines->at(2).value) && lines->at(2).value < 0);
    }

    void parse_refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("a page") << QByteArray("<html><body>Bad gateway</body></html>");
        QTest::newRow("no value") << QByteArray("a ");
        QTest::newRow("a decimal comma") << QByteArray("a 1,5");
        QTest::newRow("an open label") << QByteArray("a{b=\"c} 1");
        QTest::newRow("a label without quotes") << QByteArray("a{b=c} 1");
        QTest::newRow("labels that do not end") << QByteArray("a{b=\"c\" 1");
        QTest::newRow("a dangling escape") << QByteArray("a{b=\"c\\");
        QTest::newRow("a name with a digit in front") << QByteArray("1a 1");
    }
    void parse_refuses()
    {
        QFETCH(QByteArray, text);
        const auto lines = parseMetricsText(test::view("good 1\n" + text));
        QVERIFY(!lines);
        QCOMPARE(test::bytes(toString(lines.error().kind)), "protocol");
        QCOMPARE(lines.error().message, "metrics line 2: not a sample");
    }

    void parse_readsAnEmptyAnswer() { QVERIFY(parseMetricsText("")); }
};

QTEST_GUILESS_MAIN(tst_MetricsText)
#include "tst_MetricsText.moc"

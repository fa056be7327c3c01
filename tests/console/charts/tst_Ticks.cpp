// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/charts/ChartLine.h"
#include "console/charts/Ticks.h"

#include <QTest>

using namespace resync;
using namespace resync::console;
using namespace std::chrono;

class TestTicks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void values_areRoundAndReachTheTop_data()
    {
        QTest::addColumn<double>("highest");
        QTest::addColumn<double>("step");
        QTest::addColumn<double>("top");
        QTest::newRow("nothing") << 0.0 << 0.5 << 1.0;
        QTest::newRow("small") << 0.26 << 0.1 << 0.3;
        QTest::newRow("exact") << 15000.0 << 5000.0 << 15000.0;
        QTest::newRow("jobs") << 14636.0 << 5000.0 << 15000.0;
        QTest::newRow("not finite") << std::numeric_limits<double>::infinity() << 0.5 << 1.0;
    }
    void values_areRoundAndReachTheTop()
    {
        QFETCH(double, highest);
        QFETCH(double, step);
        QFETCH(double, top);
        const auto ticks = valueTicks(highest, 3);
        QCOMPARE(ticks.front(), 0.0);
        QCOMPARE(ticks[1], step);
        QCOMPARE(ticks.back(), top);
    }

    void decimals_followTheStep()
    {
        QCOMPARE(decimalsOf(5000), 0);
        QCOMPARE(decimalsOf(0.5), 1);
        QCOMPARE(decimalsOf(0.02), 2);
    }

    void times_areRoundInTheirZone()
    {
        const Instant from(hours(100) + minutes(7));
        const auto ticks = timeTicks(from, from + hours(3), 4, QTimeZone(5 * 3600 + 1800));
        QVERIFY(!ticks.empty() && ticks.size() <= 4);
        for (const Instant tick : ticks)
            QCOMPARE((tick.time_since_epoch() + hours(5) + minutes(30)) % hours(1),
                     milliseconds(0));
    }

    void gaps_stayOpen()
    {
        const auto at = [](int s) { return Instant(seconds(s)); };
        const std::vector<ChartPoint> points = {
            {at(0), 1}, {at(1), 2}, {at(2), {}}, {at(3), {}}, {at(4), 3}};
        const auto parts = stretches(points);
        QCOMPARE(parts.size(), 2U);
        QCOMPARE(parts[0].size(), 2U);
        QCOMPARE(parts[1].size(), 1U);
        QCOMPARE(nearest(points, at(100))->at, at(4));
        QVERIFY(nearest({}, at(0)) == nullptr);
    }
};

QTEST_GUILESS_MAIN(TestTicks)
#include "tst_Ticks.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/SimClock.h"

#include <QTest>

using namespace resync;
using namespace resync::simulator;
using std::chrono::seconds;

namespace {

/// A real clock that is moved by hand.
class HandClock final : public Clock
{
public:
    [[nodiscard]] Instant now() const override { return Start + m_passed; }
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override
    {
        return std::chrono::steady_clock::time_point(m_passed);
    }
    void pass(milliseconds span) { m_passed += span; }

    static constexpr Instant Start{milliseconds(1'700'000'000'000)};

private:
    milliseconds m_passed{0};
};

} // namespace

class TestSimClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void now_startsWithTheRealTime()
    {
        HandClock real;
        real.pass(seconds(5));
        QVERIFY(SimClock(real, 1).now() == HandClock::Start + seconds(5));
    }

    void now_runsAtItsSpeed_data()
    {
        QTest::addColumn<double>("speed");
        QTest::addColumn<int>("expectedMs");
        QTest::newRow("real") << 1.0 << 10'000;
        QTest::newRow("sixty times") << 60.0 << 600'000;
        QTest::newRow("half") << 0.5 << 5'000;
        QTest::newRow("still") << 0.0 << 0;
    }

    void now_runsAtItsSpeed()
    {
        QFETCH(double, speed);
        QFETCH(int, expectedMs);
        HandClock real;
        const SimClock clock(real, speed);
        real.pass(seconds(10));
        QVERIFY(clock.now() == HandClock::Start + milliseconds(expectedMs));
    }

    void freeze_keepsTheTimeUntilResume()
    {
        HandClock real;
        SimClock clock(real, 2);
        real.pass(seconds(10));
        clock.freeze();
        real.pass(seconds(100));
        clock.freeze(); // twice is once
        QVERIFY(clock.isFrozen());
        QVERIFY(clock.now() == HandClock::Start + seconds(20));
        clock.resume();
        real.pass(seconds(1));
        clock.resume();
        QVERIFY(!clock.isFrozen());
        QVERIFY(clock.now() == HandClock::Start + seconds(22));
    }

    void step_movesFrozenAndRunningTime()
    {
        HandClock real;
        SimClock clock(real, 1);
        clock.step(seconds(60));
        QVERIFY(clock.now() == HandClock::Start + seconds(60));
        clock.freeze();
        clock.step(seconds(60));
        QVERIFY(clock.now() == HandClock::Start + seconds(120));
    }
};

QTEST_GUILESS_MAIN(TestSimClock)
#include "tst_SimClock.moc"

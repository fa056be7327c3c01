// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/Lockout.h"
#include "tests/support/FakeClock.h"

#include <QtTest>

using namespace resync::access;
using namespace std::chrono_literals;
using resync::test::FakeClock;

class tst_Lockout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fifthFailureLocks();
    void failuresFarApartDoNotLock();
    void locksDoubleUpToTheLongest();
    void quietPairStartsAnew();
    void successForgets();
    void pairsAreIndependent();
    void oldestPairIsForgotten();

private:
    static void fail(Lockout &lockout, const KeyedHash::Digest &pair, int times)
    {
        for (int i = 0; i < times; ++i)
            lockout.addFailure(pair);
    }

    KeyedHash m_hash;
    KeyedHash::Digest m_pair = m_hash.digest("pair");
};

void tst_Lockout::fifthFailureLocks()
{
    FakeClock clock;
    Lockout lockout(clock, {});
    fail(lockout, m_pair, 4);
    QVERIFY(!lockout.remaining(m_pair));
    QVERIFY(lockout.addFailure(m_pair) == 30s);
    QVERIFY(lockout.remaining(m_pair) == 30s);
    clock.advance(29'999ms);
    QVERIFY(lockout.remaining(m_pair) == 1ms);
    QVERIFY(lockout.addFailure(m_pair) == 1ms); // does not count
    clock.advance(1ms);
    QVERIFY(!lockout.remaining(m_pair));
}

void tst_Lockout::failuresFarApartDoNotLock()
{
    FakeClock clock;
    Lockout lockout(clock, {});
    for (int i = 0; i < 50; ++i) {
        QVERIFY(!lockout.addFailure(m_pair));
        clock.advance(4min); // five of them span sixteen minutes
    }
}

void tst_Lockout::locksDoubleUpToTheLongest()
{
    FakeClock clock;
    Lockout lockout(clock, {});
    fail(lockout, m_pair, 4);
    for (const auto expected : {30s, 60s, 120s, 240s, 480s, 900s, 900s, 900s}) {
        QVERIFY(lockout.addFailure(m_pair) == expected);
        clock.advance(expected);
    }
}

void tst_Lockout::quietPairStartsAnew()
{
    FakeClock clock;
    Lockout lockout(clock, {});
    fail(lockout, m_pair, 5);
    clock.advance(30s + 15min + 1ms);
    for (int i = 0; i < 4; ++i)
        QVERIFY(!lockout.addFailure(m_pair));
    QVERIFY(lockout.addFailure(m_pair) == 30s);
}

void tst_Lockout::successForgets()
{
    FakeClock clock;
    Lockout lockout(clock, {});
    fail(lockout, m_pair, 4);
    lockout.forget(m_pair);
    fail(lockout, m_pair, 4);
    QVERIFY(!lockout.remaining(m_pair));
}

void tst_Lockout::pairsAreIndependent()
{
    FakeClock clock;
    Lockout lockout(clock, {});
    fail(lockout, m_pair, 5);
    QVERIFY(lockout.remaining(m_pair));
    QVERIFY(!lockout.remaining(m_hash.digest("another")));
}

void tst_Lockout::oldestPairIsForgotten()
{
    FakeClock clock;
    LockoutSettings settings;
    settings.capacity = 2;
    Lockout lockout(clock, settings);
    fail(lockout, m_pair, 5);
    fail(lockout, m_hash.digest("b"), 1);
    fail(lockout, m_hash.digest("c"), 1);
    QVERIFY(!lockout.remaining(m_pair));
}

QTEST_APPLESS_MAIN(tst_Lockout)
#include "tst_Lockout.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/RetryPolicy.h"

#include <QTest>

using namespace resync;
using namespace resync::mirror;
using namespace std::chrono_literals;

namespace {

const Error Refused{ErrorKind::Unavailable, "engine_unavailable", "refused"};
const Error BadLogin{ErrorKind::Unauthorized, "engine_unauthorized", "401"};
const RetryPolicy::TimePoint Start{1h};

} // namespace

class tst_RetryPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void failures_backOffToTheInterval()
    {
        RetryPolicy retry(10s);
        milliseconds last{0};
        for (int i = 0; i < 40; ++i) {
            retry.onFailure(Refused, Start);
            last = retry.pause(Start);
            if (i == 0)
                QVERIFY(last >= 800ms && last <= 1200ms);
        }
        QVERIFY(last >= 8s && last <= 12s);
    }

    void pause_isNeverLongerThanHalfAMinute()
    {
        RetryPolicy retry(1h);
        for (int i = 0; i < 100; ++i) {
            retry.onFailure(Refused, Start);
            QVERIFY(retry.pause(Start) <= 30s);
        }
    }

    void refusedLogin_blocksEverybodyForLongerAndLonger()
    {
        RetryPolicy retry(10s);
        retry.onFailure(BadLogin, Start);
        QVERIFY(retry.isBlocked(Start + 4999ms, true));
        QVERIFY(!retry.isBlocked(Start + 5s, true));
        QVERIFY(retry.pause(Start) == 5s);
        for (int i = 0; i < 30; ++i)
            retry.onFailure(BadLogin, Start);
        QVERIFY(retry.pause(Start) == 5min);
    }

    void otherFailure_holdsProgramsOnly()
    {
        RetryPolicy retry(10s);
        retry.onFailure(Refused, Start);
        QVERIFY(retry.isBlocked(Start + 999ms, false));
        QVERIFY(!retry.isBlocked(Start + 999ms, true));
        QVERIFY(!retry.isBlocked(Start + 1s, false));
    }

    void success_forgetsAll()
    {
        RetryPolicy retry(10s);
        retry.onFailure(BadLogin, Start);
        retry.onSuccess();
        QVERIFY(!retry.hasFailed());
        QVERIFY(!retry.isBlocked(Start, false));
    }
};

QTEST_GUILESS_MAIN(tst_RetryPolicy)
#include "tst_RetryPolicy.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Freshness.h"
#include "shared/domain/Plan.h"
#include "tests/support/Bytes.h"

#include <QTest>

using namespace resync::domain;
using namespace resync::test;

class TestFreshness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reasons_areTheWordsOfTheContract_data()
    {
        QTest::addColumn<int>("reason");
        QTest::addColumn<QByteArray>("word");
        const auto row = [](StaleReason reason, const char *word) {
            QTest::newRow(word) << static_cast<int>(reason) << QByteArray(word);
        };
        row(StaleReason::TooOld, "too_old");
        row(StaleReason::EngineUnreachable, "engine_unreachable");
        row(StaleReason::EngineUnauthorized, "engine_unauthorized");
        row(StaleReason::Invalidated, "invalidated");
        row(StaleReason::SweepInProgress, "sweep_in_progress");
        row(StaleReason::RecountPending, "recount_pending");
        row(StaleReason::RolloverInProgress, "rollover_in_progress");
        row(StaleReason::RefreshPending, "refresh_pending");
        row(StaleReason::Unspecified, "unspecified");
    }
    void reasons_areTheWordsOfTheContract()
    {
        QFETCH(int, reason);
        QFETCH(QByteArray, word);
        const auto value = static_cast<StaleReason>(reason);
        QCOMPARE(bytes(toString(value)), word);
        QVERIFY(staleReasonFromWord(view(word)) == value);
        QVERIFY(describe(value).ends_with('.'));
    }

    void aReason_makesItStale()
    {
        Freshness freshness;
        QVERIFY(!freshness.isStale());
        freshness.reason = StaleReason::TooOld;
        QVERIFY(freshness.isStale());
    }

    void otherWords_roundTrip()
    {
        for (const Source source : {Source::Engine, Source::Redis, Source::Demo})
            QVERIFY(sourceFromWord(toString(source)) == source);
        for (const Rollover state : {Rollover::None, Rollover::InProgress, Rollover::Overdue})
            QVERIFY(rolloverFromWord(toString(state)) == state);
        QVERIFY(!sourceFromWord("rumour"));
        QVERIFY(!staleReasonFromWord(""));
        QVERIFY(!rolloverFromWord("soon"));
    }
};

QTEST_APPLESS_MAIN(TestFreshness)
#include "tst_Freshness.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/EngineMetrics.h"
#include "tests/agent/app/MetricsText.h"

#include <QtTest>

using namespace resync;
using namespace resync::app;
using mirror::BreakerState;
using mirror::EngineCallCounts;
using mirror::EngineHostState;
using test::hasLine;

namespace {

std::string text(const EngineCallCounts &counts, const std::vector<EngineHostState> &hosts = {})
{
    return test::metricsText([&](auto &families) { collectEngine(counts, hosts, families); });
}

} // namespace

class tst_EngineMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void budget_isWhatTheMinuteHasLeft()
    {
        const auto shown = text({900, 3, 40, 600, BreakerState::Closed});
        QVERIFY(hasLine(shown, "resync_engine_calls_last_minute 40"));
        QVERIFY(hasLine(shown, "resync_engine_call_budget 600"));
        QVERIFY(hasLine(shown, "resync_engine_call_budget_left 560"));
    }

    void budget_isNeverLessThanNothing()
    {
        QVERIFY(hasLine(text({900, 3, 601, 600, BreakerState::Closed}),
                        "resync_engine_call_budget_left 0"));
    }

    void breaker_isInOneState_data()
    {
        QTest::addColumn<BreakerState>("state");
        QTest::addColumn<QString>("word");
        QTest::newRow("closed") << BreakerState::Closed << "closed";
        QTest::newRow("open") << BreakerState::Open << "open";
        QTest::newRow("half open") << BreakerState::HalfOpen << "half_open";
    }
    void breaker_isInOneState()
    {
        QFETCH(BreakerState, state);
        QFETCH(QString, word);
        const auto shown = text({0, 0, 0, 600, state});
        for (const char *each : {"closed", "open", "half_open"})
            QVERIFY(hasLine(shown, "resync_engine_breaker{state=\"" + std::string(each) + "\"} " +
                                       (word == QLatin1String(each) ? "1" : "0")));
    }

    void hosts_areUpDownOrUnknown()
    {
        const Instant then{milliseconds(1)};
        const auto shown = text({}, {{"mdm01:31116", false, then, "refused"},
                                     {"mdm02:31116", true, then, {}},
                                     {"mdm03:31116", false, std::nullopt, {}}});
        QVERIFY(hasLine(shown, "resync_engine_host_up{host=\"mdm01:31116\"} 0"));
        QVERIFY(hasLine(shown, "resync_engine_host_up{host=\"mdm02:31116\"} 1"));
        QVERIFY(shown.find("resync_engine_host_up{host=\"mdm03") == std::string::npos);
        QVERIFY(hasLine(shown, "resync_engine_host_in_use{host=\"mdm01:31116\"} 0"));
        QVERIFY(hasLine(shown, "resync_engine_host_in_use{host=\"mdm02:31116\"} 1"));
        QVERIFY(hasLine(shown, "resync_engine_host_in_use{host=\"mdm03:31116\"} 0"));
    }
};

QTEST_APPLESS_MAIN(tst_EngineMetrics)
#include "tst_EngineMetrics.moc"

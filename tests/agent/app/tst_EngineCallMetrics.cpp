// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/EngineCallMetrics.h"
#include "tests/agent/app/MetricsText.h"

#include <QtTest>

using namespace resync;
using namespace resync::app;
using namespace std::chrono_literals;
using test::hasLine;

class tst_EngineCallMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothing_isNoSeries() { QCOMPARE(textOf(EngineCallMetrics()), std::string()); }

    void calls_areCountedByOperationAndOutcome()
    {
        EngineCallMetrics metrics;
        metrics.onEngineCall("list_jobs", "ok", 20ms);
        metrics.onEngineCall("list_jobs", "ok", 30ms);
        metrics.onEngineCall("list_jobs", "timeout", 30s);
        const auto shown = textOf(metrics);
        const std::string labels = "{operation=\"list_jobs\",outcome=";
        QVERIFY(hasLine(shown, "resync_engine_calls_total" + labels + "\"ok\"} 2"));
        QVERIFY(hasLine(shown, "resync_engine_calls_total" + labels + "\"timeout\"} 1"));
    }

    void durations_fallIntoBuckets()
    {
        EngineCallMetrics metrics;
        for (const auto took : {5ms, 6ms, 200'000ms}) // on a bound, just above it, above all
            metrics.onEngineCall("get_job", "ok", took);
        const auto shown = textOf(metrics);
        const std::string name = "resync_engine_call_duration_seconds";
        const std::string labels = "{operation=\"get_job\",outcome=\"ok\"";
        QVERIFY(hasLine(shown, name + "_bucket" + labels + ",le=\"0.005\"} 1"));
        QVERIFY(hasLine(shown, name + "_bucket" + labels + ",le=\"0.025\"} 2"));
        QVERIFY(hasLine(shown, name + "_bucket" + labels + ",le=\"120\"} 2"));
        QVERIFY(hasLine(shown, name + "_bucket" + labels + ",le=\"+Inf\"} 3"));
        QVERIFY(hasLine(shown, name + "_count" + labels + "} 3"));
        QVERIFY(hasLine(shown, name + "_sum" + labels + "} 200.011"));
    }

private:
    static std::string textOf(const EngineCallMetrics &metrics)
    {
        return test::metricsText([&](auto &families) { metrics.collect(families); });
    }
};

QTEST_APPLESS_MAIN(tst_EngineCallMetrics)
#include "tst_EngineCallMetrics.moc"

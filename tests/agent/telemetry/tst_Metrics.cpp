// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/HttpMetrics.h"
#include "agent/telemetry/Metrics.h"

#include <QProcess>
#include <QStandardPaths>
#include <QtTest>

#include <clocale>
#include <cmath>
#include <limits>

using namespace resync;
using namespace resync::telemetry;

namespace {

bool has(const std::string &text, std::string_view line)
{
    return text.find(std::string(line) + '\n') != std::string::npos;
}

} // namespace

class tst_Metrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_holdsWhatTheProcessKnows();
    void unknownValue_isAbsent();
    void families_areGatheredByName();
    void collectors_areAskedForEachScrape();
    void labels_areEscaped();
    void text_doesNotFollowTheLocale();
    void text_passesPromtool();
};

void tst_Metrics::text_holdsWhatTheProcessKnows()
{
    const std::string text = Metrics().text();
    QVERIFY(has(text, "# TYPE resync_build_info gauge"));
    QVERIFY(text.find("resync_build_info{version=\"") != std::string::npos);
    QVERIFY(text.find("process_resident_memory_bytes ") != std::string::npos);
}

void tst_Metrics::unknownValue_isAbsent()
{
    MetricFamilies families;
    families.gauge("resync_snapshot_age_seconds", "Age.", {}, std::nullopt);
    families.gauge("resync_a", "A.", {}, std::numeric_limits<double>::quiet_NaN());
    families.counter("resync_b_total", "B.", {}, std::numeric_limits<double>::infinity());
    QCOMPARE(families.text(), std::string());
}

void tst_Metrics::families_areGatheredByName()
{
    MetricFamilies families;
    families.gauge("resync_jobs", "Jobs.", {{"status", "ready"}}, 2);
    families.gauge("resync_other", "Other.", {}, 0);
    families.gauge("resync_jobs", "Jobs.", {{"status", "error"}}, 0);
    QCOMPARE(families.text(), std::string("# HELP resync_jobs Jobs.\n"
                                          "# TYPE resync_jobs gauge\n"
                                          "resync_jobs{status=\"ready\"} 2\n"
                                          "resync_jobs{status=\"error\"} 0\n"
                                          "# HELP resync_other Other.\n"
                                          "# TYPE resync_other gauge\n"
                                          "resync_other 0\n"));
}

void tst_Metrics::collectors_areAskedForEachScrape()
{
    Metrics metrics;
    std::optional<double> age;
    metrics.add([&](MetricFamilies &families) {
        families.gauge("resync_snapshot_age_seconds", "Age.", {}, age);
    });
    QVERIFY(metrics.text().find("resync_snapshot_age_seconds") == std::string::npos);
    age = 1.5;
    QVERIFY(has(metrics.text(), "resync_snapshot_age_seconds 1.5"));
}

void tst_Metrics::labels_areEscaped()
{
    MetricFamilies families;
    families.gauge("resync_a", "A.", {{"x", "q\"b\\n\n"}}, 1);
    const char *expected = "resync_a{x=\"q\\\"b\\\\n\\n\"} 1";
    QVERIFY(has(families.text(), expected));
}

void tst_Metrics::text_doesNotFollowTheLocale()
{
    for (const char *name : {"de_DE.UTF-8", "pt_BR.UTF-8"})
        std::setlocale(LC_ALL, name); // where it is installed
    MetricFamilies families;
    families.gauge("resync_a", "A.", {}, 1234567.25);
    std::setlocale(LC_ALL, "C");
    QVERIFY(has(families.text(), "resync_a 1234567.25"));
}

void tst_Metrics::text_passesPromtool()
{
    const QString promtool = QStandardPaths::findExecutable(QStringLiteral("promtool"));
    if (promtool.isEmpty())
        QSKIP("promtool is not installed (Debian: prometheus)");
    HttpMetrics http(1, {"/api/health"});
    http.onStarted(0);
    http.onServed(
        {0, http::Method::Get, "/api/health", 200, std::chrono::microseconds(80), 15, nullptr});
    http.onRefused(0, "bad_request");
    Metrics metrics;
    metrics.add([&](MetricFamilies &families) { http.collect(families); });

    QProcess process;
    process.start(promtool, {QStringLiteral("check"), QStringLiteral("metrics")});
    QVERIFY(process.waitForStarted(30'000));
    const std::string text = metrics.text();
    process.write(text.data(), static_cast<qint64>(text.size()));
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished(30'000));
    const QByteArray said = process.readAllStandardError() + process.readAllStandardOutput();
    QVERIFY2(process.exitCode() == 0, said.constData());
    QCOMPARE(said, QByteArray());
}

QTEST_GUILESS_MAIN(tst_Metrics)
#include "tst_Metrics.moc"

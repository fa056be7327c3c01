// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/ProcessMetrics.h"

#include <QtTest>

#include <chrono>

using namespace resync::telemetry;

class tst_ProcessMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void values_arePlausible_data();
    void values_arePlausible();
};

void tst_ProcessMetrics::values_arePlausible_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<double>("least");
    QTest::addColumn<double>("most");

    const double now =
        std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    const double unbounded = 1e18;
    const auto row = [](const char *name, double least, double most) {
        QTest::newRow(name) << QByteArray(name) << least << most;
    };
    row("process_cpu_seconds_total", 0, 600);
    row("process_resident_memory_bytes", 1e6, 1e12);
    row("process_virtual_memory_bytes", 1e6, unbounded);
    row("process_threads", 1, 100);
    row("process_start_time_seconds", now - 3600, now + 60);
    row("process_open_fds", 3, 1000);
    row("process_max_fds", 64, unbounded);
}

void tst_ProcessMetrics::values_arePlausible()
{
    QFETCH(QByteArray, name);
    QFETCH(double, least);
    QFETCH(double, most);

    MetricFamilies families;
    collectProcess(families);
    const QByteArray text = QByteArray::fromStdString(families.text());
    const auto at = text.indexOf('\n' + name + ' ');
    QVERIFY2(at >= 0, text.constData());
    const auto start = at + name.size() + 2;
    bool isNumber = false;
    const double value = text.mid(start, text.indexOf('\n', start) - start).toDouble(&isNumber);
    QVERIFY(isNumber);
    QVERIFY2(value >= least && value <= most, QByteArray::number(value).constData());
}

QTEST_APPLESS_MAIN(tst_ProcessMetrics)
#include "tst_ProcessMetrics.moc"

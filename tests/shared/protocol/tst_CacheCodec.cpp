// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/CacheCodec.h"
#include "tests/support/Bytes.h"
#include "tests/support/CommaLocale.h"
#include "tests/support/Rows.h"

#include <QTest>

using namespace resync;
using namespace resync::protocol;
using namespace resync::test;

namespace {

domain::CacheStats someStats()
{
    domain::CacheStats stats;
    stats.hits = 2;
    stats.misses = 1;
    stats.size = 4096;
    stats.scopes = {{"jobs", "snapshot", 20'000, 4'000, at(0), 17, at(-3), "admin"},
                    {"workstations", "snapshot", 0, 0, {}, 0, {}, {}}};
    stats.callsUsed = 12;
    stats.callsLimit = 600;
    return stats;
}

std::string written(const domain::CacheStats &stats)
{
    std::string out;
    JsonWriter json(out);
    writeCacheStats(json, stats);
    return out;
}

} // namespace

class TestCacheCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stats_areWrittenInTheContractsOrder()
    {
        const CommaLocale comma;
        const std::string text = written(someStats());
        QCOMPARE(
            bytes(text),
            quoted("{'hits':2,'misses':1,'hit_rate':0.6667,'size':4096,"
                   "'scopes':[{'name':'jobs','tier':'snapshot','entries':20000,'bytes':4000,"
                   "'as_of':'2026-11-24T05:00:00.000Z','generation':17,"
                   "'last_invalidated':{'at':'2026-11-24T04:57:00.000Z','by':'admin'}},"
                   "{'name':'workstations','tier':'snapshot','entries':0,'bytes':0,'as_of':null,"
                   "'generation':0,'last_invalidated':{'at':null,'by':null}}],"
                   "'engine_calls':{'used':12,'limit':600,'window_seconds':60}}"));
        const auto back = readCacheStats(text);
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QVERIFY(*back == someStats());
    }

    void hitRate_data()
    {
        QTest::addColumn<int>("hits");
        QTest::addColumn<int>("misses");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("before the first") << 0 << 0 << QByteArray("null");
        QTest::newRow("never") << 0 << 3 << QByteArray("0");
        QTest::newRow("always") << 3 << 0 << QByteArray("1");
        QTest::newRow("half") << 1 << 1 << QByteArray("0.5");
    }
    void hitRate()
    {
        QFETCH(int, hits);
        QFETCH(int, misses);
        QFETCH(QByteArray, expected);
        domain::CacheStats stats;
        stats.hits = static_cast<std::uint64_t>(hits);
        stats.misses = static_cast<std::uint64_t>(misses);
        QVERIFY(bytes(written(stats)).contains("\"hit_rate\":" + expected + ","));
    }

    void invalidation_isWrittenInTheContractsOrder()
    {
        domain::InvalidationReport report{
            "Full TWS system cache invalidated.", "system", true, {}, at(0), at(1), 14};
        std::string out;
        JsonWriter json(out);
        writeInvalidationReport(json, report);
        QCOMPARE(bytes(out),
                 quoted("{'status':'success','detail':'Full TWS system cache invalidated.',"
                        "'scope':'system','refreshed':true,'reason':null,"
                        "'as_of_before':'2026-11-24T05:00:00.000Z',"
                        "'as_of_after':'2026-11-24T05:01:00.000Z','engine_calls':14}"));
        QVERIFY(readInvalidationReport(out).value() == report);

        report.refreshed = false;
        report.reason = domain::Statement{"sweep_in_progress", {}, "Still reading."};
        out.clear();
        JsonWriter again(out);
        writeInvalidationReport(again, report);
        QVERIFY(readInvalidationReport(out).value() == report);
    }

    void badDocuments_nameThePlace()
    {
        QCOMPARE(bytes(readCacheStats("{}").error().message), QByteArray("hits: is missing"));
        QCOMPARE(bytes(readCacheStats("{\"hits\":-1}").error().message),
                 QByteArray("hits: is out of range"));
        QCOMPARE(
            bytes(readInvalidationReport("{\"scope\":\"jobs\",\"refreshed\":1}").error().message),
            QByteArray("refreshed: expected boolean, got number"));
    }
};

QTEST_APPLESS_MAIN(TestCacheCodec)
#include "tst_CacheCodec.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/ConfigCodec.h"
#include "tests/support/Bytes.h"
#include "tests/support/Rows.h"

#include <QTest>

using namespace resync;
using namespace resync::protocol;
using namespace resync::test;

namespace {

domain::ConfigItem plainItem()
{
    return {"TWS_PORT",  "tws", "number", "",    "31117",
            false,       true,  "31116",  false, "dotenv",
            "/etc/.env", 7,     true,     false, "Port of the engine."};
}

std::string written(const domain::ConfigReport &report)
{
    std::string out;
    JsonWriter json(out);
    writeConfigReport(json, report);
    return out;
}

} // namespace

class TestConfigCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMember_isWrittenInTheContractsOrder()
    {
        const domain::ConfigReport report{"production",
                                          "0.1.0",
                                          at(0),
                                          "abc",
                                          domain::ReloadReport{at(5), false, {"TWS_PORT: bad"}},
                                          {plainItem()}};
        const std::string text = written(report);
        QCOMPARE(
            bytes(text),
            quoted("{'environment':'production','version':'0.1.0',"
                   "'loaded_at':'2026-11-24T05:00:00.000Z','running_hash':'abc',"
                   "'last_reload':{'at':'2026-11-24T05:05:00.000Z','ok':false,"
                   "'errors':['TWS_PORT: bad']},"
                   "'items':[{'key':'TWS_PORT','group':'tws','type':'number','unit':null,"
                   "'value':'31117','is_secret':false,'is_set':true,'default':'31116',"
                   "'is_default':false,'source':{'layer':'dotenv','file':'/etc/.env','line':7},"
                   "'reloadable':true,'restart_pending':false,"
                   "'description':'Port of the engine.'}]}"));
        const auto back = readConfigReport(text);
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QVERIFY(*back == report);
    }

    void noReloadYet_isNull()
    {
        QVERIFY(bytes(written({})).contains(quoted("'last_reload':null")));
    }

    void aSecret_isMaskedWhateverTheItemHolds()
    {
        domain::ConfigItem item;
        item.key = "TWS_PASSWORD";
        item.isSecret = true;
        item.isSet = true;
        item.value = "hunter2";
        item.defaultValue = "hunter3";
        domain::ConfigReport report;
        report.items = {item};
        const QByteArray text = bytes(written(report));
        QVERIFY(!text.contains("hunter"));
        QVERIFY(text.contains(quoted("'value':'********'")));
        report.items[0].isSet = false;
        QVERIFY(bytes(written(report)).contains(quoted("'value':null")));
    }

    void aSecretInTheClear_isNotReadEither_data()
    {
        QTest::addColumn<bool>("isSet");
        QTest::newRow("set") << true;
        QTest::newRow("not set") << false;
    }

    void aSecretInTheClear_isNotReadEither()
    {
        QFETCH(const bool, isSet);
        const QByteArray text = quoted("{'items':[{'key':'TWS_PASSWORD','value':'hunter2',"
                                       "'default':'hunter3','is_secret':true,'is_set':") +
                                (isSet ? "true}]}" : "false}]}");
        const auto report = readConfigReport(view(text));
        QVERIFY2(report, report ? "" : report.error().message.c_str());
        const domain::ConfigItem &item = report->items.at(0);
        QCOMPARE(item.value.has_value(), isSet);
        QVERIFY(!isSet || *item.value == SecretMask);
        QVERIFY(!item.defaultValue);
        QVERIFY(readConfigReport(written(*report)).value() == *report);
    }

    void anEmptyValue_isNotAnAbsentOne()
    {
        domain::ConfigReport report;
        report.items = {plainItem()};
        report.items[0].value = "";
        report.items[0].defaultValue.reset();
        const std::string text = written(report);
        QVERIFY(bytes(text).contains(quoted("'value':'',")));
        QVERIFY(bytes(text).contains(quoted("'default':null,")));
        QVERIFY(readConfigReport(text)->items == report.items);
    }

    void theSummary_roundTrips()
    {
        const domain::ConfigSummary summary{"test", "0.1.0", true, false, false, true, true, false};
        std::string out;
        JsonWriter json(out);
        writeConfigSummary(json, summary);
        QCOMPARE(bytes(out),
                 quoted("{'environment':'test','version':'0.1.0',"
                        "'groups':{'tws':{'configured':true},'redis':{'configured':false},"
                        "'neo4j':{'configured':false},'llm':{'configured':true},"
                        "'server':{'configured':true},'admin':{'configured':false}},"
                        "'full':'/api/v1/config'}"));
        QVERIFY(readConfigSummary(out).value() == summary);
    }

    void badDocuments_nameThePlace()
    {
        QCOMPARE(bytes(readConfigReport("{}").error().message), QByteArray("items: is missing"));
        QCOMPARE(bytes(readConfigReport("{\"items\":[{}]}").error().message),
                 QByteArray("items[0].key: is missing"));
        QCOMPARE(bytes(readConfigSummary("{\"groups\":3}").error().message),
                 QByteArray("groups: expected object, got number"));
        QCOMPARE(bytes(readConfigSummary(view(quoted("{'groups':{'llm':{'configured':1}}}")))
                           .error()
                           .message),
                 QByteArray("groups.llm.configured: expected boolean, got number"));
    }
};

QTEST_APPLESS_MAIN(TestConfigCodec)
#include "tst_ConfigCodec.moc"

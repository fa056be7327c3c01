// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/HealthCodec.h"
#include "tests/support/Bytes.h"
#include "tests/support/Rows.h"

#include <QTest>

using namespace resync;
using namespace resync::protocol;
using namespace resync::test;

namespace {

domain::Health someHealth()
{
    domain::HealthComponent engine{"engine",
                                   true,
                                   true,
                                   domain::HealthStatus::Down,
                                   domain::Statement{"refused", {{"host", "mdm01"}}, "Refused."},
                                   12.5,
                                   at(0),
                                   at(-5),
                                   {{"version", "10.2"}}};
    domain::HealthComponent redis;
    redis.name = "redis";
    return {domain::HealthStatus::Down, true, {engine, redis}};
}

std::string written(const domain::Health &health)
{
    std::string out;
    JsonWriter json(out);
    writeHealth(json, health);
    return out;
}

} // namespace

class TestHealthCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMember_isWrittenInTheContractsOrder()
    {
        QCOMPARE(
            bytes(written(someHealth())),
            quoted("{'status':'down','ready':true,'components':[{'name':'engine','configured':true,"
                   "'required':true,'status':'down','message':{'code':'refused',"
                   "'args':{'host':'mdm01'},'text':'Refused.'},'latency_ms':12.5,"
                   "'checked_at':'2026-11-24T05:00:00.000Z','since':'2026-11-24T04:55:00.000Z',"
                   "'details':{'version':'10.2'}},{'name':'redis','configured':false,"
                   "'required':false,'status':'unknown','message':null,'latency_ms':null,"
                   "'checked_at':null,'since':null,'details':{}}]}"));
    }

    void documents_roundTrip()
    {
        const auto back = readHealth(written(someHealth()));
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QVERIFY(*back == someHealth());

        std::string out;
        JsonWriter json(out);
        writeHealthComponent(json, someHealth().components[0]);
        const auto component = readHealthComponent(out);
        QVERIFY(component && *component == someHealth().components[0]);
    }

    void anUnknownStatusWord_isUnknown()
    {
        const auto back = readHealth(view(quoted("{'status':'superb','components':[]}")));
        QVERIFY(back && back->status == domain::HealthStatus::Unknown && !back->ready);
    }

    void detailsOfOtherTypes_areReadAsText()
    {
        const auto back = readHealth(
            view(quoted("{'status':'ok','components':[{'name':'disk','status':'ok',"
                        "'details':{'free_bytes':12,'ok':true,'path':'/var','none':null}}]}")));
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        const std::vector<std::pair<std::string, std::string>> expected = {
            {"free_bytes", "12"}, {"none", "null"}, {"ok", "true"}, {"path", "/var"}};
        QVERIFY(back->components[0].details == expected);
    }

    void badDocuments_nameThePlace()
    {
        QCOMPARE(bytes(readHealth("{}").error().message), QByteArray("status: is missing"));
        const auto back =
            readHealth(view(quoted("{'status':'ok','components':[{'name':'engine'}]}")));
        QCOMPARE(bytes(back.error().message), QByteArray("components[0].status: is missing"));
        const auto nameless = readHealth(view(
            quoted("{'status':'ok','components':[{'name':'plan','status':'ok','message':{}}]}")));
        QCOMPARE(bytes(nameless.error().message),
                 QByteArray("components[0].message.code: is missing"));
    }
};

QTEST_APPLESS_MAIN(TestHealthCodec)
#include "tst_HealthCodec.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/WorkstationCodec.h"
#include "tests/support/Bytes.h"
#include "tests/support/Rows.h"

#include <QTest>

using namespace resync;
using namespace resync::protocol;
using namespace resync::test;

class TestWorkstationCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMember_isWrittenInTheContractsOrder()
    {
        std::string out;
        JsonWriter json(out);
        writeWorkstation(json, fullWorkstation());
        QCOMPARE(
            bytes(out),
            quoted("{'id':'ws1','name':'AGT_FIN01','folder':'/','type':'agent','os':'unix',"
                   "'node':'fin01.example','domain':'MASTERDM','host':'/MDM','version':'10.2.5.00',"
                   "'linked':true,'running':false,'states':['linked','batchman_running'],"
                   "'flags':['full_status'],'limit':20,'fence':0,'jobs_requested':4,"
                   "'time_zone':'UTC','started_at':'2026-11-24T04:00:00.000Z',"
                   "'certificate_expires_at':'2026-12-24T05:00:00.000Z'}"));
    }

    void unknown_isNullAndNotFalse()
    {
        std::string out;
        JsonWriter json(out);
        writeWorkstation(json, {}, *selectWorkstationFields("linked,running,states,limit"));
        QCOMPARE(bytes(out), quoted("{'linked':null,'running':null,'states':[],'limit':null}"));
    }

    void listsAndDocuments_roundTrip()
    {
        std::string out;
        JsonWriter json(out);
        domain::Workstation bare;
        bare.id = domain::WorkstationId("2");
        beginList(json);
        writeWorkstation(json, fullWorkstation());
        writeWorkstation(json, bare);
        endList(json, 2, "", freshStamp());
        const auto list = readWorkstationList(out);
        QVERIFY2(list, list ? "" : list.error().message.c_str());
        QVERIFY((list->items == std::vector{fullWorkstation(), bare}));

        out.clear();
        JsonWriter single(out);
        writeWorkstationDocument(single, fullWorkstation(), staleStamp());
        const auto back = readWorkstationDocument(out);
        QVERIFY(back && back->value == fullWorkstation() && back->stamp == staleStamp());
    }

    void badDocuments_nameThePlace()
    {
        const auto list = readWorkstationList(
            view(quoted("{'items':[{'id':'a','states':[null,{}]}],'total':1}")));
        QVERIFY(!list);
        QCOMPARE(bytes(list.error().message),
                 QByteArray("items[0].states[1]: expected string, got object"));
    }
};

QTEST_APPLESS_MAIN(TestWorkstationCodec)
#include "tst_WorkstationCodec.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/JobStreamCodec.h"
#include "tests/support/Bytes.h"
#include "tests/support/Rows.h"

#include <QTest>

using namespace resync;
using namespace resync::protocol;
using namespace resync::test;

namespace {

domain::JobCounts someCounts()
{
    domain::JobCounts counts{3, {}};
    counts.byStatus.at(static_cast<std::size_t>(domain::Status::Running)) = 1;
    counts.byStatus.at(static_cast<std::size_t>(domain::Status::Successful)) = 2;
    return counts;
}

const QByteArray FullStream = quoted(
    "{'id':'js1','ref':'/MDM#/FIN/CLOSE1[2026-11-24T05:00Z]','series':'/MDM#/FIN/CLOSE1',"
    "'name':'CLOSE1','alias_of':'CLOSE','folder':'/FIN','workstation':'/MDM',"
    "'scheduled_at':'2026-11-24T05:00:00.000Z','status':'running','internal_status':'exec',"
    "'late':false,'carried_forward':true,'pending_predecessor':false,'priority':10,'limit':-1,"
    "'counts':{'total':3,'waiting':0,'ready':0,'running':1,'successful':2,'error':0,'canceled':0,"
    "'held':0,'undecided':0,'blocked':0,'suppress':0},'started_at':'2026-11-24T05:01:00.000Z',"
    "'estimated_seconds':90.25,'deadline_at':'2026-11-24T06:00:00.000Z',"
    "'dependencies':{'total':2,'unresolved':0},'submitter':'batchman'}");

} // namespace

class TestJobStreamCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMember_isWrittenInTheContractsOrder()
    {
        std::string out;
        JsonWriter json(out);
        const auto counts = someCounts();
        writeJobStream(json, fullStream(), &counts);
        QCOMPARE(bytes(out), FullStream);
    }

    void lists_roundTrip()
    {
        std::string out;
        JsonWriter json(out);
        const auto counts = someCounts();
        domain::JobStream bare;
        bare.id = domain::JobStreamId("2");
        beginList(json);
        writeJobStream(json, fullStream(), &counts);
        writeJobStream(json, bare, nullptr);
        endList(json, 2, "", freshStamp());
        const auto list = readJobStreamList(out);
        QVERIFY2(list, list ? "" : list.error().message.c_str());
        const std::vector<JobStreamRow> expected = {{fullStream(), counts}, {bare, {}}};
        QVERIFY(list->items == expected);
        QVERIFY(list->nextCursor.empty());
    }

    void documents_roundTrip()
    {
        std::string out;
        JsonWriter json(out);
        writeJobStreamDocument(json, fullStream(), nullptr, staleStamp());
        const auto back = readJobStreamDocument(out);
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QVERIFY((back->value == JobStreamRow{fullStream(), {}}));
        QVERIFY(back->stamp == staleStamp());
    }

    void fields_selectAndKeepTheNesting()
    {
        std::string out;
        JsonWriter json(out);
        writeJobStream(json, fullStream(), nullptr,
                       *selectJobStreamFields("name,counts,dependencies.unresolved"));
        QCOMPARE(bytes(out),
                 quoted("{'name':'CLOSE1','counts':null,'dependencies':{'unresolved':0}}"));
    }

    void badDocuments_nameThePlace()
    {
        const auto list = readJobStreamList(
            view(quoted("{'items':[{'id':'a','counts':{'total':1,'error':'x'}}],'total':1}")));
        QVERIFY(!list);
        QCOMPARE(bytes(list.error().message),
                 QByteArray("items[0].counts.error: expected integer, got string"));
        QCOMPARE(bytes(readJobStreamDocument("{}").error().message), QByteArray("id: is missing"));
    }
};

QTEST_APPLESS_MAIN(TestJobStreamCodec)
#include "tst_JobStreamCodec.moc"

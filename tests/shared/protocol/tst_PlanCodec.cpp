// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/PlanCodec.h"
#include "tests/support/Bytes.h"
#include "tests/support/Rows.h"

#include <QTest>

using namespace resync;
using namespace resync::protocol;
using namespace resync::test;

namespace {

domain::Plan fullPlan()
{
    domain::Plan plan;
    plan.id = domain::PlanId("plan1");
    plan.runNumber = 331;
    plan.window = domain::PlanWindow{at(0), at(60 * 24)};
    plan.timeZone = "UTC";
    plan.startOfDay = "05:00";
    plan.engine.host = "mdm01:31116";
    plan.engine.version = "10.2.5.00";
    plan.engine.apis = {"v2", "v1"};
    plan.engine.isActiveMaster = true;
    plan.jobs.at(0) = 5;
    plan.jobStreams.at(9) = 2;
    plan.workstations = {4, 3, 1, 2};
    plan.final = domain::FinalStream{domain::Status::Waiting, at(60 * 23)};
    plan.rollover = domain::Rollover::Overdue;
    plan.mirror = {"full_read", at(1), at(2), at(3), true, 0, {"/FIN"}};
    return plan;
}

std::string written(const domain::Plan &plan)
{
    std::string out;
    JsonWriter json(out);
    writePlanDocument(json, plan, freshStamp());
    return out;
}

} // namespace

class TestPlanCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMember_isWrittenInTheContractsOrder()
    {
        QCOMPARE(
            bytes(written(fullPlan())),
            quoted(
                "{'id':'plan1','run_number':331,"
                "'window':{'starts_at':'2026-11-24T05:00:00.000Z',"
                "'ends_at':'2026-11-25T05:00:00.000Z'},'time_zone':'UTC','start_of_day':'05:00',"
                "'engine':{'host':'mdm01:31116','version':'10.2.5.00','apis':['v2','v1'],"
                "'is_active_master':true},"
                "'counts':{'jobs':{'waiting':5,'ready':0,'running':0,'successful':0,'error':0,"
                "'canceled':0,'held':0,'undecided':0,'blocked':0,'suppress':0},"
                "'job_streams':{'waiting':0,'ready':0,'running':0,'successful':0,'error':0,"
                "'canceled':0,'held':0,'undecided':0,'blocked':0,'suppress':2},"
                "'workstations':{'total':4,'linked':3,'unlinked':1,'running':2}},"
                "'final':{'status':'waiting','expected_end_at':'2026-11-25T04:00:00.000Z'},"
                "'rollover':'overdue','mirror':{'rung':'full_read',"
                "'hot_as_of':'2026-11-24T05:01:00.000Z','sweep_as_of':'2026-11-24T05:02:00.000Z',"
                "'structure_as_of':'2026-11-24T05:03:00.000Z','complete':true,'divergence':0,"
                "'unexplained':['/FIN']},'revision':'3f9a.17',"
                "'freshness':{'as_of':'2026-11-24T05:10:00.000Z','stale':false,'reason':null,"
                "'source':'demo'}}"));
    }

    void unknownParts_areNull()
    {
        const QByteArray text = bytes(written({}));
        QVERIFY(text.contains(quoted("'window':null")));
        QVERIFY(text.contains(quoted("'final':null")));
        QVERIFY(text.contains(quoted("'divergence':null")));
        QVERIFY(text.contains(quoted("'is_active_master':null")));
    }

    void documents_roundTrip()
    {
        const auto back = readPlanDocument(written(fullPlan()));
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QVERIFY(back->value == fullPlan());
        QVERIFY(back->stamp == freshStamp());
    }

    void badDocuments_nameThePlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char *text, const char *message) {
            QTest::newRow(message) << quoted(text) << QByteArray(message);
        };
        row("null", "document: expected object, got null");
        row("{}", "id: is missing");
        row("{'id':'a','counts':{'jobs':[]}}", "counts.jobs: expected object, got array");
        row("{'id':'a','counts':{'workstations':{'linked':true}}}",
            "counts.workstations.linked: expected integer, got boolean");
        row("{'id':'a','rollover':'soon'}", "rollover: is not none, in_progress or overdue");
        row("{'id':'a','window':{'ends_at':5}}", "window.ends_at: expected string, got number");
    }
    void badDocuments_nameThePlace()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, message);
        const auto plan = readPlanDocument(view(text));
        QVERIFY(!plan);
        QCOMPARE(bytes(plan.error().message), message);
    }
};

QTEST_APPLESS_MAIN(TestPlanCodec)
#include "tst_PlanCodec.moc"

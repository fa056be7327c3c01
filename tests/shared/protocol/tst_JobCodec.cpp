// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/JobCodec.h"
#include "tests/support/Bytes.h"
#include "tests/support/CommaLocale.h"
#include "tests/support/Rows.h"

#include <QTest>

using namespace resync;
using namespace resync::protocol;
using namespace resync::test;

namespace {

QByteArray written(const domain::Job &job, const FieldSelection &fields = {})
{
    std::string out;
    JsonWriter json(out);
    writeJob(json, job, fields);
    return bytes(out);
}

std::string listOf(const std::vector<domain::Job> &jobs)
{
    std::string out;
    JsonWriter json(out);
    beginList(json);
    for (const auto &job : jobs)
        writeJob(json, job);
    endList(json, 7, "next", staleStamp());
    return out;
}

const QByteArray FullJob = quoted(
    "{'id':'job;1','ref':'/MDM#/FIN/CLOSE[2026-11-24T05:00Z].LOAD','series':'/MDM#/FIN/CLOSE.LOAD',"
    "'plan_id':'plan1','name':'LOAD','folder':'/FIN','workstation':'/AGT_FIN01',"
    "'job_stream':{'id':'js1','name':'CLOSE','workstation':'/MDM'},"
    "'scheduled_at':'2026-11-24T05:00:00.000Z','time_zone':'America/Sao_Paulo','status':'error',"
    "'internal_status':'abend','sub_status':'hold_waiting_for_time','raw_status':'ABEND',"
    "'reason':{'code':'ended_with_code','args':{'return_code':'8'},'text':'Ended with code 8.'},"
    "'critical':true,'late':false,'flags':['deadline_passed','restarted'],'priority':10,"
    "'return_code':8,'run':{'id':'r1','number':40123,'attempt':2,'rerun_type':'rerun',"
    "'workstation':'/AGT_FIN02','started_at':'2026-11-24T05:01:00.000Z',"
    "'ended_at':'2026-11-24T05:09:00.000Z','elapsed_seconds':450,'estimated_seconds':0.5},"
    "'run_count':2,'start_at':'2026-11-24T05:00:00.000Z',"
    "'latest_start_at':'2026-11-24T05:05:00.000Z','deadline_at':'2026-11-24T06:00:00.000Z',"
    "'max_duration_seconds':1800,'critical_start_at':'2026-11-24T05:04:00.000Z',"
    "'act_by':'2026-11-24T05:20:00.000Z','dependencies':{'total':3,'unresolved':1},"
    "'changed_at':'2026-11-24T05:09:00.000Z'}");

} // namespace

class TestJobCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMember_isWrittenInTheContractsOrder() { QCOMPARE(written(fullJob()), FullJob); }

    void aCommaLocale_changesNothing()
    {
        const CommaLocale comma;
        QCOMPARE(written(fullJob()), FullJob);
        const auto list = readJobList(listOf({fullJob()}));
        QVERIFY2(list, list ? "" : list.error().message.c_str());
        QVERIFY(list->items.front() == fullJob());
    }

    void anUnknownJob_hasEveryMemberAsNull()
    {
        domain::Job job;
        job.id = domain::JobId("x");
        QCOMPARE(
            written(job),
            quoted("{'id':'x','ref':'#/.','series':'#/.','plan_id':null,'name':null,'folder':null,"
                   "'workstation':null,'job_stream':{'id':null,'name':null,'workstation':null},"
                   "'scheduled_at':null,'time_zone':null,'status':'undecided',"
                   "'internal_status':null,'sub_status':null,'raw_status':null,'reason':null,"
                   "'critical':false,'late':false,'flags':[],'priority':null,'return_code':null,"
                   "'run':{'id':null,'number':null,'attempt':null,'rerun_type':null,"
                   "'workstation':null,'started_at':null,'ended_at':null,'elapsed_seconds':null,"
                   "'estimated_seconds':null},'run_count':null,'start_at':null,"
                   "'latest_start_at':null,'deadline_at':null,'max_duration_seconds':null,"
                   "'critical_start_at':null,'act_by':null,"
                   "'dependencies':{'total':null,'unresolved':null},'changed_at':null}"));
    }

    void lists_roundTrip()
    {
        domain::Job bare;
        bare.id = domain::JobId("2");
        const auto list = readJobList(listOf({fullJob(), bare}));
        QVERIFY2(list, list ? "" : list.error().message.c_str());
        QVERIFY((list->items == std::vector{fullJob(), bare}));
        QCOMPARE(list->total, std::uint64_t(7));
        QCOMPARE(bytes(list->nextCursor), QByteArray("next"));
        QVERIFY(list->stamp == staleStamp());
    }

    void theEnvelope_isTheContracts()
    {
        QCOMPARE(bytes(listOf({})),
                 quoted("{'items':[],'total':7,'next_cursor':'next','revision':'3f9a.17',"
                        "'freshness':{'as_of':'2026-11-24T05:10:00.000Z','stale':true,"
                        "'reason':{'code':'engine_unreachable','args':{},"
                        "'text':'The engine could not be reached.'},'source':'engine'}}"));
    }

    void fields_selectAndKeepTheNesting_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *fields, const char *expected) {
            QTest::newRow(fields) << QByteArray(fields) << quoted(expected);
        };
        row("id", "{'id':'job;1'}");
        row("name,id", "{'id':'job;1','name':'LOAD'}");
        row("id,run.started_at", "{'id':'job;1','run':{'started_at':'2026-11-24T05:01:00.000Z'}}");
        row("job_stream", "{'job_stream':{'id':'js1','name':'CLOSE','workstation':'/MDM'}}");
        row("dependencies.total,job_stream.name",
            "{'job_stream':{'name':'CLOSE'},'dependencies':{'total':3}}");
        row("reason.code", "{'reason':{'code':'ended_with_code'}}");
        row("id,id", "{'id':'job;1'}");
    }
    void fields_selectAndKeepTheNesting()
    {
        QFETCH(QByteArray, fields);
        QFETCH(QByteArray, expected);
        const auto selection = selectJobFields(view(fields));
        QVERIFY(selection.has_value());
        QCOMPARE(written(fullJob(), *selection), expected);
    }

    void fields_ofAnAbsentObject()
    {
        const domain::Job job;
        QCOMPARE(written(job, *selectJobFields("reason.code")), quoted("{'reason':null}"));
        QCOMPARE(written(job, *selectJobFields("run.id")), quoted("{'run':{'id':null}}"));
    }

    void documents_roundTrip()
    {
        domain::JobDetail detail;
        detail.definition = domain::JobDefinition{"unix", "/opt/load.sh", "batch", "stop", "Loads"};
        detail.dependencies = {{"job",
                                "unsatisfied",
                                "job",
                                "j9",
                                "/MDM#/FIN/A.B",
                                "B",
                                "/MDM",
                                {{"condition", "succ"}}}};
        detail.runs = {domain::JobRun{*fullJob().run, domain::Status::Error, "abend", 8, false}};
        detail.issues = {{"dependencies_not_loaded", {}, "Not read yet."}};
        std::string out;
        JsonWriter json(out);
        writeJobDocument(json, fullJob(), detail, freshStamp());

        const QByteArray tail = quoted(
            "'definition':{'task_type':'unix','command':'/opt/load.sh','login':'batch',"
            "'recovery':'stop','description':'Loads'},"
            "'dependency_list':[{'type':'job','status':'unsatisfied','target':{'kind':'job',"
            "'id':'j9','ref':'/MDM#/FIN/A.B','name':'B','workstation':'/MDM'},"
            "'detail':{'condition':'succ'}}],"
            "'runs':[{'id':'r1','number':40123,'attempt':2,'rerun_type':'rerun',"
            "'workstation':'/AGT_FIN02','status':'error','internal_status':'abend',"
            "'return_code':8,'started_at':'2026-11-24T05:01:00.000Z',"
            "'ended_at':'2026-11-24T05:09:00.000Z','elapsed_seconds':450,'estimated_seconds':0.5,"
            "'source':'plan'}],"
            "'issues':[{'code':'dependencies_not_loaded','args':{},'text':'Not read yet.'}],"
            "'revision':'3f9a.17','freshness':{'as_of':'2026-11-24T05:10:00.000Z','stale':false,"
            "'reason':null,'source':'demo'}}");
        QCOMPARE(bytes(out), FullJob.chopped(1) + "," + tail);

        const auto back = readJobDocument(out);
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QVERIFY((*back == JobDocument{fullJob(), detail, freshStamp()}));
    }

    void unknownDetail_isNullAndEmpty()
    {
        std::string out;
        JsonWriter json(out);
        writeJobDocument(json, fullJob(), {}, freshStamp());
        QVERIFY(bytes(out).contains(
            quoted("'definition':{'task_type':null,'command':null,'login':null,'recovery':null,"
                   "'description':null},'dependency_list':null,'runs':null,'issues':[],")));
        QVERIFY(readJobDocument(out)->detail == domain::JobDetail());
    }

    void badDocuments_nameThePlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char *text, const char *message) {
            QTest::newRow(message) << quoted(text) << QByteArray(message);
        };
        row("", "not a JSON document");
        row("<html>busy</html>", "not a JSON document");
        row("{'items':[", "not a JSON document");
        row("[]", "document: expected object, got array");
        row("{}", "items: is missing");
        row("{'items':[]}", "total: is missing");
        row("{'items':{},'total':0}", "items: expected array, got object");
        row("{'items':[],'total':-1}", "total: is out of range");
        row("{'items':[7],'total':1}", "items[0]: expected object, got number");
        row("{'items':[{'id':'a'},{'id':'b','status':5}],'total':2}",
            "items[1].status: expected string, got number");
        row("{'items':[{'name':'x'}],'total':1}", "items[0].id: is missing");
        row("{'items':[{'id':''}],'total':1}", "items[0].id: is missing");
        row("{'items':[{'id':'a','run':[]}],'total':1}",
            "items[0].run: expected object, got array");
        row("{'items':[{'id':'a','run':{'started_at':'soon'}}],'total':1}",
            "items[0].run.started_at: is not an RFC 3339 time");
        row("{'items':[{'id':'a','priority':1.5}],'total':1}",
            "items[0].priority: expected integer, got number");
        row("{'items':[{'id':'a','priority':99999999999}],'total':1}",
            "items[0].priority: is out of range");
        row("{'items':[{'id':'a','run':{'number':18446744073709551615}}],'total':1}",
            "items[0].run.number: is out of range");
        row("{'items':[{'id':'a','max_duration_seconds':1e300}],'total':1}",
            "items[0].max_duration_seconds: is out of range");
        row("{'items':[{'id':'a','late':'yes'}],'total':1}",
            "items[0].late: expected boolean, got string");
        row("{'items':[{'id':'a','flags':['promoted',3]}],'total':1}",
            "items[0].flags[1]: expected string, got number");
        row("{'items':[{'id':'a','reason':{'code':'x','args':{'n':[1]}}}],'total':1}",
            "items[0].reason.args.n: expected a scalar, got array");
        row("{'items':[{'id':'a','run':{'number':''}}],'total':1}",
            "items[0].run.number: expected integer, got string");
        row("{'items':[],'total':0,'freshness':{'source':'rumour'}}",
            "freshness.source: is not a known source");
    }
    void badDocuments_nameThePlace()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, message);
        const auto list = readJobList(view(text));
        QVERIFY(!list);
        QVERIFY(list.error().kind == ErrorKind::Protocol);
        QCOMPARE(bytes(list.error().message), message);
    }

    void aNewerAgent_isUnderstoodAsFarAsPossible()
    {
        const auto list = readJobList(view(
            quoted("{'items':[{'id':'a','status':'levitating','flags':['shiny','promoted'],"
                   "'mood':{'x':1}}],'total':1,'hint':1,'freshness':{'as_of':null,'stale':true,"
                   "'reason':{'code':'solar_flare','args':{'n':1},'text':'?'},"
                   "'source':'engine'}}")));
        QVERIFY2(list, list ? "" : list.error().message.c_str());
        QVERIFY(list->items[0].status == domain::Status::Undecided);
        QVERIFY(list->items[0].flags.has(domain::JobFlag::Promoted));
        QVERIFY(list->stamp.freshness.reason == domain::StaleReason::Unspecified);
    }

    /// It is written as null: a run of nothing else is none.
    void anEmptyText_makesNoObject()
    {
        const auto list =
            readJobList(view(quoted("{'items':[{'id':'a','run':{'id':''}}],'total':1}")));
        QVERIFY2(list, list ? "" : list.error().message.c_str());
        QVERIFY(!list->items[0].run);
    }

    void deepNesting_isRefusedWithoutHarm()
    {
        const std::string deep(100'000, '[');
        QVERIFY(!readJobList(deep));
        QVERIFY(!readJobList("{\"items\":" + deep + std::string(100'000, ']') + ",\"total\":1}"));
    }

    void everyCut_isRefused()
    {
        const std::string whole = listOf({fullJob()});
        for (std::size_t i = 0; i < whole.size(); ++i)
            QVERIFY(!readJobList(std::string_view(whole).substr(0, i)));
    }
};

QTEST_APPLESS_MAIN(TestJobCodec)
#include "tst_JobCodec.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "SimulatorFixture.h"

#include <QSet>

using namespace resync;
using namespace resync::test;

class TestEngineV1 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_engine = std::make_unique<SimulatorFixture>(); }
    void cleanup() { m_engine.reset(); }

    void info_tellsOfThePlan()
    {
        const QJsonObject info = m_engine->v1Get("engine/info").object();
        QCOMPARE(info.value(QLatin1String("synphonyRunNumber")).toInt(), 412);
        QCOMPARE(info.value(QLatin1String("synphonySize")).toInt(), 600);
        const QJsonArray plans = array(m_engine->v1("plan/query"));
        QCOMPARE(plans.size(), 1);
        QCOMPARE(number(plans.first(), "runNumber"), 412);
    }

    void query_isTheWholeListByDefault()
    {
        QCOMPARE(array(m_engine->v1("plan/current/job/query")).size(), 600);
        QCOMPARE(array(m_engine->v1("plan/current/workstation/query")).size(), 20);
        QVERIFY(!array(m_engine->v1("plan/current/jobstream/query")).isEmpty());
        QCOMPARE(array(m_engine->v1("plan/current/resource/query")).size(), 20);
        QCOMPARE(m_engine->v1("plan/current/prompt/query").status, 200);
    }

    void query_needsAJsonType()
    {
        QCOMPARE(m_engine->call("POST", "/twsd/plan/current/job/query", "{}", {}).status, 415);
    }

    void query_refusesBadBodiesAndHeaders()
    {
        const QByteArray jobs = "plan/current/job/query";
        QCOMPARE(m_engine->v1(jobs, "[").status, 400);
        QCOMPARE(m_engine->v1(jobs, "{\"filters\":{\"jobInPlanFilter\":{\"jobName\":7}}}").status,
                 400);
        QCOMPARE(m_engine->v1(jobs, "{}", {{"How-Many", "many"}}).status, 400);
        QCOMPARE(m_engine->v1(jobs, "{}", {{"How-Many", "5"}, {"Query-PageSize", "5"}}).status,
                 400);
        // An unknown member is ignored, as the engine does.
        QCOMPARE(m_engine->v1(jobs, "{\"filters\":{\"jobInPlanFilter\":{\"x\":7}}}").status, 200);
    }

    void query_filters()
    {
        const QJsonArray waiting =
            array(m_engine->v1("plan/current/job/query",
                               "{\"filters\":{\"jobInPlanFilter\":{\"statusList\":[\"WAITING\"],"
                               "\"jobName\":\"*_EXTRACT_*\"}}}"));
        QVERIFY(!waiting.isEmpty());
        for (const QJsonValue &job : waiting) {
            QVERIFY(text(job, "name").contains("_EXTRACT_"));
            QCOMPARE(text(job.toObject().value(QLatin1String("status")), "commonStatus"),
                     QByteArray("WAITING"));
        }
    }

    void query_goesOnAfterTheLastObject()
    {
        QSet<QByteArray> ids;
        SimulatorFixture::Headers headers = {{"How-Many", "250"}, {"Context-ObjectCount", "1"}};
        HttpReply reply = m_engine->v1("plan/current/job/query", "{}", headers);
        QCOMPARE(reply.headers.value("context-objectcount"), QByteArray("600"));
        while (true) {
            const QJsonArray rows = array(reply);
            QCOMPARE(reply.headers.value("how-many-returned").toInt(), int(rows.size()));
            for (const QJsonValue &job : rows)
                ids.insert(text(job, "id"));
            if (reply.headers.value("context-hasmoreobjects") != "true")
                break;
            reply = m_engine->v1(
                "plan/current/job/query_next", "{\"jobInPlanFilter\":{}}",
                {{"How-Many", "250"}, {"Last-Object", reply.headers.value("last-object")}});
            QCOMPARE(reply.status, 200);
        }
        QCOMPARE(ids.size(), 600);
    }

    void query_servesPages()
    {
        const auto page = [this](const QByteArray &number) {
            return array(m_engine->v1("plan/current/job/query", "{}",
                                      {{"Query-PageSize", "400"}, {"Query-PageNumber", number}}));
        };
        QCOMPARE(page("0").size(), 400);
        QCOMPARE(page("1").size(), 200);
        QCOMPARE(page("2").size(), 0);
    }

    void job_isFoundByEachKindOfId()
    {
        const QJsonValue job =
            array(m_engine->v1("plan/current/job/query", "{}", {{"How-Many", "1"}})).first();
        const QByteArray readable =
            text(array(m_engine->v1("plan/current/job/query", "{}",
                                    {{"How-Many", "1"}, {"Id-Encoding", "0"}}))
                     .first(),
                 "id");
        QVERIFY(readable.contains(';'));
        const QByteArray uuid = text(m_engine->rows("job", "name LIKE '@'").first(), "id");
        for (const QByteArray &id : {text(job, "id"), readable, uuid}) {
            const HttpReply reply = m_engine->v1Get("plan/current/job/" + id.toPercentEncoding());
            QCOMPARE(reply.status, 200);
            QCOMPARE(text(reply.object(), "id"), text(job, "id"));
        }
        QCOMPARE(m_engine->v1Get("plan/current/job/bm9wZQ%3D%3D").status, 404);
    }

    void dependencies_comeWhenAskedFor()
    {
        const auto links = [this](const QByteArray &scope) {
            qsizetype count = 0;
            const QJsonArray jobs = array(m_engine->v1("plan/current/job/query", "{}",
                                                       {{"Context-PlanDependenciesScope", scope}}));
            for (const QJsonValue &job : jobs)
                count += job.toObject()
                             .value(QLatin1String("dependencies"))
                             .toObject()
                             .value(QLatin1String("internalDependencyInPlan"))
                             .toArray()
                             .size();
            return count;
        };
        QCOMPARE(links("0"), 0);
        QVERIFY(links("1") > 300);
    }

    void count_isAStringAndAccepted()
    {
        const HttpReply reply = m_engine->v1("plan/current/job/count");
        QCOMPARE(reply.status, 202);
        QCOMPARE(reply.body, QByteArray("\"600\""));
    }

    void log_comesInPages()
    {
        const QByteArray body = "{\"filters\":{\"jobInPlanFilter\":{\"statusList\":[\"ERROR\","
                                "\"SUCCESSFUL\"]}}}";
        const QByteArray id = text(
            array(m_engine->v1("plan/current/job/query", body, {{"How-Many", "1"}})).first(), "id");
        const QByteArray target = "plan/current/job/" + id.toPercentEncoding() + "/joblog";
        const QByteArray whole = text(m_engine->v1Get(target).object(), "log");
        QVERIFY(whole.startsWith("= JOB"));
        QByteArray joined;
        for (int page = 0; page < 100; ++page) {
            const QJsonObject part =
                m_engine->v1Get(target + "?lines=3&pageNumber=" + QByteArray::number(page))
                    .object();
            joined += text(part, "log");
            if (part.value(QLatin1String("lastPage")).toBool())
                break;
        }
        QCOMPARE(joined, whole);
    }

    void critical_hasARiskForEachJob()
    {
        const QJsonArray jobs = array(m_engine->v1("plan/current/criticaljob/query"));
        QVERIFY(!jobs.isEmpty());
        const QJsonObject summary = m_engine->v1("plan/current/criticaljob/summary_info").object();
        QCOMPARE(number(summary, "numberOfCriticalJobsNoRisk") +
                     number(summary, "numberOfCriticalJobsPotentialRisk") +
                     number(summary, "numberOfCriticalJobsHighRisk"),
                 int(jobs.size()));
        for (const QJsonValue &job : jobs) {
            const QJsonValue network = job.toObject().value(QLatin1String("criticalNetworkInfo"));
            const QJsonValue info = network.toObject().value(QLatin1String("criticalJobInfo"));
            QVERIFY(!text(info, "alertLevel").isEmpty());
        }
    }

    void history_needsHowMany()
    {
        const QByteArray name = text(m_engine->rows("job", "name LIKE '@'").first(), "name");
        const QByteArray body =
            "{\"filters\":{\"jobHistoryRunFilter\":{\"name\":\"" + name + "\"}}}";
        QCOMPARE(m_engine->v1("model/jobhistoryrun/query", body).status, 400);
        const QJsonArray runs =
            array(m_engine->v1("model/jobhistoryrun/query", body, {{"How-Many", "10"}}));
        QCOMPARE(runs.size(), 10);
        QCOMPARE(text(runs.first(), "jobName"), name);
        QVERIFY(text(runs.first(), "runDate") > text(runs.last(), "runDate"));
    }

    void api_canBeSwitchedOff()
    {
        using Settings = simulator::SimulatorSettings;
        SimulatorFixture old([](Settings &settings) { settings.api.hasV2 = false; });
        QCOMPARE(old.v2("engine/info").status, 404);
        QCOMPARE(old.v1Get("engine/info").status, 200);
        SimulatorFixture recent([](Settings &settings) { settings.api.hasV1 = false; });
        QCOMPARE(recent.v2("engine/info").status, 200);
        QCOMPARE(recent.v1Get("engine/info").status, 404);
    }

    void metrics_areOpen()
    {
        const HttpReply reply = HttpCall(m_engine->port()).call("GET", "/metrics");
        QCOMPARE(reply.status, 200);
        QVERIFY(reply.body.contains("application_wa_DB_connected_boolean 1.0\n"));
        QVERIFY(reply.body.contains("application_wa_JobsInPlanCount_job{jobstatus=\"WAITING\"} "));
        QVERIFY(reply.body.contains("msgFileFill_percent{msgFile=\"mirrorbox\"}"));
    }

private:
    std::unique_ptr<SimulatorFixture> m_engine;
};

QTEST_GUILESS_MAIN(TestEngineV1)
#include "tst_EngineV1.moc"

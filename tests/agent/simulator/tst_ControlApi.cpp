// SPDX-License-Identifier: GPL-3.0-or-later
#include "SimulatorFixture.h"

using namespace resync;
using namespace resync::test;

class TestControlApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_engine = std::make_unique<SimulatorFixture>(); }
    void cleanup() { m_engine.reset(); }

    void fault_endsTheConnectionMidBody()
    {
        fault("half_body");
        const HttpReply reply = m_engine->v2("plan/job");
        QCOMPARE(reply.status, 200);
        QVERIFY(!reply.body.isEmpty());
        QVERIFY(reply.headers.value("content-length").toLongLong() > reply.body.size());
    }

    void fault_answersAsAProxy_data()
    {
        QTest::addColumn<int>("status");
        for (int status : {502, 503, 504})
            QTest::addRow("%d", status) << status;
    }

    void fault_answersAsAProxy()
    {
        QFETCH(int, status);
        fault("http_" + QByteArray::number(status));
        QCOMPARE(m_engine->v2("plan/job").status, status);
        QCOMPARE(m_engine->v1("plan/current/job/query").status, status);
    }

    void fault_showsHalfAPlan()
    {
        fault("half_plan");
        QCOMPARE(number(m_engine->v2("plan/job?limit=1").object(), "count"), 300);
        QCOMPARE(number(m_engine->v2("plan/job/count").object(), "count"), 300);
        QCOMPARE(array(m_engine->v1("plan/current/job/query")).size(), 300);
    }

    void fault_emptiesBothApis()
    {
        fault("empty_plan");
        QCOMPARE(number(m_engine->v2("plan/resource").object(), "count"), 0);
        QCOMPARE(m_engine->v1("plan/current/job/query").body, QByteArray("[]"));
        QCOMPARE(m_engine->v1("plan/current/job/count").body, QByteArray("\"0\""));
    }

    void fault_saysWordsUnheardOf()
    {
        fault("unknown_words");
        const QJsonValue job = m_engine->rows("job", "name LIKE '@'").first();
        QCOMPARE(text(job, "lastRunCommonStatus"), QByteArray("UNHEARD_OF"));
        const QJsonValue station = array(m_engine->v1("plan/current/workstation/query")).first();
        QCOMPARE(text(station, "type"), QByteArray("UNHEARD_OF"));
    }

    void fault_sendsAHugeField()
    {
        fault("huge_field");
        const QJsonValue job = m_engine->rows("job", "name LIKE '@'").first();
        QVERIFY(text(job, "name").size() > 4'000'000);
        m_engine->control("DELETE", "/faults");
        m_engine->order("/faults", "{\"kind\":\"huge_field\",\"value_ms\":1000}");
        const QJsonValue other = m_engine->rows("job", "name LIKE '@'").first();
        QVERIFY(text(other, "name").size() > 1'000 && text(other, "name").size() < 1'100);
    }

    void host_goesDownAndComesBackAtTheSamePort()
    {
        const quint16 port = m_engine->port();
        QCOMPARE(m_engine->order("/host/down").status, 200);
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), port);
        QVERIFY(!socket.waitForConnected(2'000));
        QCOMPARE(m_engine->order("/host/down").status, 200); // twice
        QCOMPARE(m_engine->order("/host/up").status, 200);
        QCOMPARE(m_engine->port(), port);
        QCOMPARE(m_engine->v2("engine/info").status, 200);
    }

    void workstation_changesForAllToSee()
    {
        const QByteArray name =
            text(m_engine->rows("workstation", "type = 'AGENT'").first(), "name");
        QCOMPARE(
            m_engine->order("/workstations/" + name, "{\"linked\":false,\"limit\":0,\"fence\":30}")
                .status,
            200);
        const QJsonObject station =
            m_engine->rows("workstation", "name = '" + name + "'").first().toObject();
        QCOMPARE(number(station, "limit"), 0);
        QCOMPARE(number(station, "fence"), 30);
        QVERIFY(!station.value(QLatin1String("activeStates"))
                     .toArray()
                     .contains(QLatin1String("LINKED")));
        QCOMPARE(m_engine->order("/workstations/NOPE", "{}").status, 404);
        QCOMPARE(m_engine->order("/workstations/" + name, "{\"limit\":-1}").status, 400);
        QCOMPARE(m_engine->order("/workstations/" + name, "{\"linked\":1}").status, 400);
    }

    void skew_movesEveryTime()
    {
        const QByteArray before = text(m_engine->rows("job", "name LIKE '@'").first(), "schedTime");
        QCOMPARE(m_engine->order("/time/skew", "{\"seconds\":-3600}").status, 200);
        const HttpReply reply = m_engine->v2("engine/info");
        const Instant now =
            *parseInstant(text(m_engine->control("GET", "/time").object(), "now").toStdString());
        const Instant date = *parseHttpDate(reply.headers.value("date").toStdString());
        QVERIFY(std::chrono::abs(now - date) < std::chrono::seconds(2));
        const QByteArray after = text(m_engine->rows("job", "name LIKE '@'").first(), "schedTime");
        QVERIFY(*parseInstant(before.toStdString()) - *parseInstant(after.toStdString()) ==
                std::chrono::hours(1));
        QCOMPARE(m_engine->order("/time/skew", "{}").status, 400);
        QCOMPARE(m_engine->order("/time/skew", "{\"seconds\":1e9}").status, 400);
    }

    void rollover_makesANewPlan()
    {
        const QByteArray isRunning = "jobruns.commonStatus = 'RUNNING'";
        for (int minute = 0; minute < 60 && m_engine->rows("job", isRunning).isEmpty(); ++minute)
            m_engine->order("/time/step", "{\"seconds\":60}");
        const QJsonValue old = m_engine->rows("job", "name LIKE '@'").first();
        const QByteArray running = text(m_engine->rows("job", isRunning).first(), "name");
        QCOMPARE(number(m_engine->order("/plan/rollover").object(), "run_number"), 413);
        QCOMPARE(m_engine->v2("plan/job/" + text(old, "id")).status, 404);
        const QJsonArray streams = m_engine->rows("jobstream", "name LIKE '@'");
        const QJsonValue flags =
            streams.first().toObject().value(QLatin1String("jsDefinitionFlags"));
        QVERIFY(flags.toObject().value(QLatin1String("carriedForward")).toBool());
        const QJsonArray still = m_engine->rows("job", isRunning);
        QCOMPARE(text(still.first(), "name"), running);
        QVERIFY(text(still.first(), "planId") != text(old, "planId"));
        QVERIFY(number(m_engine->v2("plan/job?limit=1").object(), "count") > 600);
    }

    void rollover_showsAnEmptyPlanMeanwhile()
    {
        m_engine->order("/plan/rollover", "{\"gap_seconds\":60}");
        QCOMPARE(number(m_engine->v2("plan/job").object(), "count"), 0);
        QCOMPARE(m_engine->v2("engine/info").status, 200);
        m_engine->order("/time/step", "{\"seconds\":61}");
        QVERIFY(number(m_engine->v2("plan/job").object(), "count") > 600);
    }

    void rollover_comesByItselfAtTheEndOfTheDay()
    {
        m_engine->order("/time/step", "{\"seconds\":86400}");
        QCOMPARE(number(m_engine->control("GET", "/time").object(), "run_number"), 413);
    }

    void change_changesSoManyJobs_data()
    {
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("successful") << QByteArray("successful");
        QTest::newRow("error") << QByteArray("error");
        QTest::newRow("priority") << QByteArray("priority");
    }

    void change_changesSoManyJobs()
    {
        QFETCH(QByteArray, to);
        const QJsonObject before = truth();
        const HttpReply reply =
            m_engine->order("/jobs/change", "{\"count\":50,\"to\":\"" + to + "\"}");
        QCOMPARE(number(reply.object(), "changed"), 50);
        const QJsonObject after = truth();
        int changed = 0;
        for (auto job = after.begin(); job != after.end(); ++job)
            changed += before.value(job.key()) != job.value() ? 1 : 0;
        QVERIFY(changed >= 50);
        QCOMPARE(m_engine->order("/jobs/change", "{\"count\":0,\"to\":\"error\"}").status, 400);
        QCOMPARE(m_engine->order("/jobs/change", "{\"count\":1,\"to\":\"gold\"}").status, 400);
        QCOMPARE(m_engine->order("/jobs/change", "{\"count\":1}").status, 400);
    }

    void truth_isAheadOfALaggingMirror()
    {
        m_engine = std::make_unique<SimulatorFixture>([](simulator::SimulatorSettings &settings) {
            settings.timing.mirrorLag = std::chrono::seconds(30);
        });
        const QByteArray id =
            text(m_engine->rows("job", "jobruns.commonStatus = 'WAITING'").first(), "id");
        const auto shown = [&] {
            return text(m_engine->v2("plan/job/" + id).object(), "lastRunCommonStatus");
        };
        QCOMPARE(m_engine->order("/jobs/" + id + "/succeed").status, 200);
        QCOMPARE(text(truth().value(QString::fromLatin1(id)), "status"), QByteArray("SUCCESSFUL"));
        QCOMPARE(shown(), QByteArray("WAITING"));
        m_engine->order("/time/step", "{\"seconds\":31}");
        QCOMPARE(shown(), QByteArray("SUCCESSFUL"));
    }

    void prompt_isAnsweredOnce()
    {
        m_engine = std::make_unique<SimulatorFixture>(
            [](simulator::SimulatorSettings &settings) { settings.size.jobs = 20'000; });
        const QByteArray id = text(m_engine->rows("prompt", "status = 'ASKED'").first(), "id");
        QVERIFY(!id.isEmpty());
        QCOMPARE(m_engine->order("/prompts/" + id + "/reply", "{}").status, 400);
        QCOMPARE(m_engine->order("/prompts/" + id + "/reply", "{\"yes\":true}").status, 200);
        QCOMPARE(m_engine->order("/prompts/" + id + "/reply", "{\"yes\":true}").status, 409);
        const QJsonObject prompt = m_engine->v2("plan/prompt/" + id).object();
        QCOMPARE(text(prompt, "status"), QByteArray("ANSWERED_YES"));
        const QJsonObject job = m_engine->v2("plan/job/" + text(prompt, "jobId")).object();
        QVERIFY(text(job.value(QLatin1String("lastRunCompositeStatus")), "substatus") !=
                "HOLD_WAITING_FOR_PROMPT");
        QCOMPARE(m_engine->order("/prompts/nope/reply", "{\"yes\":true}").status, 404);
    }

    void neighbours_areFoundBothWays()
    {
        for (const QJsonValue &value : m_engine->rows("job", "name LIKE '@_LOAD_@'")) {
            const QByteArray id = text(value, "id");
            const QJsonArray before = m_engine->v2("plan/job/" + id + "/predecessors")
                                          .object()
                                          .value(QLatin1String("results"))
                                          .toArray();
            if (before.isEmpty())
                continue;
            const QByteArray other = text(before.first(), "id");
            const HttpReply after = m_engine->v2("plan/job/" + other + "/successors?depth=1");
            QVERIFY(after.body.contains(id));
        }
        const QByteArray id = text(m_engine->rows("job", "name LIKE '@'").first(), "id");
        QCOMPARE(m_engine->v2("plan/job/" + id + "/predecessors?depth=0").status, 400);
        QCOMPARE(m_engine->v2("plan/job/nope/predecessors").status, 404);
    }

private:
    void fault(const QByteArray &kind)
    {
        QCOMPARE(m_engine->order("/faults", "{\"kind\":\"" + kind + "\"}").status, 200);
    }

    QJsonObject truth()
    {
        return m_engine->control("GET", "/truth?fields=all")
            .object()
            .value(QLatin1String("job_fields"))
            .toObject();
    }

    std::unique_ptr<SimulatorFixture> m_engine;
};

QTEST_GUILESS_MAIN(TestControlApi)
#include "tst_ControlApi.moc"

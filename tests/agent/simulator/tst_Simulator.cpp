// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Simulator.h"
#include "tests/agent/simulator/HttpCall.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QSet>
#include <QTest>

#include <memory>

using namespace resync;
using namespace resync::simulator;
using resync::test::HttpCall;
using resync::test::HttpReply;

namespace {

constexpr char Prefix[] = "/twsd/api/v2/";

QByteArray basic(const QByteArray &credentials)
{
    return "Basic " + credentials.toBase64();
}

} // namespace

/// Over real sockets; every test has a simulator of its own, in frozen time.
class TestSimulator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_simulator = started(0); }
    void cleanup() { m_simulator.reset(); }

    void auth_refuses_data()
    {
        QTest::addColumn<QByteArray>("authorization");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("wrong password") << basic("twsuser:wrong");
        QTest::newRow("wrong user") << basic("root:secret");
        QTest::newRow("prefix") << basic("twsuser:secre");
        QTest::newRow("longer") << basic("twsuser:secret1");
        QTest::newRow("no base64") << QByteArray("Basic %%%");
        QTest::newRow("bearer") << QByteArray("Bearer abc");
        QTest::newRow("empty") << QByteArray("Basic ");
    }

    void auth_refuses()
    {
        QFETCH(QByteArray, authorization);
        HttpCall call(m_simulator->port());
        if (!authorization.isEmpty())
            call.header("Authorization", authorization);
        const HttpReply reply = call.call("GET", Prefix + QByteArray("engine/info"));
        QCOMPARE(reply.status, 401);
        QVERIFY(reply.headers.value("www-authenticate").startsWith("Basic"));
        QVERIFY(reply.object().value(QLatin1String("messages")).isArray());
        QVERIFY(!reply.body.contains("secret"));
        QCOMPARE(counters().value(QLatin1String("unauthorized")).toInt(), 1);
    }

    void info_saysThatItIsADemo()
    {
        const QJsonObject info = get("engine/info").object();
        const QJsonObject capabilities = info.value(QLatin1String("capabilities")).toObject();
        QCOMPARE(capabilities.value(QLatin1String("demo")).toBool(), true);
        QCOMPARE(capabilities.value(QLatin1String("product")).toString(),
                 QStringLiteral("resync-twsim"));
    }

    void answers_haveADate() { QVERIFY(!get("engine/info").headers.value("date").isEmpty()); }

    void pages_coverThePlanOnce_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::newRow("plan order") << QByteArray();
        QTest::newRow("by id") << QByteArray("&oql=ORDER%20BY%20id");
        QTest::newRow("by status") << QByteArray("&oql=ORDER%20BY%20jobruns.commonStatus");
    }

    void pages_coverThePlanOnce()
    {
        QFETCH(QByteArray, query);
        QSet<QString> ids;
        for (int offset = 0; offset < 300; offset += 70) {
            const QJsonObject page =
                get("plan/job?limit=70&offset=" + QByteArray::number(offset) + query).object();
            QCOMPARE(page.value(QLatin1String("count")).toInt(), 300);
            QCOMPARE(page.value(QLatin1String("next")).isNull(), offset + 70 >= 300);
            QCOMPARE(page.value(QLatin1String("previous")).isNull(), offset == 0);
            for (const QJsonValue &job : page.value(QLatin1String("results")).toArray())
                ids.insert(job.toObject().value(QLatin1String("id")).toString());
        }
        QCOMPARE(ids.size(), 300);
    }

    void pages_nextLeadsToTheNextPage()
    {
        const QJsonObject page = get("plan/job?limit=5&oql=priority%20%3D%2010").object();
        const QString next = page.value(QLatin1String("next")).toString();
        QVERIFY(next.startsWith(QStringLiteral("http://127.0.0.1:")));
        const QByteArray target = next.mid(next.indexOf(QLatin1String("/twsd/"))).toLatin1();
        const QJsonObject second = call("GET", target).object();
        QCOMPARE(second.value(QLatin1String("count")), page.value(QLatin1String("count")));
        QVERIFY(second.value(QLatin1String("results")) != page.value(QLatin1String("results")));
        QVERIFY(!second.value(QLatin1String("previous")).isNull());
    }

    void pages_behindTheEndAreEmpty()
    {
        const QJsonObject page = get("plan/job?offset=5000").object();
        QCOMPARE(page.value(QLatin1String("count")).toInt(), 300);
        QVERIFY(page.value(QLatin1String("results")).toArray().isEmpty());
    }

    void list_refusesBadParameters_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("status");
        QTest::newRow("limit 0") << QByteArray("plan/job?limit=0") << 400;
        QTest::newRow("limit 10001") << QByteArray("plan/job?limit=10001") << 400;
        QTest::newRow("limit x") << QByteArray("plan/job?limit=x") << 400;
        QTest::newRow("negative offset") << QByteArray("plan/job?offset=-1") << 400;
        QTest::newRow("huge offset") << QByteArray("plan/job?offset=99999999999999999999") << 400;
        QTest::newRow("filter") << QByteArray("plan/job?oql=name%20%3D") << 400;
        QTest::newRow("other plan") << QByteArray("plan/job?plan_id=nope") << 404;
        QTest::newRow("no object type") << QByteArray("plan/folder/objects-count?oql=") << 400;
        QTest::newRow("no filter")
            << QByteArray("plan/folder/objects-count?object_type=JOB_IN_PLAN") << 400;
        QTest::newRow("unknown job") << QByteArray("plan/job/nope") << 404;
        QTest::newRow("unknown run") << QByteArray("plan/job/run/nope/joblog") << 404;
        QTest::newRow("unknown operation") << QByteArray("plan/calendar") << 404;
        QTest::newRow("bad escape") << QByteArray("plan/job/%zz") << 400;
    }

    void list_refusesBadParameters()
    {
        QFETCH(QByteArray, target);
        QFETCH(int, status);
        const HttpReply reply = get(target);
        QCOMPARE(reply.status, status);
        QVERIFY(reply.object().value(QLatin1String("messages")).isArray());
    }

    void list_namesABadFilter()
    {
        const HttpReply reply = get("plan/job?oql=key.name%20%3D%20%27X%27");
        QCOMPARE(reply.status, 400);
        QVERIFY(reply.body.contains("OQL_FILTER_SYNTAX_ERROR"));
    }

    void list_leavesOutWhatTheScopeSays()
    {
        const QByteArray target = Prefix + QByteArray("plan/job?limit=300");
        HttpCall short_(m_simulator->port());
        short_.header("Authorization", basic("twsuser:secret"))
            .header("scope", "WHOLE_NO_JOB_DEFINITIONS_AND_NO_DEPENDENCIES");
        const HttpReply reply = short_.call("GET", target);
        QCOMPARE(reply.status, 200);
        QVERIFY(!reply.body.contains("\"jobDefinition\""));
        QVERIFY(!reply.body.contains("dependencyType"));
        const HttpReply whole = get("plan/job?limit=300");
        QVERIFY(whole.body.contains("\"jobDefinition\""));
        QVERIFY(whole.body.contains("dependencyType"));
    }

    void list_countsOnlyWhenAsked()
    {
        HttpCall call(m_simulator->port());
        call.header("Authorization", basic("twsuser:secret")).header("Include-Count", "false");
        const HttpReply reply = call.call("GET", Prefix + QByteArray("plan/workstation"));
        QVERIFY(!reply.object().contains(QLatin1String("count")));
    }

    void byId_givesTheSameObjectAsTheList()
    {
        for (const char *name : {"plan/workstation", "plan/jobstream", "plan/job"}) {
            const QByteArray collection(name);
            const QJsonObject first = get(collection + "?limit=1")
                                          .object()
                                          .value(QLatin1String("results"))
                                          .toArray()
                                          .first()
                                          .toObject();
            const QByteArray id = first.value(QLatin1String("id")).toString().toLatin1();
            QCOMPARE(get(collection + '/' + id).object(), first);
        }
    }

    void log_isText()
    {
        const QByteArray run = runOf("SUCCESSFUL");
        const HttpReply reply = get("plan/job/run/" + run + "/joblog?from_line=1&to_line=3");
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.headers.value("content-type"), QByteArray("text/plain; charset=utf-8"));
        QCOMPARE(reply.body.count('\n'), 3);
    }

    void counts_addUp()
    {
        const QJsonObject all = get("plan/job/count?plan_filter=%2F%40%2F%40%23%2F%40%2F%40.%40&"
                                    "grouping_filters=status")
                                    .object();
        QCOMPARE(all.value(QLatin1String("count")).toInt(), 300);
        int sum = 0;
        for (const QJsonValue &count : all.value(QLatin1String("groupedCount")).toObject())
            sum += count.toInt();
        QCOMPARE(sum, 300);
        const HttpReply folders = get("plan/folder/objects-count?object_type=JOB_IN_PLAN&oql="
                                      "folder%20LIKE%20%27%2F%40%27");
        sum = 0;
        for (const QJsonValue &folder : QJsonDocument::fromJson(folders.body).array())
            sum += folder.toObject().value(QLatin1String("totalCount")).toInt();
        QCOMPARE(sum, 300);
    }

    void issues_tellWhyAJobWaits()
    {
        const QJsonArray issues = get("plan/job/issues?oql=commonStatus%20%3D%20%27WAITING%27")
                                      .object()
                                      .value(QLatin1String("issues"))
                                      .toArray();
        QVERIFY(!issues.isEmpty());
        QVERIFY(issues.first().toObject().contains(QLatin1String("issueMessage")));
    }

    void truth_isWhatTheEngineAnswers()
    {
        const QJsonObject truth = control("GET", "/truth").object();
        const QJsonObject jobs = truth.value(QLatin1String("jobs")).toObject();
        QCOMPARE(jobs.size(), 300);
        const QJsonObject page = get("plan/job").object();
        for (const QJsonValue &value : page.value(QLatin1String("results")).toArray()) {
            const QJsonObject job = value.toObject();
            QCOMPARE(jobs.value(job.value(QLatin1String("id")).toString()),
                     job.value(QLatin1String("lastRunCommonStatus")));
        }
    }

    void counters_countCallsByOperation()
    {
        get("plan/job?limit=3");
        get("plan/job?limit=2");
        get("engine/info");
        get("plan/job/nope");
        const QJsonObject counts = counters();
        QCOMPARE(counts.value(QLatin1String("total")).toInt(), 4);
        const QJsonObject operations = counts.value(QLatin1String("operations")).toObject();
        QCOMPARE(operations.value(QLatin1String("plan/job")).toInt(), 2);
        QCOMPARE(operations.value(QLatin1String("plan/job/{id}")).toInt(), 1);
        QCOMPARE(operations.value(QLatin1String("engine/info")).toInt(), 1);
        QCOMPARE(counts.value(QLatin1String("rows")).toInt(), 5);
        QCOMPARE(counts.value(QLatin1String("max_concurrency")).toInt(), 1);
        QCOMPARE(counts.value(QLatin1String("in_flight")).toInt(), 0);
        control("POST", "/counters/reset");
        QCOMPARE(counters().value(QLatin1String("total")).toInt(), 0);
    }

    void counters_seeConcurrency()
    {
        order("{\"kind\":\"hang\"}");
        std::vector<std::unique_ptr<HttpCall>> calls;
        for (int i = 0; i < 4; ++i)
            calls.push_back(sent("plan/job"));
        QTRY_COMPARE(counters().value(QLatin1String("in_flight")).toInt(), 4);
        control("DELETE", "/faults");
        for (const auto &call : calls)
            QCOMPARE(call->reply().status, 500);
        QCOMPARE(counters().value(QLatin1String("max_concurrency")).toInt(), 4);
        QCOMPARE(counters().value(QLatin1String("in_flight")).toInt(), 0);
    }

    void fault_spoilsTheAnswer_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("contentType");
        QTest::addColumn<bool>("isJson");
        QTest::newRow("500") << QByteArray("http_500") << 500 << QByteArray("application/json")
                             << true;
        QTest::newRow("401") << QByteArray("http_401") << 401 << QByteArray("application/json")
                             << true;
        QTest::newRow("403") << QByteArray("http_403") << 403 << QByteArray("application/json")
                             << true;
        QTest::newRow("405") << QByteArray("http_405") << 405 << QByteArray("application/json")
                             << true;
        QTest::newRow("half") << QByteArray("half_body") << 200 << QByteArray("application/json")
                              << false;
        QTest::newRow("html") << QByteArray("html") << 200 << QByteArray("text/html; charset=utf-8")
                              << false;
        QTest::newRow("garbage") << QByteArray("garbage") << 200 << QByteArray("application/json")
                                 << false;
        QTest::newRow("empty") << QByteArray("empty_plan") << 200 << QByteArray("application/json")
                               << true;
    }

    void fault_spoilsTheAnswer()
    {
        QFETCH(QByteArray, kind);
        QFETCH(int, status);
        QFETCH(QByteArray, contentType);
        QFETCH(bool, isJson);
        order("{\"operation\":\"plan/job\",\"kind\":\"" + kind + "\",\"times\":1}");
        QCOMPARE(get("plan/workstation").status, 200); // another operation
        const HttpReply spoilt = get("plan/job?limit=5");
        QCOMPARE(spoilt.status, status);
        QCOMPARE(spoilt.headers.value("content-type"), contentType);
        QCOMPARE(!QJsonDocument::fromJson(spoilt.body).isNull(), isJson);
        const QJsonObject good = get("plan/job?limit=5").object(); // used up
        QCOMPARE(good.value(QLatin1String("count")).toInt(), 300);
    }

    void fault_emptyPlanHasNoObjects()
    {
        order("{\"kind\":\"empty_plan\"}");
        QCOMPARE(get("plan/job").object().value(QLatin1String("count")).toInt(-1), 0);
        QCOMPARE(get("plan/job/count").object().value(QLatin1String("count")).toInt(-1), 0);
        QCOMPARE(get("plan/folder/objects-count").body, QByteArray("[]"));
    }

    void fault_latencyDelays()
    {
        order("{\"operation\":\"engine/info\",\"kind\":\"latency\",\"value_ms\":120,\"times\":1}");
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(get("engine/info").status, 200);
        QVERIFY(timer.elapsed() >= 120);
    }

    void fault_hangGivesNoAnswerUntilCleared()
    {
        order("{\"operation\":\"plan/job\",\"kind\":\"hang\"}");
        const std::unique_ptr<HttpCall> hanging = sent("plan/job");
        QTRY_COMPARE(counters().value(QLatin1String("in_flight")).toInt(), 1);
        QCOMPARE(get("engine/info").status, 200); // the others are served
        control("DELETE", "/faults");
        QCOMPARE(hanging->reply().status, 500);
    }

    void fault_refusesNonsense_data()
    {
        QTest::addColumn<QByteArray>("body");
        for (const char *body :
             {"", "{}", "[]", "{", "{\"kind\":\"earthquake\"}", "{\"kind\":5}",
              "{\"kind\":\"hang\",\"operation\":\"plan/nothing\"}",
              "{\"kind\":\"hang\",\"operation\":7}", "{\"kind\":\"hang\",\"times\":0}",
              "{\"kind\":\"hang\",\"times\":-1}", "{\"kind\":\"latency\",\"value_ms\":\"1\"}",
              "{\"kind\":\"latency\",\"value_ms\":1e99}",
              "{\"kind\":\"latency\",\"value_ms\":18446744073709551615}"})
            QTest::newRow(*body ? body : "nothing") << QByteArray(body);
    }

    void fault_refusesNonsense()
    {
        QFETCH(QByteArray, body);
        QCOMPARE(control("POST", "/faults", body).status, 400);
        QCOMPARE(control("GET", "/faults").body, QByteArray("[]"));
    }

    void time_movesOnlyByHandWhenFrozen()
    {
        const QJsonValue before = control("GET", "/time").object().value(QLatin1String("now"));
        QCOMPARE(control("GET", "/time").object().value(QLatin1String("now")), before);
        const QByteArray counts = control("GET", "/truth").body;
        QCOMPARE(control("GET", "/truth").body, counts);
        const QJsonObject after = control("POST", "/time/step", "{\"seconds\":3600}").object();
        QVERIFY(after.value(QLatin1String("now")) != before);
        QVERIFY(control("GET", "/truth").body != counts);
        QCOMPARE(control("POST", "/time/resume").object().value(QLatin1String("frozen")).toBool(),
                 false);
        QCOMPARE(control("POST", "/time/step", "{\"seconds\":-1}").status, 400);
        QCOMPARE(control("POST", "/time/step", "{}").status, 400);
    }

    void abend_putsAJobIntoError()
    {
        const QByteArray id = jobWith("RUNNING");
        QCOMPARE(control("POST", "/jobs/" + id + "/abend").status, 200);
        const QJsonObject job = get("plan/job/" + id).object();
        QCOMPARE(job.value(QLatin1String("lastRunCommonStatus")).toString(),
                 QStringLiteral("ERROR"));
        QCOMPARE(control("POST", "/jobs/" + id + "/abend").status, 409);
        QCOMPARE(control("POST", "/jobs/nope/abend").status, 404);
    }

    void start_namesAPortThatIsTaken()
    {
        SimulatorSettings settings = lab();
        settings.port = m_simulator->port();
        const SystemClock clock;
        Simulator second(settings, clock);
        const Result<> result = second.start();
        QVERIFY(!result);
        QVERIFY(result.error().message.find(std::to_string(settings.port)) != std::string::npos);
        settings.port = 0;
        settings.controlPort = m_simulator->controlPort();
        Simulator third(settings, clock);
        const Result<> control = third.start();
        QVERIFY(!control);
        QVERIFY(control.error().message.find(std::to_string(settings.controlPort)) !=
                std::string::npos);
    }

    void stop_whileCallsHangAndWait()
    {
        for (int round = 0; round < 5; ++round) {
            const std::unique_ptr<Simulator> simulator = started(round % 2 == 0 ? 60'000 : 0);
            if (round % 2 != 0)
                std::ignore = HttpCall(simulator->controlPort())
                                  .call("POST", "/faults", "{\"kind\":\"hang\"}");
            HttpCall call(simulator->port());
            call.header("Authorization", basic("twsuser:secret"));
            call.send("GET", Prefix + QByteArray("plan/job"));
            QElapsedTimer timer;
            timer.start();
            simulator->stop();
            simulator->stop();
            QVERIFY(timer.elapsed() < 10'000);
        }
    }

private:
    static SimulatorSettings lab()
    {
        SimulatorSettings settings;
        settings.port = 0;
        settings.controlPort = 0;
        settings.size = {300, 20, 11};
        settings.api.password = "secret";
        return settings;
    }

    std::unique_ptr<Simulator> started(int latencyMs)
    {
        SimulatorSettings settings = lab();
        settings.api.latency = milliseconds(latencyMs);
        auto simulator = std::make_unique<Simulator>(settings, m_clock);
        if (const Result<> result = simulator->start(); !result)
            qFatal("%s", result.error().message.c_str());
        simulator->plan().freeze();
        return simulator;
    }

    HttpReply call(const QByteArray &method, const QByteArray &target)
    {
        HttpCall call(m_simulator->port());
        return call.header("Authorization", basic("twsuser:secret")).call(method, target);
    }

    HttpReply get(const QByteArray &operation) { return call("GET", Prefix + operation); }

    std::unique_ptr<HttpCall> sent(const QByteArray &operation)
    {
        auto call = std::make_unique<HttpCall>(m_simulator->port());
        call->header("Authorization", basic("twsuser:secret")).send("GET", Prefix + operation);
        return call;
    }

    HttpReply control(const QByteArray &method, const QByteArray &target,
                      const QByteArray &body = {})
    {
        return HttpCall(m_simulator->controlPort()).call(method, target, body);
    }

    QJsonObject counters() { return control("GET", "/counters").object(); }

    void order(const QByteArray &fault) { QCOMPARE(control("POST", "/faults", fault).status, 200); }

    QJsonObject firstJob(const QByteArray &status)
    {
        return get("plan/job?limit=1&oql=jobruns.commonStatus%20%3D%20%27" + status + "%27")
            .object()
            .value(QLatin1String("results"))
            .toArray()
            .first()
            .toObject();
    }

    /// The plan moves on until there is one.
    QByteArray jobWith(const QByteArray &status)
    {
        for (int minute = 0; minute < 60 && firstJob(status).isEmpty(); ++minute)
            control("POST", "/time/step", "{\"seconds\":60}");
        return firstJob(status).value(QLatin1String("id")).toString().toLatin1();
    }

    QByteArray runOf(const QByteArray &status)
    {
        const QJsonArray runs = firstJob(status).value(QLatin1String("jobruns")).toArray();
        return runs.last().toObject().value(QLatin1String("id")).toString().toLatin1();
    }

    SystemClock m_clock;
    std::unique_ptr<Simulator> m_simulator;
};

QTEST_GUILESS_MAIN(TestSimulator)
#include "tst_Simulator.moc"

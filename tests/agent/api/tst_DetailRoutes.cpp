// SPDX-License-Identifier: GPL-3.0-or-later
// What is read on demand, over a real socket: job detail, log, runs, resources, prompts, critical
// jobs.
#include "tests/agent/api/ApiBench.h"

#include <future>
#include <set>

using namespace resync;
using namespace resync::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

const Error Refused{ErrorKind::Unavailable, "engine_unavailable", "connection refused"};

domain::JobRun run(const char *id, int number, int minute, domain::Status status)
{
    domain::JobRun made;
    made.run.id = domain::RunId(id);
    made.run.number = number;
    made.run.startedAt = *parseInstant("2026-11-24T01:00:00Z") + std::chrono::minutes(minute);
    made.status = status;
    made.returnCode = 8;
    return made;
}

std::vector<std::string> lines(int count)
{
    std::vector<std::string> made;
    for (int i = 1; i <= count; ++i)
        made.push_back("line " + std::to_string(i));
    return made;
}

domain::Resource resource(const char *id, const char *workstation, const char *status, int quantity)
{
    domain::Resource made;
    made.id = domain::ResourceId(id);
    made.name = std::string("RES_") + id;
    made.folder = "/FIN";
    made.workstation = workstation;
    made.status = status;
    made.quantity = quantity;
    return made;
}

std::string idsOf(const json &list)
{
    std::string ids;
    for (const auto &item : list.at("items"))
        ids += item.at("id").get<std::string>() + ' ';
    return ids;
}

} // namespace

class TestDetailRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void detail_hasRunsWithTheirStatus()
    {
        ApiBench bench;
        domain::JobDetail detail;
        detail.runs = {run("r1", 1, 0, domain::Status::Error)};
        detail.issues = {{"engine_issue", {{"type", "limit"}}, "The limit is 0."}};
        bench.engine.setDetail(detail);
        const auto job = bench.getJson("/api/v1/jobs/000001");
        QVERIFY(job.at("runs").at(0).at("status") == "error");
        QVERIFY(job.at("runs").at(0).at("return_code") == 8);
        QVERIFY(job.at("runs").at(0).at("source") == "plan");
        QVERIFY(job.at("issues").at(0).at("text") == "The limit is 0.");
    }

    void answer_thatTakesTooLongIs503()
    {
        ApiBench::Options options;
        options.handlerTimeout = 100ms;
        ApiBench bench(options);
        bench.engine.hold();
        RawClient client(bench.port());
        const Reply late =
            client.exchange(std::string("GET /api/v1/jobs/000001 HTTP/1.1\r\nHost: localhost\r\n") +
                            AdminLogin + "\r\n");
        QCOMPARE(late.status, 503);
        QCOMPARE(late.header("Content-Type"), std::string("application/problem+json"));
        QCOMPARE(code(late), std::string("overloaded"));
        QVERIFY(json::parse(late.body).at("retryable") == true);
        QVERIFY(!late.header("Retry-After").empty());
        QCOMPARE(late.header("Connection"), std::string("close"));
        QVERIFY(client.isClosedByServer());
        bench.engine.release(); // nobody hears the late answer, but it was worth having
        QTRY_COMPARE(bench.get("/api/v1/jobs/000001").status, 200);
        QCOMPARE(bench.engine.detailCalls(), 1);
    }

    void answer_forAClientThatIsGoneIsKeptForTheNext()
    {
        ApiBench bench;
        bench.engine.hold();
        for (int i = 0; i < 5; ++i) {
            RawClient client(bench.port());
            client.send(std::string("GET /api/v1/jobs/000001 HTTP/1.1\r\nHost: localhost\r\n") +
                        AdminLogin + "\r\n");
            QTRY_COMPARE(bench.mirror.details().misses(), std::uint64_t(i + 1));
            client.abort();
        }
        bench.engine.release();
        QCOMPARE(bench.get("/api/v1/jobs/000001").status, 200);
        QCOMPARE(bench.engine.detailCalls(), 1); // one question, however many asked
    }

    void log_hasItsLinesAndSaysWhenItWasRead()
    {
        ApiBench bench;
        bench.engine.setLog(lines(50));
        const auto reply = bench.get("/api/v1/jobs/000001/log");
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.header("Cache-Control"), std::string("no-store"));
        QCOMPARE(reply.header("Vary"), std::string("Accept, Accept-Encoding, Authorization"));
        const auto log = json::parse(reply.body);
        QVERIFY(log.at("run_id") == "run-1");
        QVERIFY(log.at("first_line") == 1 && log.at("last_line") == 50);
        QVERIFY(log.at("total_lines") == 50);
        QVERIFY(log.at("complete") == true);
        QVERIFY(log.at("lines").at(49) == json::parse(R"({"n":50,"text":"line 50"})"));
        QCOMPARE(log.at("freshness").at("as_of").get<std::string>(), reply.header("Resync-As-Of"));
    }

    void whatWasRead_isNotSentAgain_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("headers");
        QTest::newRow("log") << QByteArray("/api/v1/jobs/000001/log") << QByteArray();
        QTest::newRow("log as text")
            << QByteArray("/api/v1/jobs/000001/log") << QByteArray("Accept: text/plain\r\n");
        QTest::newRow("dependencies")
            << QByteArray("/api/v1/jobs/000001/dependencies") << QByteArray();
    }

    void whatWasRead_isNotSentAgain()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, headers);
        ApiBench bench;
        bench.engine.setLog(lines(5));
        bench.engine.setDetail({});
        const std::string fields = AdminLogin + headers.toStdString();
        const auto first = bench.get(path.toStdString(), fields);
        const std::string tag = first.header("ETag");
        QVERIFY(tag.starts_with("W/\"" + bench.mirror.epoch() + '-'));
        const std::string condition = "If-None-Match: " + tag + "\r\n";
        const auto second = bench.get(path.toStdString(), fields + condition);
        QCOMPARE(second.status, 304);
        QVERIFY(second.body.empty());
        for (const char *name : {"ETag", "Vary", "Resync-Stale", "Cache-Control"})
            QCOMPARE(second.header(name), first.header(name));
        QVERIFY(!second.header("Resync-As-Of").empty());
    }

    void anotherPartOfALog_hasAnotherTag()
    {
        ApiBench bench;
        bench.engine.setLog(lines(5));
        const std::string path = "/api/v1/jobs/000001/log";
        const std::string tag = bench.get(path).header("ETag");
        QVERIFY(bench.get(path + "?tail=4").header("ETag") != tag);
        QVERIFY(
            bench.get(path, std::string(AdminLogin) + "Accept: text/plain\r\n").header("ETag") !=
            tag);
    }

    void log_isCut_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("last");
        QTest::newRow("tail") << QByteArray("tail=5") << 46 << 50;
        QTest::newRow("longer tail") << QByteArray("tail=500") << 1 << 50;
        QTest::newRow("range") << QByteArray("from_line=3&to_line=7") << 3 << 7;
        QTest::newRow("from") << QByteArray("from_line=48") << 48 << 50;
        QTest::newRow("to") << QByteArray("to_line=4") << 1 << 4;
        QTest::newRow("beyond the end") << QByteArray("from_line=99") << 0 << 0;
    }
    void log_isCut()
    {
        QFETCH(QByteArray, query);
        ApiBench bench;
        bench.engine.setLog(lines(50));
        const auto log = bench.getJson("/api/v1/jobs/000001/log?" + query.toStdString());
        const auto number = [&](const char *name) {
            return log.at(name).is_null() ? 0 : log.at(name).get<int>();
        };
        QTEST(number("first_line"), "first");
        QTEST(number("last_line"), "last");
        QVERIFY(log.at("total_lines") == 50);
    }

    void log_isBareTextForWhoWantsThat()
    {
        ApiBench bench;
        bench.engine.setLog({"= JOB", "", "ü"});
        const auto text = bench.get("/api/v1/jobs/000001/log",
                                    std::string(AdminLogin) + "Accept: text/plain\r\n");
        QCOMPARE(text.header("Content-Type"), std::string("text/plain; charset=utf-8"));
        QCOMPARE(text.body, std::string("= JOB\n\nü\n"));
        for (const char *accept : {"*/*", "application/json", "text/plain;q=0.5, application/json"})
            QCOMPARE(bench
                         .get("/api/v1/jobs/000001/log",
                              std::string(AdminLogin) + "Accept: " + accept + "\r\n")
                         .header("Content-Type"),
                     std::string("application/json"));
    }

    void log_refusesNonsense()
    {
        ApiBench bench;
        bench.engine.setLog(lines(50));
        for (const char *query :
             {"tail=0", "tail=10001", "from_line=0", "from_line=5&to_line=4", "tail=5&from_line=1",
              "run=", "follow=maybe", "follow&to_line=4", "max_age=1"})
            QCOMPARE(bench.get(std::string("/api/v1/jobs/000001/log?") + query).status, 400);
        QCOMPARE(bench.get("/api/v1/jobs/nobody/log").status, 404);
    }

    void log_needsMoreThanPublicRead()
    {
        ApiBench::Options options;
        options.isPublicRead = true;
        ApiBench bench(options);
        bench.engine.setLog(lines(3));
        QCOMPARE(bench.get("/api/v1/jobs/000001", "").status, 200);
        QCOMPARE(bench.get("/api/v1/jobs/000001/log", "").status, 401);
    }

    void engineErrors_areTold_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const char *path : {"/api/v1/jobs/000001/log", "/api/v1/jobs/000001/runs",
                                 "/api/v1/resources", "/api/v1/prompts"})
            QTest::newRow(path) << QByteArray(path);
    }
    void engineErrors_areTold()
    {
        QFETCH(QByteArray, path);
        ApiBench bench;
        const auto target = path.toStdString();
        if (target.find("runs") == std::string::npos) {
            QCOMPARE(bench.get(target).status, 501);
            QCOMPARE(code(bench.get(target)), std::string("not_offered_by_engine"));
        }
        const std::vector<std::pair<Error, int>> failures = {
            {Refused, 503},
            {{ErrorKind::Timeout, "engine_timeout", "slow"}, 504},
            {{ErrorKind::Unauthorized, "", "401"}, 502},
            {{ErrorKind::Protocol, "", "html"}, 502},
            {{ErrorKind::NotFound, "", "gone"}, 404},
        };
        for (const auto &[error, status] : failures) {
            bench.engine.setDetailError(error);
            QCOMPARE(bench.get(target).status, status);
        }
    }

    void follow_sendsLinesAndEnds()
    {
        ApiBench bench;
        bench.engine.setLog({"one", "two"}, false);
        RawClient client(bench.port());
        client.send(std::string("GET /api/v1/jobs/000001/log?follow=true HTTP/1.1\r\n"
                                "Host: localhost\r\n") +
                    AdminLogin + "\r\n");
        const auto head = client.receive();
        QCOMPARE(head.status, 200);
        QVERIFY(head.header("Content-Type").starts_with("text/event-stream"));
        const auto first = client.receiveChunksUntil("\"two\"}\n\n");
        QVERIFY(first.starts_with("event: line\nid: 1\ndata: {\"n\":1,\"text\":\"one\"}\n\n"));
        bench.engine.setLog({"one", "two", "three"}, true);
        const auto rest = client.receiveChunksUntil("event: end");
        QCOMPARE(rest.find("two"), std::string::npos);
        QVERIFY(rest.find("id: 3\ndata: {\"n\":3,\"text\":\"three\"}") != std::string::npos);
        QVERIFY(rest.find("event: end") != std::string::npos);
    }

    void follow_goesOnBehindTheLastLine()
    {
        ApiBench bench;
        bench.engine.setLog(lines(9));
        RawClient client(bench.port());
        client.send(std::string("GET /api/v1/jobs/000001/log?follow=true&tail=8 HTTP/1.1\r\n"
                                "Host: localhost\r\nLast-Event-ID: 7\r\n") +
                    AdminLogin + "\r\n");
        QCOMPARE(client.receive().status, 200);
        const auto text = client.receiveChunksUntil("event: end");
        QVERIFY(text.find("id: 7\n") == std::string::npos);
        QVERIFY(text.find("id: 8\n") != std::string::npos);
    }

    void follow_endsWithWhatOpenedIt()
    {
        ApiBench bench;
        bench.engine.setLog({"one"}, false);
        RawClient client(bench.port());
        client.send(std::string("GET /api/v1/jobs/000001/log?follow HTTP/1.1\r\n"
                                "Host: localhost\r\n") +
                    AdminLogin + "\r\n");
        QCOMPARE(client.receive().status, 200);
        QVERIFY(client.receiveChunksUntil("\"one\"}\n\n").starts_with("event: line"));
        bench.changePassword();
        bench.engine.setLog({"one", "secret"}, false);
        QVERIFY(client.isClosedByServer());
        QVERIFY(client.unread().find("secret") == std::string::npos);
    }

    void follow_isNotOpenedForAnError()
    {
        const ApiBench bench;
        QCOMPARE(bench.get("/api/v1/jobs/000001/log?follow").status, 501);
    }

    void runs_areThoseOfThePlanThenHistory()
    {
        ApiBench bench;
        bench.engine.setRuns(
            {run("r1", 1, 0, domain::Status::Error), run("r2", 2, 10, domain::Status::Successful)});
        bench.engine.setRunHistory({run("", 2, 10, domain::Status::Successful), // the same
                                    run("", 9, -1440, domain::Status::Successful)});
        const auto list = bench.getJson("/api/v1/jobs/000001/runs?fields=number,source");
        QVERIFY(list.at("items") == json::parse(R"([{"number":2,"source":"plan"},
            {"number":1,"source":"plan"},{"number":9,"source":"history"}])"));
        QVERIFY(list.at("total") == 3);
        QVERIFY(list.at("freshness").at("stale") == false);
        QVERIFY(bench.getJson("/api/v1/jobs/000001/runs?source=history").at("total") == 1);
        QCOMPARE(code(bench.get("/api/v1/jobs/000001/runs?sort=id")),
                 std::string("unknown_parameter"));
        const auto page = bench.getJson("/api/v1/jobs/000001/runs?limit=2");
        const auto cursor = page.at("next_cursor").get<std::string>();
        QVERIFY(bench.getJson("/api/v1/jobs/000001/runs?limit=2&cursor=" + cursor)
                    .at("items")
                    .at(0)
                    .at("number") == 9);
        QCOMPARE(bench.get("/api/v1/jobs/nobody/runs").status, 404);
    }

    void runs_ofAnEngineThatTellsNone_areThoseOfTheRow()
    {
        ApiBench::Options options;
        options.isLoaded = false;
        ApiBench bench(options);
        auto jobs = test::jobs(2);
        jobs[1].status = domain::Status::Error;
        jobs[1].returnCode = 4;
        jobs[1].run = run("r1", 7, 0, domain::Status::Error).run;
        jobs[0].run.emplace().estimated = 10min; // it has not run yet
        bench.engine.setJobs(jobs);
        bench.mirror.start();
        QTRY_VERIFY(bench.mirror.snapshot() != nullptr);
        QVERIFY(bench.getJson("/api/v1/jobs/000000/runs").at("total") == 0);
        const auto list = bench.getJson("/api/v1/jobs/000001/runs");
        QVERIFY(list.at("total") == 1);
        QVERIFY(list.at("items").at(0).at("number") == 7);
        QVERIFY(list.at("items").at(0).at("return_code") == 4);
    }

    void resources_areChosenSortedAndPaged()
    {
        ApiBench bench;
        bench.engine.setResources({resource("r3", "/A", "available", 1),
                                   resource("r1", "/A", "not_available", 3),
                                   resource("r2", "/B", "available", 2)});
        const auto ids = [&](const char *query) {
            return idsOf(bench.getJson(std::string("/api/v1/resources?") + query));
        };
        QCOMPARE(ids(""), std::string("r1 r2 r3 "));
        QCOMPARE(ids("sort=-quantity"), std::string("r1 r2 r3 "));
        QCOMPARE(ids("sort=quantity"), std::string("r3 r2 r1 "));
        QCOMPARE(ids("status=available"), std::string("r2 r3 "));
        QCOMPARE(ids("workstation=A&folder=FIN"), std::string("r1 r3 "));
        QCOMPARE(ids("workstation=A&status=available"), std::string("r3 "));
        const auto page = bench.getJson("/api/v1/resources?sort=quantity&limit=2");
        QVERIFY(page.at("total") == 3);
        QCOMPARE(idsOf(bench.getJson("/api/v1/resources?sort=quantity&limit=2&cursor=" +
                                     page.at("next_cursor").get<std::string>())),
                 std::string("r1 "));
        QCOMPARE(bench.engine.onDemandCalls(), 1);
        for (const char *query : {"status=broken", "sort=colour", "fields=colour", "colour=red"})
            QCOMPARE(bench.get(std::string("/api/v1/resources?") + query).status, 400);
    }

    void details_revalidateAndGoStale()
    {
        ApiBench bench;
        bench.engine.setPrompts(
            {{domain::PromptId("p1"), "OKGO", 17, "go?", "asked", "", {}, {}, {}, {}}});
        const auto fresh = bench.get("/api/v1/prompts");
        const auto tag = fresh.header("ETag");
        QVERIFY(tag.ends_with("-f\""));
        QCOMPARE(
            bench.get("/api/v1/prompts", std::string(AdminLogin) + "If-None-Match: " + tag + "\r\n")
                .status,
            304);
        bench.engine.setDetailError(Refused);
        QTest::qWait(2);
        const auto stale = bench.get("/api/v1/prompts?max_age=0");
        QCOMPARE(stale.status, 200);
        QCOMPARE(stale.header("Resync-Stale"), std::string("true"));
        QCOMPARE(stale.header("Resync-As-Of"), fresh.header("Resync-As-Of"));
        const auto list = json::parse(stale.body);
        QVERIFY(list.at("freshness").at("reason").at("code") == "engine_unreachable");
        QVERIFY(list.at("items").at(0).at("text") == "go?");
    }

    void criticalJobs_areThoseOfThePlanWithTheEnginesRisk()
    {
        ApiBench::Options options;
        options.isLoaded = false;
        ApiBench bench(options);
        auto jobs = test::jobs(4);
        for (const std::size_t i : {1U, 2U, 3U})
            jobs[i].flags.set(domain::JobFlag::Critical);
        bench.engine.setJobs(jobs);
        bench.mirror.start();
        QTRY_VERIFY(bench.mirror.snapshot() != nullptr);

        auto list = bench.getJson("/api/v1/critical-jobs"); // not offered: only what the plan says
        QCOMPARE(idsOf(list), std::string("000001 000002 000003 "));
        QVERIFY(list.at("items").at(0).at("risk").is_null());
        QVERIFY(list.at("items").at(0).at("critical") == true);

        domain::CriticalJob byId;
        byId.id = domain::JobId("000002");
        byId.risk = "high";
        byId.confidence = 62;
        domain::CriticalJob byName; // API v1 has ids of its own
        byName.id = domain::JobId("v1;000003");
        byName.jobName = "JOB_000003";
        byName.streamName = "EOD_GL";
        byName.risk = "potential";
        domain::CriticalJob unknown;
        unknown.id = domain::JobId("v1;x");
        unknown.jobName = "X";
        bench.engine.setCriticalJobs({byId, byName, unknown});
        list = bench.getJson("/api/v1/critical-jobs?max_age=0&sort=risk&fields=id,risk,confidence");
        QVERIFY(list.at("items") == json::parse(R"([
            {"id":"000002","risk":"high","confidence":62},
            {"id":"000003","risk":"potential","confidence":null},
            {"id":"000001","risk":null,"confidence":null},
            {"id":"v1;x","risk":null,"confidence":null}])"));
        QVERIFY(bench.getJson("/api/v1/critical-jobs?risk=high").at("total") == 1);
        QVERIFY(bench.getJson("/api/v1/critical-jobs?q=name:JOB_*3").at("total") == 1);
        QCOMPARE(bench.get("/api/v1/critical-jobs?risk=low").status, 400);
    }

    void criticalJobs_areNewWhenThePlanIs()
    {
        ApiBench::Options options;
        options.isLoaded = false;
        ApiBench bench(options);
        auto jobs = test::jobs(2);
        jobs[1].flags.set(domain::JobFlag::Critical);
        bench.engine.setJobs(jobs);
        bench.engine.setCriticalJobs({});
        bench.mirror.start();
        QTRY_VERIFY(bench.mirror.snapshot() != nullptr);
        const auto tag = bench.get("/api/v1/critical-jobs").header("ETag");

        jobs[1].status = domain::Status::Error;
        bench.engine.setJobs(jobs);
        QTest::qWait(2);
        QCOMPARE(bench.get("/api/v1/jobs?limit=1&max_age=0").status, 200);
        const auto reply = bench.get("/api/v1/critical-jobs",
                                     std::string(AdminLogin) + "If-None-Match: " + tag + "\r\n");
        QCOMPARE(reply.status, 200); // what the engine told is kept, the rows are new
        QVERIFY(json::parse(reply.body).at("items").at(0).at("status") == "error");
    }

    void detail_isAsYoungAsAsked()
    {
        ApiBench bench;
        domain::JobDetail detail;
        detail.runs = {run("r1", 1, 0, domain::Status::Running)};
        bench.engine.setDetail(detail);
        QVERIFY(bench.getJson("/api/v1/jobs/000001").at("runs").size() == 1);
        detail.runs->push_back(run("r2", 2, 10, domain::Status::Running));
        bench.engine.setDetail(detail);
        QVERIFY(bench.getJson("/api/v1/jobs/000001").at("runs").size() == 1);
        QTest::qWait(2);
        QVERIFY(bench.getJson("/api/v1/jobs/000001?max_age=0").at("runs").size() == 2);
    }

    void detail_isNotOlderThanItsRow()
    {
        ApiBench bench;
        domain::JobDetail detail;
        detail.runs = {run("r1", 1, 0, domain::Status::Running)};
        bench.engine.setDetail(detail);
        QVERIFY(bench.getJson("/api/v1/jobs/000001").at("runs").at(0).at("status") == "running");
        detail.runs->front().status = domain::Status::Error;
        bench.engine.setDetail(detail);
        bench.engine.edit([](auto &rows) { rows[1].status = domain::Status::Error; });
        QTest::qWait(2);
        QCOMPARE(bench.get("/api/v1/jobs?limit=1&max_age=0").status, 200);
        const auto job = bench.getJson("/api/v1/jobs/000001");
        QVERIFY(job.at("status") == "error");
        QVERIFY(job.at("runs").at(0).at("status") == "error");
    }

    void detail_thatCannotBeRenewed_isStale()
    {
        ApiBench bench;
        const auto fresh = bench.get("/api/v1/jobs/000001");
        QCOMPARE(fresh.header("Resync-Stale"), std::string("false"));
        bench.engine.setDetailError(Refused);
        QTest::qWait(2);
        for (const char *path :
             {"/api/v1/jobs/000001?max_age=0", "/api/v1/jobs/000001/dependencies?max_age=0"}) {
            const auto stale = bench.get(path);
            QCOMPARE(stale.status, 200);
            QCOMPARE(stale.header("Resync-Stale"), std::string("true"));
            const auto job = json::parse(stale.body);
            QVERIFY(job.at("freshness").at("reason").at("code") == "engine_unreachable");
            QVERIFY(job.at("freshness").at("as_of").get<std::string>() >=
                    fresh.header("Resync-As-Of"));
            QVERIFY(job.at("issues").dump().find("detail_stale") != std::string::npos);
        }
    }

    void answers_askedBeforeAnInvalidation_areNotFreshAfterIt()
    {
        ApiBench bench;
        bench.engine.setResources({resource("r1", "/A", "available", 1)});
        QCOMPARE(bench.get("/api/v1/resources").header("Resync-Stale"), std::string("false"));
        bench.engine.hold();
        QTest::qWait(2);
        auto answer = std::async(std::launch::async,
                                 [&] { return bench.get("/api/v1/resources?max_age=0"); });
        QTRY_COMPARE(bench.engine.onDemandCalls(), 2);
        QTest::qWait(2);
        bench.mirror.invalidate(mirror::Scope::Jobs, "admin", 0ms, [](const auto &) {});
        bench.engine.release();
        const auto late = answer.get();
        QCOMPARE(late.header("Resync-Stale"), std::string("true"));
        QVERIFY(json::parse(late.body).at("freshness").at("reason").at("code") == "invalidated");
        QCOMPARE(bench.get("/api/v1/resources").header("Resync-Stale"), std::string("false"));
    }

    void onDemand_isOfThePlanInForce()
    {
        ApiBench bench;
        bench.engine.setResources({resource("old", "/A", "available", 1)});
        QCOMPARE(idsOf(bench.getJson("/api/v1/resources")), std::string("old "));
        bench.engine.setResources({resource("new", "/A", "available", 1)});
        bench.engine.edit([](auto &rows) {
            for (auto &row : rows)
                row.planId = domain::PlanId("plan-2");
        });
        QTest::qWait(2);
        QCOMPARE(bench.get("/api/v1/jobs?limit=1&max_age=0").status, 200);
        QCOMPARE(idsOf(bench.getJson("/api/v1/resources")), std::string("new "));
    }

    void tagOfWhatIsNotOfThePlan_staysWhileItsContentDoes()
    {
        ApiBench bench;
        bench.engine.setResources({resource("r1", "/A", "available", 1)});
        const auto tag = bench.get("/api/v1/resources").header("ETag");
        bench.engine.edit([](auto &rows) { rows[1].status = domain::Status::Error; });
        QTest::qWait(2);
        QCOMPARE(bench.get("/api/v1/jobs?limit=1&max_age=0").status, 200);
        QCOMPARE(bench.get("/api/v1/resources?max_age=0").header("ETag"), tag);
        bench.engine.setResources({resource("r1", "/A", "available", 2)});
        QTest::qWait(2);
        QVERIFY(bench.get("/api/v1/resources?max_age=0").header("ETag") != tag);
    }

    void maxAge_thatTheEngineDoesNotKeepUpWith_givesTheLastValue()
    {
        ApiBench::Options options;
        options.invalidateWait = 50ms;
        ApiBench bench(options);
        bench.engine.setResources({resource("r1", "/A", "available", 1)});
        QCOMPARE(bench.get("/api/v1/resources").status, 200);
        bench.engine.hold();
        QTest::qWait(2);
        const auto stale = bench.getJson("/api/v1/resources?max_age=0");
        QCOMPARE(idsOf(stale), std::string("r1 "));
        QVERIFY(stale.at("freshness").at("reason").at("code") == "refresh_pending");
    }

    void dependencies_sayWhatIsUnknown()
    {
        ApiBench bench;
        auto list = bench.getJson("/api/v1/jobs/000001/dependencies");
        QVERIFY(list.at("predecessors").is_null()); // this engine did not tell
        QVERIFY(list.at("successors").is_null());
        QVERIFY(list.at("issues").at(0).at("code") == "dependencies_not_loaded");
        domain::JobDetail detail;
        detail.dependencies = {{"file", "unsatisfied", "file", "", "", "/in/a.csv", "/A", {}}};
        bench.engine.setDetail(detail);
        list = bench.getJson("/api/v1/jobs/000002/dependencies?depth=3");
        QVERIFY(list.at("predecessors").at(0).at("target").at("name") == "/in/a.csv");
        QVERIFY(list.at("predecessors").at(0).at("detail").at("depth") == "1");
        for (const char *query : {"depth=0", "depth=6", "limit=3"})
            QCOMPARE(bench.get(std::string("/api/v1/jobs/000001/dependencies?") + query).status,
                     400);
        QCOMPARE(bench.get("/api/v1/jobs/nobody/dependencies").status, 404);
    }

    void impact_withoutDependencies_isNotInvented()
    {
        const ApiBench bench;
        const auto reply = bench.get("/api/v1/jobs/000001/impact");
        QCOMPARE(reply.status, 503);
        QCOMPARE(code(reply), std::string("no_plan"));
        QCOMPARE(bench.get("/api/v1/jobs/nobody/impact").status, 404);
        QCOMPARE(bench.get("/api/v1/jobs/000001/impact?fields=colour").status, 400);
    }

    void changes_tellWhatARefreshBrought()
    {
        ApiBench bench;
        const auto start = bench.getJson("/api/v1/jobs?limit=1").at("revision").get<std::string>();
        const std::string feed = "/api/v1/jobs/changes?fields=id,status&since=";
        auto changes = bench.getJson(feed + start);
        QVERIFY(changes.at("changed").empty() && changes.at("removed").empty());
        QVERIFY(changes.at("revision") == start);
        QVERIFY(changes.at("more") == false);

        auto jobs = test::jobs(250);
        jobs[7].status = domain::Status::Running;
        bench.engine.setJobs(jobs);
        QCOMPARE(bench.call("POST", "/api/v1/cache/invalidate").status, 200);
        changes = bench.getJson(feed + start);
        QVERIFY(changes.at("changed") == json::parse(R"([{"id":"000007","status":"running"}])"));
        const auto now = changes.at("revision").get<std::string>();
        QVERIFY(now != start);
        QVERIFY(bench.getJson(feed + now).at("changed").empty());
    }

    void changes_ofAnUnknownRevision_areGone()
    {
        const ApiBench bench;
        for (const std::string &since : {std::string("abcdef.1"), bench.mirror.revision(99)}) {
            const auto reply = bench.get("/api/v1/jobs/changes?since=" + since);
            QCOMPARE(reply.status, 410);
            QCOMPARE(code(reply), std::string("revision_gone"));
        }
        for (const char *query : {"", "?since=", "?since=abc", "?since=.1", "?since=a.1.2",
                                  "?since=a.b", "?since=a.1&limit=10001"})
            QCOMPARE(bench.get(std::string("/api/v1/jobs/changes") + query).status, 400);
    }

    void forcedRefreshes_areLimited()
    {
        ApiBench bench;
        bench.engine.setResources({});
        QCOMPARE(bench.get("/api/v1/jobs?limit=1&max_age=3600").header("RateLimit"),
                 std::string()); // young enough
        for (int i = 0; i < 12; ++i)
            QCOMPARE(bench.get("/api/v1/resources?max_age=3600").header("RateLimit"),
                     std::string());
        Reply last;
        int allowed = 0;
        for (int i = 0; i < 12; ++i) {
            QTest::qWait(2);
            last = bench.get(i % 2 == 0 ? "/api/v1/jobs?limit=1&max_age=0"
                                        : "/api/v1/resources?max_age=0");
            allowed += last.status == 200 ? 1 : 0;
            QVERIFY(last.header("RateLimit").starts_with("\"refresh\";r="));
        }
        QCOMPARE(allowed, 10);
        QCOMPARE(last.status, 429);
        QCOMPARE(code(last), std::string("rate_limited"));
        QVERIFY(!last.header("Retry-After").empty());
        QCOMPARE(bench.get("/api/v1/jobs?limit=1").status, 200);
    }

    void whoWaitsForTheSameRefresh_isNotCounted()
    {
        ApiBench bench;
        bench.engine.hold();
        std::vector<std::future<int>> answers;
        for (int i = 0; i < 40; ++i)
            answers.push_back(std::async(std::launch::async, [&bench] {
                return bench.get("/api/v1/jobs?limit=1&max_age=0").status;
            }));
        QTest::qWait(300);
        bench.engine.release();
        for (auto &answer : answers)
            QCOMPARE(answer.get(), 200);
    }

    void metrics_takeNoParameters()
    {
        const ApiBench bench;
        for (const char *path : {"/metrics?name[]=x", "/api/metrics?x"})
            QCOMPARE(code(bench.get(path)), std::string("unknown_parameter"));
    }
};

QTEST_GUILESS_MAIN(TestDetailRoutes)
#include "tst_DetailRoutes.moc"

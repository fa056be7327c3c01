// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/api/ApiBench.h"

#include <QTest>

#include <deque>
#include <map>
#include <set>

using namespace resync;
using namespace resync::test;
using namespace std::chrono_literals;
using nlohmann::json;

class tst_Api : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void history_isOfTheLastHourUnlessAskedOtherwise()
    {
        const ApiBench bench;
        const auto whole = bench.getJson("/api/v1/metrics/history?to=2026-11-24T02:00:00Z");
        QVERIFY(whole["from"] == "2026-11-24T01:00:00.000Z");
        QVERIFY(whole["step_seconds"] == 10);
        QCOMPARE(bench
                     .get("/api/v1/metrics/history?from=2026-11-24T02:00:00Z&to="
                          "2026-11-24T01:00:00Z")
                     .status,
                 400);
        QCOMPARE(bench.get("/api/v1/metrics/history?from=yesterday").status, 400);
        QCOMPARE(bench.get("/api/v1/metrics/history", "").status, 401);
    }

    void history_knowsTheNamesOfItsSeries()
    {
        const ApiBench bench;
        const auto reply = bench.get("/api/v1/metrics/history?name=memory&name=nope");
        QCOMPARE(reply.status, 400);
        QCOMPARE(code(reply), std::string("invalid_parameter"));
        const auto error = json::parse(reply.body).at("errors").at(0);
        QVERIFY(error.at("field") == "name");
        QVERIFY(error.at("message") == "name: must be one of jobs, memory");
        const auto memory = bench.get("/api/v1/metrics/history?name=memory").body;
        QVERIFY(memory.find(R"("points":[0.1,null])") != std::string::npos);
    }

    void events_refuseWhatTheyDoNotKnow()
    {
        const ApiBench bench;
        QCOMPARE(bench.get("/api/v1/events?type=nonsense").status, 400);
        QCOMPARE(bench.get("/api/v1/events?severity=loud").status, 400);
        QCOMPARE(bench.get("/api/v1/events", "").status, 401);
    }

    void health_isExactlyThis()
    {
        const ApiBench bench;
        for (const char *path : {"/api/health", "/api/health/app"}) {
            const auto reply = bench.get(path, "");
            QCOMPARE(reply.status, 200);
            QCOMPARE(reply.body, std::string(R"({"status":"ok"})"));
            QCOMPARE(reply.header("Content-Type"), std::string("application/json"));
            QCOMPARE(reply.header("X-Content-Type-Options"), std::string("nosniff"));
        }
        QCOMPARE(bench.get("/api/health", WrongLogin).status, 200); // no credentials are looked at
    }

    void routes_wantTheirRoles_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("anonymous");
        QTest::addColumn<int>("wrong");
        QTest::addColumn<int>("admin");
        const auto row = [](const char *method, const char *path, int anonymous, int wrong,
                            int admin) {
            QTest::newRow(path) << QByteArray(method) << QByteArray(path) << anonymous << wrong
                                << admin;
        };
        row("GET", "/api/health", 200, 200, 200);
        row("GET", "/api/v1/health", 200, 200, 200);
        row("GET", "/api/v1/health/live", 200, 200, 200);
        row("GET", "/api/v1/health/ready", 200, 200, 200);
        row("GET", "/api/v1/health/engine", 401, 401, 200);
        row("GET", "/api/v1/health/nothing", 401, 401, 404);
        row("GET", "/api/config", 200, 401, 200);
        row("GET", "/api/v1/config", 401, 401, 200);
        row("POST", "/api/v1/config/reload", 401, 401, 200);
        row("GET", "/api/metrics", 200, 200, 200);
        row("GET", "/metrics", 200, 200, 200);
        row("POST", "/api/v1/cache/invalidate?dry_run", 401, 401, 200);
        row("GET", "/api/v1/cache/stats", 401, 401, 200);
        row("GET", "/api/v1/plan", 401, 401, 200);
        row("GET", "/api/v1/jobs", 401, 401, 200);
        row("GET", "/api/v1/jobs/000001", 401, 401, 200);
        row("GET", "/api/v1/jobs/nosuchjob", 401, 401, 404);
        row("GET", "/api/v1/jobstreams", 401, 401, 200);
        row("GET", "/api/v1/jobstreams/stream-1", 401, 401, 200);
        row("GET", "/api/v1/workstations", 401, 401, 200);
        row("GET", "/api/v1/workstations/ws-1", 401, 401, 200);
        row("GET", "/api/v1/workstations/ws-2", 401, 401, 404);
        row("GET", "/api/openapi.json", 200, 200, 200);
        row("GET", "/api/v1/alerts", 404, 404, 404); // of a later version
        row("DELETE", "/api/v1/jobs", 405, 405, 405);
    }
    void routes_wantTheirRoles()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        const ApiBench bench;
        const auto status = [&](const char *login) {
            return bench.call(method.toStdString(), path.toStdString(), login).status;
        };
        QTEST(status(""), "anonymous");
        QTEST(status(WrongLogin), "wrong");
        QTEST(status(AdminLogin), "admin");
    }

    void refusal_asksForBasic()
    {
        const ApiBench bench;
        const auto reply = bench.get("/api/v1/config", "");
        QVERIFY(reply.header("WWW-Authenticate").starts_with("Basic realm="));
        QCOMPARE(reply.header("Content-Type"), std::string("application/problem+json"));
        const auto problem = json::parse(reply.body);
        QVERIFY(problem.at("type") == "urn:resync:problem:unauthorized");
        QVERIFY(problem.at("instance") == "/api/v1/config");
        QCOMPARE(problem.at("request_id").get<std::string>(), reply.header("X-Request-ID"));
    }

    void guessing_isLockedOut()
    {
        const ApiBench bench;
        for (int i = 0; i < 5; ++i)
            QCOMPARE(bench.get("/api/v1/plan", WrongLogin).status, 401);
        const auto reply = bench.get("/api/v1/plan");
        QCOMPARE(reply.status, 429); // even with the right password
        QCOMPARE(code(reply), std::string("locked_out"));
        QVERIFY(std::stoi(reply.header("Retry-After")) > 0);
    }

    void foreignPages_mayNotChangeAnything()
    {
        const ApiBench bench;
        const auto reply = bench.call("POST", "/api/v1/cache/invalidate",
                                      std::string(AdminLogin) + "Origin: http://evil.example\r\n");
        QCOMPARE(reply.status, 403);
        QCOMPARE(code(reply), std::string("forbidden"));
        QCOMPARE(
            bench.get("/api/v1/plan", std::string(AdminLogin) + "Sec-Fetch-Site: none\r\n").status,
            200);
    }

    void contradictoryPages_mayNotChangeAnything_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        QTest::newRow("own page") << QByteArray("Origin: http://localhost\r\n") << 200;
        QTest::newRow("two Origins, both ours")
            << QByteArray("Origin: http://localhost\r\nOrigin: http://localhost\r\n") << 403;
        QTest::newRow("two Origins, the second one foreign")
            << QByteArray("Origin: http://localhost\r\nORIGIN: http://evil.example\r\n") << 403;
        QTest::newRow("two sites") << QByteArray("Sec-Fetch-Site: same-origin\r\n"
                                                 "Sec-Fetch-Site: cross-site\r\n")
                                   << 403;
        QTest::newRow("own host from another site")
            << QByteArray("Origin: http://localhost\r\nSec-Fetch-Site: cross-site\r\n") << 403;
    }

    void contradictoryPages_mayNotChangeAnything()
    {
        QFETCH(QByteArray, headers);
        const ApiBench bench;
        const auto reply = bench.call("POST", "/api/v1/cache/invalidate?dry_run",
                                      AdminLogin + headers.toStdString());
        QTEST(reply.status, "status");
    }

    void answersToCredentials_areNotStored_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::newRow("unknown path") << QByteArray("GET /api/v1/nowhere") << 404;
        QTest::newRow("unknown id") << QByteArray("GET /api/v1/jobs/nope") << 404;
        QTest::newRow("another method") << QByteArray("DELETE /api/v1/plan") << 405;
        QTest::newRow("unknown method") << QByteArray("BREW /api/v1/plan") << 501;
        QTest::newRow("bad escape") << QByteArray("GET /api/v1/jobs/%zz") << 400;
        QTest::newRow("bad parameter") << QByteArray("GET /api/v1/jobs?limit=x") << 400;
        QTest::newRow("open to anyone") << QByteArray("GET /api/health") << 200;
        QTest::newRow("read") << QByteArray("GET /api/v1/plan") << 200;
    }

    void answersToCredentials_areNotStored()
    {
        QFETCH(QByteArray, request);
        const ApiBench bench;
        const auto parts = request.split(' ');
        const auto reply = bench.call(parts[0].toStdString(), parts[1].toStdString());
        QTEST(reply.status, "status");
        QCOMPARE(reply.header("Cache-Control"), std::string("no-store"));
    }

    void whoWaitsToSendABody_isRefusedFirst_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        const QByteArray tokens("/api/v1/auth/tokens");
        const QByteArray foreign("Origin: http://evil.example\r\n");
        QTest::newRow("nobody") << tokens << QByteArray() << 401;
        QTest::newRow("wrong password") << tokens << QByteArray(WrongLogin) << 401;
        QTest::newRow("a foreign page") << tokens << AdminLogin + foreign << 403;
        QTest::newRow("a foreign page logs in")
            << QByteArray("/api/v1/auth/login") << foreign << 403;
        QTest::newRow("login") << QByteArray("/api/v1/auth/login") << QByteArray() << 100;
        QTest::newRow("administrator") << tokens << QByteArray(AdminLogin) << 100;
        QTest::newRow("nothing is read here")
            << QByteArray("/api/v1/cache/invalidate?dry_run") << QByteArray(AdminLogin) << 200;
    }

    void whoWaitsToSendABody_isRefusedFirst()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, headers);
        const ApiBench bench;
        const auto reply =
            bench.call("POST", target.toStdString(),
                       headers.toStdString() + "Expect: 100-continue\r\nContent-Length: 2\r\n");
        QTEST(reply.status, "status");
        if (reply.status != 100)
            QCOMPARE(reply.header("Connection"), std::string("close"));
    }

    void foreignPages_seeWhatStrangersSee()
    {
        const ApiBench bench;
        const std::string rebound = "Origin: http://evil.example\r\nSec-Fetch-Site: cross-site\r\n";
        const auto reply = bench.get("/api/v1/health", AdminLogin + rebound);
        QCOMPARE(reply.status, 200);
        test::RawClient client(bench.port());
        const auto byForeignName =
            client.exchange("GET /api/v1/health HTTP/1.1\r\nHost: evil.example\r\n" +
                            (AdminLogin + rebound) + "\r\n");
        QCOMPARE(byForeignName.status, 200);
        QVERIFY(byForeignName.body.find("mdm01") == std::string::npos);
    }

    void withoutAccount_nobodyGetsIn()
    {
        ApiBench::Options options;
        options.hasAdmin = false;
        const ApiBench bench(options);
        for (const char *login : {"", AdminLogin})
            QCOMPARE(code(bench.call("POST", "/api/v1/cache/invalidate", login)),
                     std::string("no_admin_account"));
        const auto reply = bench.call("POST", "/api/v1/cache/invalidate", "");
        QCOMPARE(reply.status, 503);
        QVERIFY(!reply.header("Retry-After").empty());
    }

    void publicRead_opensReadsOnly()
    {
        ApiBench::Options options;
        options.isPublicRead = true;
        const ApiBench bench(options);
        QCOMPARE(bench.get("/api/v1/jobs", "").status, 200);
        QCOMPARE(bench.get("/api/v1/jobs", WrongLogin).status, 401);
        QCOMPARE(bench.call("POST", "/api/v1/cache/invalidate", "").status, 401);
        QCOMPARE(bench.get("/api/v1/config", "").status, 401);
    }

    void unconfigured_saysWhatToEdit()
    {
        ApiBench::Options options;
        options.isConfigured = false;
        const ApiBench bench(options);
        QCOMPARE(bench.get("/api/health", "").status, 200);
        QCOMPARE(bench.get("/api/v1/health/ready", "").status, 200);
        for (const char *path : {"/api/v1/plan", "/api/v1/jobs", "/api/v1/jobs/x",
                                 "/api/v1/workstations", "/api/v1/cache/stats"}) {
            const auto reply = bench.get(path);
            QCOMPARE(reply.status, 503);
            QCOMPARE(code(reply), std::string("not_configured"));
            QVERIFY(reply.body.find("/etc/resync/.env") != std::string::npos);
        }
    }

    void unconfiguredWithoutAccount_readsSayWhatToEditToo()
    {
        ApiBench::Options options;
        options.isConfigured = false;
        options.hasAdmin = false;
        const ApiBench bench(options);
        for (const char *path : {"/api/v1/plan", "/api/v1/jobs", "/api/v1/jobs/x",
                                 "/api/v1/jobs/changes", "/api/v1/events", "/api/v1/resources"}) {
            const auto reply = bench.get(path, "");
            QCOMPARE(reply.status, 503);
            QCOMPARE(code(reply), std::string("not_configured"));
            QVERIFY(reply.body.find("/etc/resync/.env") != std::string::npos);
        }
        QCOMPARE(code(bench.get("/api/v1/metrics/history", "")), std::string("no_admin_account"));
    }

    void credentialsWithoutAnyAccount_areWrong()
    {
        ApiBench::Options options;
        options.hasAdmin = false;
        const ApiBench bench(options);
        QCOMPARE(bench.get("/api/config", "").status, 200);
        QCOMPARE(code(bench.get("/api/config", WrongLogin)), std::string("unauthorized"));
        QCOMPARE(code(bench.get("/api/v1/config", WrongLogin)), std::string("no_admin_account"));
        QCOMPARE(bench.get("/api/v1/health", WrongLogin).status, 200);
    }

    void whileStopping_itIsNotReady()
    {
        ApiBench bench;
        QCOMPARE(bench.get("/api/v1/health/ready", "").status, 200);
        bench.beginToStop();
        const auto reply = bench.get("/api/v1/health/ready", "");
        QCOMPARE(reply.status, 503);
        QCOMPARE(code(reply), std::string("shutting_down"));
        QVERIFY(!reply.header("Retry-After").empty());
        QVERIFY(!bench.getJson("/api/v1/health").at("ready").get<bool>());
        QCOMPARE(bench.get("/api/v1/jobs").status, 200); // what comes is still answered
    }

    void beforeTheFirstPlan_readsAre503()
    {
        ApiBench::Options options;
        options.isLoaded = false;
        ApiBench bench(options);
        QCOMPARE(code(bench.get("/api/v1/jobs")), std::string("no_plan"));
        QCOMPARE(bench.get("/api/v1/health/ready", "").status, 503);
        bench.engine.setError(Error{ErrorKind::Unauthorized, "engine_unauthorized", "401"});
        bench.mirror.start();
        QTRY_VERIFY(bench.mirror.status().lastError.has_value());
        const auto reply = bench.get("/api/v1/jobs");
        QCOMPARE(reply.status, 502);
        QCOMPARE(code(reply), std::string("engine_unauthorized"));
    }

    void jobs_areAnEnvelopeOfRows()
    {
        const ApiBench bench;
        const auto reply = bench.get("/api/v1/jobs?limit=2");
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.header("Cache-Control"), std::string("no-store"));
        QCOMPARE(reply.header("Resync-Stale"), std::string("false"));
        QCOMPARE(reply.header("Vary"), std::string("Accept-Encoding, Authorization"));
        const auto list = json::parse(reply.body);
        QVERIFY(list.at("total") == 250);
        QCOMPARE(list.at("items").size(), std::size_t(2));
        QCOMPARE(list.at("freshness").at("as_of").get<std::string>(), reply.header("Resync-As-Of"));
        QVERIFY(list.at("freshness").at("source") == "engine");
        QCOMPARE(list.at("revision").get<std::string>(), bench.mirror.revision(1));
        const auto &job = list.at("items").at(0);
        QVERIFY(job.at("ref") == "/AGT_FIN01#/FIN/EOD_GL[2026-11-24T05:00Z].JOB_000000");
        QVERIFY(job.at("run").at("started_at").is_null());
        QVERIFY(job.at("reason").at("code") == "waits");
    }

    void pages_holdEveryRowOnce_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<int>("rows");
        QTest::newRow("default order") << QByteArray("limit=37") << 250;
        QTest::newRow("one page") << QByteArray("limit=10000") << 250;
        QTest::newRow("exactly full pages") << QByteArray("limit=50") << 250;
        QTest::newRow("sorted") << QByteArray("limit=37&sort=-name") << 250;
        QTest::newRow("sorted by equal keys") << QByteArray("limit=37&sort=priority") << 250;
        QTest::newRow("filtered") << QByteArray("limit=7&status=error") << 50;
        QTest::newRow("filtered by several")
            << QByteArray("limit=7&status=error&status=held") << 100;
        QTest::newRow("filtered and sorted")
            << QByteArray("limit=7&status=error,held&sort=-id") << 100;
        QTest::newRow("nothing matches") << QByteArray("status=blocked") << 0;
    }
    void pages_holdEveryRowOnce()
    {
        QFETCH(QByteArray, query);
        QFETCH(int, rows);
        ApiBench::Options options;
        options.isLoaded = false;
        ApiBench bench(options);
        auto jobs = test::jobs(250);
        for (std::size_t i = 0; i < jobs.size(); ++i)
            jobs[i].status = i % 5 == 0   ? domain::Status::Error
                             : i % 5 == 1 ? domain::Status::Held
                                          : domain::Status::Waiting;
        bench.engine.setJobs(jobs);
        bench.mirror.start();
        QTRY_VERIFY(bench.mirror.snapshot() != nullptr);
        const std::string base = "/api/v1/jobs?" + query.toStdString();
        std::set<std::string> seen;
        std::string cursor;
        int pages = 0;
        do {
            const auto page = bench.getJson(base + (cursor.empty() ? "" : "&cursor=" + cursor));
            QVERIFY(page.at("total") == rows);
            for (const auto &job : page.at("items"))
                QVERIFY(seen.insert(job.at("id").get<std::string>()).second);
            cursor =
                page.at("next_cursor").is_null() ? "" : page.at("next_cursor").get<std::string>();
        } while (!cursor.empty() && ++pages < 100);
        QCOMPARE(int(seen.size()), rows);
    }

    void cursor_survivesARefresh()
    {
        ApiBench bench;
        const auto first = bench.getJson("/api/v1/jobs?limit=100");
        auto jobs = test::jobs(250);
        jobs.erase(jobs.begin() + 50, jobs.begin() + 120); // the cursor's row is gone
        bench.engine.setJobs(jobs);
        QCOMPARE(bench.call("POST", "/api/v1/cache/invalidate").status, 200);
        const auto second = bench.getJson("/api/v1/jobs?limit=100&cursor=" +
                                          first.at("next_cursor").get<std::string>());
        QVERIFY(second.at("items").at(0).at("id") == "000120");
    }

    void badParameters_areNamed_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QByteArray>("field");
        const auto row = [](const char *query, const char *code, const char *field) {
            QTest::newRow(query) << QByteArray(query) << QByteArray(code) << QByteArray(field);
        };
        row("limit=0", "invalid_parameter", "limit");
        row("limit=10001", "invalid_parameter", "limit");
        row("limit=1&limit=2", "invalid_parameter", "limit");
        row("sort=colour", "invalid_parameter", "sort");
        row("status=broken", "invalid_parameter", "status");
        row("fields=id,colour", "invalid_parameter", "fields");
        row("max_age=soon", "invalid_parameter", "max_age");
        row("cursor=xyz", "invalid_cursor", "cursor");
        row("colour=red", "unknown_parameter", "colour");
    }
    void badParameters_areNamed()
    {
        QFETCH(QByteArray, query);
        const ApiBench bench;
        const auto reply = bench.get("/api/v1/jobs?" + query.toStdString());
        QCOMPARE(reply.status, 400);
        QTEST(QByteArray::fromStdString(code(reply)), "code");
        const auto problem = json::parse(reply.body);
        QTEST(QByteArray::fromStdString(problem.at("errors").at(0).at("field").get<std::string>()),
              "field");
    }

    void cursorOfAnotherFilter_isRefused()
    {
        const ApiBench bench;
        const auto cursor =
            bench.getJson("/api/v1/jobs?limit=10").at("next_cursor").get<std::string>();
        QCOMPARE(code(bench.get("/api/v1/jobs?sort=name&cursor=" + cursor)),
                 std::string("invalid_cursor"));
        QCOMPARE(bench.get("/api/v1/jobs?limit=50&cursor=" + cursor).status, 200);
    }

    void fields_selectAndKeepTheNesting()
    {
        const ApiBench bench;
        const auto job =
            bench.getJson("/api/v1/jobs?limit=1&fields=id,job_stream.name").at("items").at(0);
        QVERIFY(job == json::parse(R"({"id":"000000","job_stream":{"name":"EOD_GL"}})"));
    }

    void whatIsNotThere_isNoUnchangedOne()
    {
        const ApiBench bench;
        for (const char *path :
             {"/api/v1/jobs/nope", "/api/v1/jobstreams/nope", "/api/v1/workstations/nope"}) {
            const auto reply = bench.get(path, std::string(AdminLogin) + "If-None-Match: *\r\n");
            QCOMPARE(reply.status, 404);
        }
    }

    void unchangedPlan_is304()
    {
        const ApiBench bench;
        const std::string changes = "/api/v1/jobs/changes?since=" +
                                    bench.getJson("/api/v1/jobs").at("revision").get<std::string>();
        for (const std::string &path :
             {std::string("/api/v1/jobs"), changes, std::string("/api/v1/plan"),
              std::string("/api/v1/workstations"), std::string("/api/v1/jobstreams/stream-1"),
              std::string("/api/v1/jobs/000001")}) {
            const auto tag = bench.get(path).header("ETag");
            const bool isDetail =
                path.ends_with("/000001"); // it grows with what was read on demand
            QVERIFY(tag.starts_with("W/\"" + bench.mirror.epoch() + (isDetail ? "-" : "-1-f")));
            QVERIFY(tag.ends_with("-f\""));
            const auto reply =
                bench.get(path, std::string(AdminLogin) + "If-None-Match: " + tag + "\r\n");
            QCOMPARE(reply.status, 304);
            QCOMPARE(reply.header("ETag"), tag);
            QVERIFY(!reply.header("Resync-As-Of").empty());
            QCOMPARE(reply.header("Resync-Stale"), std::string("false"));
        }
    }

    void gzip_isTheSameText()
    {
        const ApiBench bench;
        const auto plain = bench.get("/api/v1/jobs?limit=100");
        const auto packed = bench.get("/api/v1/jobs?limit=100",
                                      std::string(AdminLogin) + "Accept-Encoding: gzip\r\n");
        QCOMPARE(packed.header("Content-Encoding"), std::string("gzip"));
        QVERIFY(packed.body.size() < plain.body.size() / 4);
        QVERIFY(plain.header("Content-Encoding").empty());
    }

    void job_hasItsDetail()
    {
        ApiBench bench;
        auto job = bench.getJson("/api/v1/jobs/000001");
        QVERIFY(job.at("definition").at("task_type") == "UNIX");
        QVERIFY(job.at("dependency_list").is_null()); // this engine did not tell
        QVERIFY(job.at("freshness").at("stale") == false);
        bench.engine.setDetailError(Error{ErrorKind::Timeout, "engine_timeout", "slow"});
        QVERIFY(bench.get("/api/v1/jobs/000002").header("ETag").empty()); // not to be kept
        job = bench.getJson("/api/v1/jobs/000002");
        QVERIFY(job.at("definition").at("task_type").is_null());
        QVERIFY(job.at("issues").at(0).at("code") == "detail_engine_timeout");
    }

    void cacheStats_tellOfDetailsToo()
    {
        ApiBench bench;
        const auto details = [&bench] {
            return bench.getJson("/api/v1/cache/stats").at("scopes").at(3);
        };
        const auto size = [&bench] { return bench.getJson("/api/v1/cache/stats").at("size"); };
        QVERIFY(details().at("name") == "details");
        QVERIFY(details().at("entries") == 0);
        const auto before = size();
        QCOMPARE(bench.get("/api/v1/jobs/000001").status, 200);
        QVERIFY(details().at("entries") > 0);
        QVERIFY(details().at("bytes") > 0);
        QVERIFY(details().at("tier") == "on_demand");
        QVERIFY(details().at("as_of").is_null());
        QVERIFY(size() > before);
        QCOMPARE(bench.call("POST", "/api/v1/cache/invalidate?scope=jobs").status, 200);
        QVERIFY(details().at("last_invalidated").at("by") == "admin");
    }

    void invalidate_readsTheEngineAnew()
    {
        ApiBench bench;
        const int before = bench.engine.jobCalls();
        const auto reply = bench.call("POST", "/api/v1/cache/invalidate?scope=jobs");
        QCOMPARE(reply.status, 200);
        const auto report = json::parse(reply.body);
        QVERIFY(report.at("status") == "success");
        QVERIFY(report.at("detail") == "All jobs list cache invalidated.");
        QVERIFY(report.at("scope") == "jobs");
        QVERIFY(report.at("refreshed") == true);
        QVERIFY(report.at("reason").is_null());
        QVERIFY(report.at("as_of_after") > report.at("as_of_before"));
        QVERIFY(bench.engine.jobCalls() > before);
        const auto stats = bench.getJson("/api/v1/cache/stats");
        QVERIFY(stats.at("scopes").at(0).at("last_invalidated").at("by") == "admin");
    }

    void invalidate_refusesOtherScopes()
    {
        const ApiBench bench;
        for (const char *query : {"scope=", "scope=everything", "scope=JOBS"}) {
            const auto reply = bench.call("POST", std::string("/api/v1/cache/invalidate?") + query);
            QCOMPARE(reply.status, 400);
            QVERIFY(reply.body.find("system, jobs, workstations") != std::string::npos);
        }
    }

    void dryRun_touchesNothing()
    {
        ApiBench bench;
        const int before = bench.engine.identityCalls();
        const auto report =
            json::parse(bench.call("POST", "/api/v1/cache/invalidate?dry_run=true").body);
        QVERIFY(report.at("refreshed") == false);
        QVERIFY(report.at("reason").at("code") == "dry_run");
        QVERIFY(report.at("engine_calls") > 0);
        QCOMPARE(bench.engine.identityCalls(), before);
    }

    void invalidate_isLimited()
    {
        const ApiBench bench;
        std::map<int, int> statuses;
        test::Reply last;
        for (int i = 0; i < 12; ++i) {
            last = bench.call("POST", "/api/v1/cache/invalidate?scope=workstations");
            ++statuses[last.status];
        }
        QVERIFY(statuses[200] >= 10);
        QVERIFY(statuses[429] >= 1);
        QCOMPARE(code(last), std::string("rate_limited"));
        QVERIFY(!last.header("RateLimit-Policy").empty() && !last.header("RateLimit").empty());
        QVERIFY(std::stoi(last.header("Retry-After")) >= 1);
    }

    void slowInvalidation_answersInTimeAndMarksStale()
    {
        ApiBench::Options options;
        options.invalidateWait = 50ms;
        ApiBench bench(options);
        bench.engine.hold();
        const auto report = json::parse(bench.call("POST", "/api/v1/cache/invalidate").body);
        QVERIFY(report.at("refreshed") == false);
        QVERIFY(report.at("reason").at("code") == "sweep_in_progress");
        const auto reply = bench.get("/api/v1/jobs?limit=1");
        QCOMPARE(reply.header("Resync-Stale"), std::string("true"));
        QVERIFY(reply.header("ETag").ends_with("-s\""));
        const auto waited = bench.get("/api/v1/jobs?limit=1&max_age=0");
        QCOMPARE(waited.status, 200);
        QCOMPARE(waited.header("Resync-Stale"), std::string("true"));
    }

    void maxAge_bringsFreshData()
    {
        ApiBench bench;
        const auto before = bench.get("/api/v1/jobs?limit=1").header("Resync-As-Of");
        QTest::qWait(3);
        const auto reply = bench.get("/api/v1/jobs?limit=1&max_age=0");
        QVERIFY(reply.header("Resync-As-Of") > before);
        QCOMPARE(reply.header("Resync-Stale"), std::string("false"));
    }

    void manyWhoWaitForTheSameHeavyRead_areAllAnswered()
    {
        ApiBench bench;
        bench.engine.hold();
        std::deque<RawClient> clients;
        for (std::size_t i = 0; i < 3 * api::ReadPool::QueueLimit; ++i) {
            clients.emplace_back(bench.port());
            clients.back().send("GET /api/v1/jobs?max_age=0 HTTP/1.1\r\nHost: localhost\r\n"
                                "Accept-Encoding: gzip\r\n" +
                                std::string(AdminLogin) + "\r\n");
        }
        QTest::qWait(200); // until all wait for the engine
        bench.engine.release();
        for (RawClient &client : clients)
            QCOMPARE(client.receive(false).status, 200);
    }

    void secrets_neverLeave()
    {
        const ApiBench bench;
        for (const char *path : {"/api/config", "/api/v1/config"}) {
            const auto reply = bench.get(path);
            QVERIFY(reply.body.find("s3cret") == std::string::npos);
            QVERIFY(reply.body.find("********") != std::string::npos);
        }
        const auto anonymous = bench.get("/api/v1/health", "");
        QVERIFY(anonymous.body.find("mdm01") == std::string::npos);
        QVERIFY(bench.get("/api/v1/health").body.find("mdm01") != std::string::npos);
    }

    void reload_answersWhatCameOfIt()
    {
        ApiBench bench;
        QCOMPARE(bench.call("POST", "/api/v1/config/reload").body,
                 std::string("{\"ok\":true,\"changed\":[\"admin\"],\"restart_pending\":"
                             "[\"WORKERS\"],\"errors\":[]}"));
        bench.isStopping = true;
        const auto reply = bench.call("POST", "/api/v1/config/reload");
        QCOMPARE(reply.status, 503);
        QCOMPARE(code(reply), std::string("shutting_down"));
    }

    void anonymousConfig_isReduced()
    {
        const ApiBench bench;
        const auto config = json::parse(bench.get("/api/config", "").body);
        QVERIFY(config.at("full") == "/api/v1/config");
        QVERIFY(config.at("groups").at("tws").at("configured") == true);
        QVERIFY(!config.contains("items"));
    }

    void openApi_listsExactlyTheRoutes()
    {
        const ApiBench bench;
        const auto document = bench.getJson("/api/openapi.json");
        for (const auto &[path, item] : document.at("paths").items()) {
            std::string target = path;
            if (const auto brace = target.find('{'); brace != std::string::npos)
                target.replace(brace, target.find('}') + 1 - brace, "x");
            const auto reply = bench.call("OPTIONS", target, "");
            QCOMPARE(reply.status, 204);
            for (const auto &[method, operation] : item.items())
                QVERIFY2(reply.header("Allow").find(toUpper(method)) != std::string::npos,
                         path.c_str());
        }
    }

    void head_isGetWithoutBody()
    {
        const ApiBench bench;
        const auto get = bench.get("/api/v1/plan");
        const auto head = bench.call("HEAD", "/api/v1/plan");
        QCOMPARE(head.status, 200);
        QCOMPARE(head.header("Content-Length"), get.header("Content-Length"));
        QVERIFY(head.body.empty());
    }
};

QTEST_GUILESS_MAIN(tst_Api)
#include "tst_Api.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/engine/EngineFixture.h"

#include <algorithm>
#include <atomic>
#include <optional>

using namespace resync;
using namespace resync::engine;
using namespace resync::test;
using namespace std::chrono_literals;

namespace {

constexpr int PatienceMs = 20'000;
constexpr const char *Info = R"({"displayVersion":"10.2.5.00"})";
constexpr const char *EmptyList = R"({"count":0,"results":[]})";

/// The fixture with the limits that these tests vary.
struct Fixture : EngineFixture
{
    explicit Fixture(std::vector<HostAddress> hosts, int callsPerMinute = 1000, int connections = 4)
        : EngineFixture(settings(std::move(hosts), callsPerMinute, connections))
    {}
    static EngineSettings settings(std::vector<HostAddress> hosts, int calls, int connections)
    {
        EngineSettings settings = plainSettings(std::move(hosts));
        settings.maxConnections = connections;
        settings.maxCallsPerMinute = calls;
        return settings;
    }
};

} // namespace

class TestEngineV2 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void identity_namesHostAndApi();
    void requests_carryWhatTheEngineExpects();
    void errors_data();
    void errors();
    void refused_isUnavailable();
    void refusedQuery_isAskedOnceMoreWithoutOrder();
    void missingList_isAProtocolError();
    void detail_asksForIssuesOfAWaitingJob();
    void detail_ofAnUnknownJobIsNotFound();
    void failOver_goesToTheNextHostAndReturns();
    void failOver_afterServerErrors();
    void refusedLogin_isNotTriedElsewhere();
    void connections_stayWithinTheLimit();
    void destruction_answersCancelledToAll();
};

void TestEngineV2::identity_namesHostAndApi()
{
    ScriptedServer server([](const WireRequest &request) {
        return request.target.starts_with("/twsd/api/v2/") ? reply(200, Info) : reply(404, "{}");
    });
    Fixture fixture({hostOf(server)});
    const auto identity = fixture.identity();
    QVERIFY(identity.has_value());
    QCOMPARE(identity->host, "127.0.0.1:" + std::to_string(server.port()));
    QCOMPARE(identity->apis, std::vector<std::string>{"v2"});
    QCOMPARE(fixture.calls.seen,
             (std::vector<std::string>{"engine_info ok", "v1_engine_info not_found"}));
    QCOMPARE(fixture.engine->callCounts().total, std::uint64_t{2});
}

void TestEngineV2::requests_carryWhatTheEngineExpects()
{
    ScriptedServer server([](const WireRequest &) { return reply(200, EmptyList); });
    Fixture fixture({hostOf(server)});
    mirror::PageRequest third;
    third.offset = 4000;
    QVERIFY(fixture.jobs(third).has_value());
    const WireRequest seen = server.requests().front();
    QCOMPARE(seen.target, std::string("/twsd/api/v2/plan/job?limit=2000&offset=4000&oql="
                                      "name%20LIKE%20%27%40%27%20ORDER%20BY%20id"));
    QCOMPARE(seen.header("Include-Count"), std::string("true"));
    QCOMPARE(seen.header("scope"), std::string("WHOLE_NO_JOB_DEFINITIONS_AND_NO_DEPENDENCIES"));
    QCOMPARE(seen.header("Content-Type"), std::string("application/json"));
    QCOMPARE(seen.header("Accept"), std::string("application/json"));
    QCOMPARE(seen.header("Authorization"), std::string("Basic b3BzOnNlY3JldC13b3Jk"));
}

void TestEngineV2::errors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("seen");
    const QByteArray json = "application/json";
    const QByteArray html = "text/html; charset=utf-8";
    QTest::newRow("v1 error body")
        << 500 << json
        << QByteArray(R"({"messages":["AWSJDB801E The database is away."],"exceptionName":"X"})")
        << QByteArray("engine_unavailable")
        << QByteArray("HTTP 500, AWSJDB801E The database is away.");
    QTest::newRow("nested errors")
        << 500 << json << QByteArray(R"({"errors":[{"message":"AWSJCO005E No."}]})")
        << QByteArray("engine_unavailable") << QByteArray("AWSJCO005E No.");
    QTest::newRow("message inside HTML")
        << 503 << html << QByteArray("<p>AWSUI0766E Busy<br>") << QByteArray("engine_unavailable")
        << QByteArray("HTTP 503");
    QTest::newRow("login refused") << 401 << html << QByteArray("<html>")
                                   << QByteArray("engine_unauthorized") << QByteArray("HTTP 401");
    QTest::newRow("not allowed") << 403 << json << QByteArray("{}")
                                 << QByteArray("engine_unauthorized") << QByteArray("HTTP 403");
    QTest::newRow("HTML page") << 200 << html << QByteArray("<html>login</html>")
                               << QByteArray("engine_protocol") << QByteArray("HTML page");
    QTest::newRow("HTML in disguise") << 200 << json << QByteArray(" <!DOCTYPE html>")
                                      << QByteArray("engine_protocol") << QByteArray("HTML page");
    QTest::newRow("not JSON") << 200 << json << QByteArray("welcome")
                              << QByteArray("engine_protocol") << QByteArray("not JSON");
    QTest::newRow("redirect") << 302 << html << QByteArray() << QByteArray("engine_protocol")
                              << QByteArray("TWS_PORT");
    QTest::newRow("not an engine") << 404 << html << QByteArray("<html>")
                                   << QByteArray("engine_protocol") << QByteArray("API v2");
}

void TestEngineV2::errors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, seen);
    ScriptedServer server(
        [&](const WireRequest &) { return reply(status, body.toStdString(), type.toStdString()); });
    Fixture fixture({hostOf(server)});
    const auto answer = fixture.identity();
    QVERIFY(!answer.has_value());
    const std::string &message = answer.error().message;
    QCOMPARE(answer.error().code, code.toStdString());
    QVERIFY2(message.find(seen.toStdString()) != std::string::npos, message.c_str());
    QVERIFY2(message.find("engine info: 127.0.0.1:") != std::string::npos, message.c_str());
    QVERIFY(message.find("secret-word") == std::string::npos);
    // a 404 is asked about API v1 too
    QCOMPARE(fixture.engine->callCounts().failed, std::uint64_t{status == 404 ? 2U : 1U});
}

void TestEngineV2::refused_isUnavailable()
{
    Fixture fixture({{"127.0.0.1", closedPort()}});
    const auto answer = fixture.identity();
    QVERIFY(answer.error().kind == ErrorKind::Unavailable);
    QVERIFY(answer.error().message.find("connection refused") != std::string::npos);
}

void TestEngineV2::refusedQuery_isAskedOnceMoreWithoutOrder()
{
    ScriptedServer server([](const WireRequest &request) {
        return request.target.find("oql=") != std::string::npos
                   ? reply(400, R"({"message":"OQL_FILTER_SYNTAX_ERROR"})")
                   : reply(200, EmptyList);
    });
    Fixture fixture({hostOf(server)});
    QVERIFY(fixture.jobs().has_value());
    QVERIFY(fixture.jobs().has_value());
    QCOMPARE(server.requests().size(), std::size_t{3}); // refused, without, and remembered
}

void TestEngineV2::missingList_isAProtocolError()
{
    ScriptedServer server([](const WireRequest &) { return reply(400, "{}"); });
    Fixture fixture({hostOf(server)});
    const auto answer = fixture.jobs();
    QVERIFY(answer.error().kind == ErrorKind::Protocol);
    QCOMPARE(answer.error().code, std::string("engine_protocol"));
    QCOMPARE(server.requests().size(), std::size_t{2});
}

void TestEngineV2::detail_asksForIssuesOfAWaitingJob()
{
    ScriptedServer server([](const WireRequest &request) {
        if (request.target.find("/issues") != std::string::npos)
            return reply(200, R"({"issues":[{"issueType":"LIMIT","issueMessage":"Limit is 0."}]})");
        return reply(200, R"({"id":"a b/c","lastRunCommonStatus":"WAITING","jobruns":[]})");
    });
    Fixture fixture({hostOf(server)});
    const auto detail = fixture.detail("a b/c");
    QVERIFY(detail.has_value());
    QCOMPARE(detail->issues.size(), std::size_t{1});
    QVERIFY(detail->runs && detail->runs->empty());
    QCOMPARE(server.requests().at(0).target, std::string("/twsd/api/v2/plan/job/a%20b%2Fc"));
    QCOMPARE(fixture.calls.seen, (std::vector<std::string>{"get_job ok", "job_issues ok"}));
}

void TestEngineV2::detail_ofAnUnknownJobIsNotFound()
{
    ScriptedServer server([](const WireRequest &) { return reply(404, "{}"); });
    Fixture fixture({hostOf(server)});
    QVERIFY(fixture.detail("gone").error().kind == ErrorKind::NotFound);
}

void TestEngineV2::failOver_goesToTheNextHostAndReturns()
{
    std::atomic<bool> isFirstUp = false;
    ScriptedServer first([&](const WireRequest &) {
        return isFirstUp ? reply(200, Info) : WireReply{"", WireReply::Then::Close};
    });
    ScriptedServer second([](const WireRequest &) { return reply(200, Info); });
    Fixture fixture({hostOf(first), hostOf(second)});
    const std::string secondName = toString(hostOf(second));
    QCOMPARE(fixture.identity()->host, secondName);
    isFirstUp = true;
    QCOMPARE(fixture.identity()->host, secondName); // stays while that one works
    fixture.clock.advance(61s);
    QCOMPARE(fixture.identity()->host, toString(hostOf(first)));
}

void TestEngineV2::failOver_afterServerErrors()
{
    ScriptedServer first([](const WireRequest &) { return reply(500, "{}"); });
    Fixture fixture({hostOf(first), {"127.0.0.1", closedPort()}});
    const auto answer = fixture.identity();
    QVERIFY(answer.error().kind == ErrorKind::Unavailable);
    const std::string &message = answer.error().message;
    QVERIFY2(message.find("HTTP 500; then 127.0.0.1:") != std::string::npos, message.c_str());
    QCOMPARE(fixture.engine->callCounts().total, std::uint64_t{2});
}

void TestEngineV2::refusedLogin_isNotTriedElsewhere()
{
    ScriptedServer first([](const WireRequest &) { return reply(401, "{}"); });
    ScriptedServer second([](const WireRequest &) { return reply(200, Info); });
    Fixture fixture({hostOf(first), hostOf(second)});
    QVERIFY(fixture.identity().error().kind == ErrorKind::Unauthorized);
    QVERIFY(second.requests().empty());
}

void TestEngineV2::connections_stayWithinTheLimit()
{
    std::atomic<int> now = 0;
    std::atomic<int> most = 0;
    ScriptedServer server([&](const WireRequest &) {
        const int here = ++now;
        int seen = most;
        while (here > seen && !most.compare_exchange_weak(seen, here)) {
        }
        --now;
        return reply(200, EmptyList);
    });
    Fixture fixture({hostOf(server)}, 1000, 3);
    int answers = 0;
    for (int i = 0; i < 40; ++i)
        fixture.engine->fetchJobs({}, [&](auto) { ++answers; });
    QTRY_COMPARE_WITH_TIMEOUT(answers, 40, PatienceMs);
    QVERIFY(most <= 3);
    QVERIFY(server.connections() <= 3);
}

void TestEngineV2::destruction_answersCancelledToAll()
{
    ScriptedServer server([](const WireRequest &) {
        return WireReply{"", WireReply::Then::Silence};
    });
    for (int round = 0; round < 50; ++round) {
        int cancelled = 0;
        Fixture fixture({hostOf(server)});
        for (int i = 0; i < 6; ++i)
            fixture.engine->fetchJobs({}, [&](auto answer) {
                cancelled += !answer && answer.error().kind == ErrorKind::Cancelled ? 1 : 0;
            });
        fixture.engine.reset();
        QCOMPARE(cancelled, 6);
    }
}

QTEST_GUILESS_MAIN(TestEngineV2)
#include "tst_EngineV2.moc"

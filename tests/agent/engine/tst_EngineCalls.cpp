// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/engine/EngineFixture.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

using namespace resync;
using namespace resync::test;
using namespace std::chrono_literals;
using mirror::BreakerState;
using mirror::CallPriority;

namespace {

constexpr const char *Info = R"({"displayVersion":"10.2.5.00"})";
constexpr const char *EmptyList = R"({"count":0,"results":[]})";

WireReply good(const WireRequest &request)
{
    return reply(200, request.target.find("/info") != std::string::npos ? Info : EmptyList);
}

mirror::PageRequest pageFor(CallPriority priority)
{
    mirror::PageRequest page;
    page.priority = priority;
    return page;
}

struct Limited : EngineFixture
{
    Limited(const ScriptedServer &server, int callsPerMinute)
        : EngineFixture(settings(server, callsPerMinute))
    {}
    static engine::EngineSettings settings(const ScriptedServer &server, int callsPerMinute)
    {
        auto settings = plainSettings({hostOf(server)});
        settings.maxCallsPerMinute = callsPerMinute;
        return settings;
    }
    /// Asks without waiting; the answer's error kind, or "ok", goes to \a answers.
    void ask(CallPriority priority, std::vector<std::string> &answers, const std::string &name)
    {
        engine->fetchJobs(pageFor(priority), [&answers, name](auto answer) {
            answers.push_back(name + ' ' +
                              (answer ? "ok" : std::string(toString(answer.error().kind))));
        });
    }
};

} // namespace

class TestEngineCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void budget_leavesRoomForTheMoreUrgent();
    void budget_defersAndServesTheUrgentFirst();
    void budget_waitEndsWithAnError();
    void connections_leaveRoomForTheMoreUrgent();
    void connections_waitEndsWithAnError();
    void silentEngine_isNamedToThoseWhoWait();
    void budget_isReported();
    void breaker_opensAndTriesAgain();
    void breaker_letsAPersonTry();
    void breaker_staysClosedWhileOneHostWorks();
    void breaker_ignoresARefusedLogin();
    void login_isNotStormedAfterARefusal();
    void login_isTriedAtOnceAfterForgetting();
    void login_isTriedByOneCallAtFirst();
    void login_thatIsSetIsTriedAtOnce();
    void forbidden_isNoRefusedLogin();
    void cutConnection_isTriedOnceMore();
    void cutConnection_isNotTriedForever();
    void lyingHost_isNamed();
    void lyingHost_givesWay_data();
    void lyingHost_givesWay();
    void lyingHost_ofAnotherPlanIsNamed();
    void lyingHost_with5xxGivesWay();
    void firstHost_isTriedAgainByOneCall();
    void firstHost_isNotTriedByAPerson();
    void otherHost_mayHaveAnotherApi();
    void slowFirstByte_isATimeout();
    void answers_data();
    void answers();
    void destructionWhileWaiting_answersCancelled();
};

void TestEngineCalls::budget_leavesRoomForTheMoreUrgent()
{
    ScriptedServer server(good);
    std::vector<std::string> answers;
    Limited fixture(server, 20);
    for (int i = 0; i < 16; ++i)
        fixture.ask(CallPriority::Sweep, answers, "sweep");
    for (int i = 0; i < 4; ++i)
        fixture.ask(CallPriority::Refresh, answers, "refresh");
    for (int i = 0; i < 3; ++i)
        fixture.ask(CallPriority::Person, answers, "person");
    // a sweep may use 15 of the 20, and the others overtake all but the first one; with four
    // connections the next sweep is sent when four of the seven others were answered
    QTRY_COMPARE_WITH_TIMEOUT(answers.size(), std::size_t{15}, EngineFixture::PatienceMs);
    QCOMPARE(answers.front(), std::string("sweep ok"));
    QCOMPARE(std::count(answers.begin(), answers.begin() + 5, "sweep ok"), 1);
    QCOMPARE(std::count(answers.begin(), answers.end(), "refresh ok"), 4);
    QCOMPARE(std::count(answers.begin(), answers.end(), "person ok"), 3);
    for (int i = 0; i < 6; ++i)
        fixture.ask(i < 3 ? CallPriority::Refresh : CallPriority::Person, answers, "late");
    QTRY_COMPARE_WITH_TIMEOUT(answers.size(), std::size_t{20}, EngineFixture::PatienceMs);
    QCOMPARE(std::count(answers.begin() + 15, answers.end(), "late ok"), 5);
    QCOMPARE(server.requests().size(), std::size_t{20});
    fixture.engine.reset();
}

void TestEngineCalls::budget_defersAndServesTheUrgentFirst()
{
    ScriptedServer server(good);
    std::vector<std::string> answers;
    Limited fixture(server, 10);
    for (int i = 0; i < 10; ++i)
        fixture.ask(CallPriority::Person, answers, "first");
    QTRY_COMPARE_WITH_TIMEOUT(answers.size(), std::size_t{10}, EngineFixture::PatienceMs);
    answers.clear();
    fixture.clock.advance(55s);
    fixture.ask(CallPriority::Sweep, answers, "sweep");
    fixture.ask(CallPriority::Refresh, answers, "refresh");
    fixture.ask(CallPriority::Person, answers, "person");
    fixture.advance(4s);
    QVERIFY(answers.empty());
    QCOMPARE(server.requests().size(), std::size_t{10});
    fixture.advance(2s);
    QTRY_COMPARE_WITH_TIMEOUT(answers.size(), std::size_t{3}, EngineFixture::PatienceMs);
    QCOMPARE(std::count_if(answers.begin(), answers.end(),
                           [](const auto &text) { return text.ends_with(" ok"); }),
             3);
}

void TestEngineCalls::budget_waitEndsWithAnError()
{
    ScriptedServer server(good);
    std::vector<std::string> answers;
    Limited fixture(server, 10);
    for (int i = 0; i < 10; ++i)
        fixture.ask(CallPriority::Person, answers, "first");
    QTRY_COMPARE_WITH_TIMEOUT(answers.size(), std::size_t{10}, EngineFixture::PatienceMs);
    std::optional<Error> error;
    fixture.engine->fetchJobs(pageFor(CallPriority::Person),
                              [&](auto answer) { error = answer.error(); });
    fixture.advance(9s);
    QVERIFY(!error);
    fixture.advance(2s);
    QTRY_VERIFY_WITH_TIMEOUT(error.has_value(), EngineFixture::PatienceMs);
    QVERIFY(error->kind == ErrorKind::Unavailable);
    QVERIFY2(error->message.find("TWS_MAX_CALLS_PER_MINUTE") != std::string::npos,
             error->message.c_str());
    QCOMPARE(server.requests().size(), std::size_t{10});
}

namespace {

/// Answers the first request at once, and holds the others until it is opened.
struct Gate
{
    std::atomic<bool> isOpen = false;
    std::atomic<int> seen = 0;

    WireReply operator()(const WireRequest &request)
    {
        if (++seen > 1)
            for (int i = 0; i < 2000 && !isOpen; ++i)
                std::this_thread::sleep_for(5ms);
        return good(request);
    }
};

} // namespace

void TestEngineCalls::connections_leaveRoomForTheMoreUrgent()
{
    Gate gate;
    ScriptedServer server([&](const WireRequest &request) { return gate(request); });
    std::vector<std::string> answers;
    Limited fixture(server, 1000);
    QVERIFY(fixture.jobs().has_value());
    for (int i = 0; i < 6; ++i)
        fixture.ask(CallPriority::Sweep, answers, "sweep");
    QTRY_COMPARE_WITH_TIMEOUT(gate.seen, 3, EngineFixture::PatienceMs);
    for (int i = 0; i < 3; ++i)
        fixture.ask(CallPriority::Refresh, answers, "refresh");
    QTRY_COMPARE_WITH_TIMEOUT(gate.seen, 4, EngineFixture::PatienceMs);
    fixture.ask(CallPriority::Person, answers, "person");
    QTRY_COMPARE_WITH_TIMEOUT(gate.seen, 5, EngineFixture::PatienceMs);
    fixture.ask(CallPriority::Person, answers, "person"); // all four are busy now
    QTest::qWait(50);
    QCOMPARE(gate.seen, 5);
    gate.isOpen = true;
    QTRY_COMPARE_WITH_TIMEOUT(answers.size(), std::size_t{11}, EngineFixture::PatienceMs);
    QCOMPARE(std::count(answers.begin(), answers.begin() + 7, "sweep ok"), 2);
    QCOMPARE(std::count(answers.begin(), answers.begin() + 7, "person ok"), 2);
}

void TestEngineCalls::connections_waitEndsWithAnError()
{
    Gate gate;
    ScriptedServer server([&](const WireRequest &request) { return gate(request); });
    std::vector<std::string> answers;
    std::optional<Error> error;
    Limited fixture(server, 1000);
    QVERIFY(fixture.jobs().has_value());
    for (int i = 0; i < 4; ++i)
        fixture.ask(CallPriority::Person, answers, "busy");
    fixture.engine->fetchJobs(pageFor(CallPriority::Person),
                              [&](auto answer) { error = answer.error(); });
    fixture.advance(11s);
    QTRY_VERIFY_WITH_TIMEOUT(error.has_value(), EngineFixture::PatienceMs);
    QVERIFY(error->kind == ErrorKind::Unavailable);
    QVERIFY2(error->message.find("TWS_MAX_CONNECTIONS") != std::string::npos,
             error->message.c_str());
    gate.isOpen = true;
    QTRY_COMPARE_WITH_TIMEOUT(answers.size(), std::size_t{4}, EngineFixture::PatienceMs);
}

void TestEngineCalls::silentEngine_isNamedToThoseWhoWait()
{
    ScriptedServer server([](const WireRequest &) {
        return WireReply{"", WireReply::Then::Silence};
    });
    std::vector<std::string> answers;
    std::optional<Error> error;
    Limited fixture(server, 1000);
    fixture.ask(CallPriority::Refresh, answers, "first");
    fixture.engine->fetchJobs(pageFor(CallPriority::Person),
                              [&](auto answer) { error = error ? error : answer.error(); });
    fixture.advance(11s);
    QTRY_VERIFY_WITH_TIMEOUT(error.has_value(), EngineFixture::PatienceMs);
    QVERIFY2(error->message.find("has not answered") != std::string::npos, error->message.c_str());
    fixture.engine.reset();
}

void TestEngineCalls::budget_isReported()
{
    ScriptedServer server(good);
    Limited fixture(server, 20);
    QVERIFY(fixture.jobs().has_value());
    const auto counts = fixture.engine->callCounts();
    QCOMPARE(counts.perMinuteLimit, std::uint64_t{20});
    QCOMPARE(counts.lastMinute, std::uint64_t{1});
    fixture.clock.advance(61s);
    QCOMPARE(fixture.engine->callCounts().lastMinute, std::uint64_t{0});
}

void TestEngineCalls::breaker_opensAndTriesAgain()
{
    std::atomic<bool> isUp = true;
    ScriptedServer server(
        [&](const WireRequest &request) { return isUp ? good(request) : reply(503, "{}"); });
    EngineFixture fixture(server);
    QVERIFY(fixture.jobs().has_value()); // the login is known to be right
    isUp = false;
    for (int i = 0; i < 5; ++i)
        QVERIFY(!fixture.jobs().has_value());
    QVERIFY(fixture.engine->callCounts().breaker == BreakerState::Open);
    const auto refused = fixture.jobs();
    QVERIFY(refused.error().kind == ErrorKind::Unavailable);
    QVERIFY2(refused.error().message.find("not asked") != std::string::npos,
             refused.error().message.c_str());
    QCOMPARE(server.requests().size(), std::size_t{6});
    fixture.clock.advance(7s);
    QVERIFY(!fixture.jobs().has_value()); // the trial
    QCOMPARE(server.requests().size(), std::size_t{7});
    QVERIFY(fixture.engine->callCounts().breaker == BreakerState::Open);
    isUp = true;
    fixture.clock.advance(7s);
    std::vector<bool> answers; // one trial at a time
    for (int i = 0; i < 3; ++i)
        fixture.engine->fetchJobs({}, [&](auto answer) { answers.push_back(answer.has_value()); });
    QVERIFY(fixture.engine->callCounts().breaker == BreakerState::HalfOpen);
    QTRY_COMPARE_WITH_TIMEOUT(answers.size(), std::size_t{3}, EngineFixture::PatienceMs);
    QCOMPARE(std::count(answers.begin(), answers.end(), true), 1);
    QVERIFY(fixture.engine->callCounts().breaker == BreakerState::Closed);
    QVERIFY(fixture.jobs().has_value());
}

void TestEngineCalls::breaker_letsAPersonTry()
{
    std::atomic<bool> isUp = false;
    ScriptedServer server(
        [&](const WireRequest &request) { return isUp ? good(request) : reply(503, "{}"); });
    EngineFixture fixture(server);
    for (int i = 0; i < 5; ++i)
        QVERIFY(!fixture.jobs().has_value());
    isUp = true;
    fixture.clock.advance(2s);
    QVERIFY(!fixture.jobs(pageFor(CallPriority::Sweep)).has_value());
    QVERIFY(fixture.jobs(pageFor(CallPriority::Person)).has_value());
    QVERIFY(fixture.jobs(pageFor(CallPriority::Sweep)).has_value());
}

void TestEngineCalls::breaker_staysClosedWhileOneHostWorks()
{
    ScriptedServer second(good);
    EngineFixture fixture(plainSettings({{"127.0.0.1", closedPort()}, hostOf(second)}));
    for (int i = 0; i < 8; ++i) {
        fixture.clock.advance(61s); // each time back to the first
        QVERIFY(fixture.jobs().has_value());
    }
    QVERIFY(fixture.engine->callCounts().breaker == BreakerState::Closed);
}

void TestEngineCalls::breaker_ignoresARefusedLogin()
{
    ScriptedServer server([](const WireRequest &) { return reply(403, "{}"); });
    EngineFixture fixture(server);
    for (int i = 0; i < 8; ++i)
        QVERIFY(fixture.jobs().error().kind == ErrorKind::Unauthorized);
    QVERIFY(fixture.engine->callCounts().breaker == BreakerState::Closed);
}

void TestEngineCalls::login_isNotStormedAfterARefusal()
{
    std::atomic<bool> isAccepted = false;
    ScriptedServer server(
        [&](const WireRequest &request) { return isAccepted ? good(request) : reply(401, "{}"); });
    EngineFixture fixture(server);
    QVERIFY(fixture.jobs().error().kind == ErrorKind::Unauthorized);
    for (int i = 0; i < 10; ++i) {
        const auto refused = fixture.jobs();
        QVERIFY(refused.error().kind == ErrorKind::Unauthorized);
        QCOMPARE(refused.error().code, std::string("engine_unauthorized"));
    }
    QCOMPARE(server.requests().size(), std::size_t{1});
    for (const auto &[wait, requests] : {std::pair(6s, 2U), {6s, 2U}, {6s, 3U}, {19s, 3U}}) {
        fixture.clock.advance(wait);
        int answers = 0;
        for (int i = 0; i < 3; ++i) // one probe at a time
            fixture.engine->fetchJobs({}, [&](auto) { ++answers; });
        QTRY_COMPARE_WITH_TIMEOUT(answers, 3, EngineFixture::PatienceMs);
        QCOMPARE(server.requests().size(), std::size_t{requests});
    }
    isAccepted = true;
    fixture.clock.advance(5min);
    QVERIFY(fixture.jobs().has_value());
    QVERIFY(fixture.jobs().has_value());
}

void TestEngineCalls::login_isTriedAtOnceAfterForgetting()
{
    std::atomic<bool> isAccepted = false;
    ScriptedServer server(
        [&](const WireRequest &request) { return isAccepted ? good(request) : reply(401, "{}"); });
    EngineFixture fixture(server);
    QVERIFY(!fixture.jobs().has_value());
    isAccepted = true;
    QVERIFY(!fixture.jobs().has_value());
    fixture.engine->forgetCapabilities();
    QVERIFY(fixture.jobs().has_value());
}

void TestEngineCalls::login_isTriedByOneCallAtFirst()
{
    ScriptedServer server([](const WireRequest &) { return reply(401, "{}"); });
    std::vector<std::string> answers;
    Limited fixture(server, 1000);
    for (int i = 0; i < 8; ++i)
        fixture.ask(CallPriority::Refresh, answers, "early");
    QTRY_COMPARE_WITH_TIMEOUT(answers.size(), std::size_t{8}, EngineFixture::PatienceMs);
    QCOMPARE(std::count(answers.begin(), answers.end(), "early unauthorized"), 8);
    QCOMPARE(server.requests().size(), std::size_t{1});
}

void TestEngineCalls::login_thatIsSetIsTriedAtOnce()
{
    ScriptedServer server([](const WireRequest &request) {
        const bool isRight = request.header("Authorization") == "Bearer token-word";
        return isRight ? good(request) : reply(401, "{}");
    });
    EngineFixture fixture(server);
    QVERIFY(!fixture.jobs().has_value());
    QVERIFY(!fixture.jobs().has_value());
    fixture.engine->setLogin("ops", "secret-word", "token-word");
    QVERIFY(fixture.jobs().has_value());
    QCOMPARE(server.requests().size(), std::size_t{2});
}

void TestEngineCalls::forbidden_isNoRefusedLogin()
{
    ScriptedServer server([](const WireRequest &request) {
        return request.target.find("plan/prompt") != std::string::npos ? reply(403, "{}")
                                                                       : good(request);
    });
    EngineFixture fixture(server);
    const auto prompts = EngineFixture::await<mirror::Page<domain::Prompt>>(
        [&](auto done) { fixture.engine->fetchPrompts({}, done); });
    QVERIFY(prompts.error().kind == ErrorKind::Unauthorized);
    QVERIFY(fixture.jobs().has_value());
}

void TestEngineCalls::cutConnection_isTriedOnceMore()
{
    std::atomic<int> asked = 0;
    ScriptedServer server([&](const WireRequest &request) {
        if (++asked > 1)
            return good(request);
        return WireReply{"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"count\"",
                         WireReply::Then::Close};
    });
    EngineFixture fixture(server);
    QVERIFY(fixture.jobs().has_value());
    QCOMPARE(server.requests().size(), std::size_t{2});
    QCOMPARE(fixture.engine->callCounts().failed, std::uint64_t{1});
}

void TestEngineCalls::cutConnection_isNotTriedForever()
{
    ScriptedServer server([](const WireRequest &) {
        return WireReply{"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"count\"",
                         WireReply::Then::Close};
    });
    EngineFixture fixture(server);
    const auto answer = fixture.jobs();
    QVERIFY(answer.error().kind == ErrorKind::Unavailable);
    QVERIFY2(answer.error().message.find("in the middle of the answer") != std::string::npos,
             answer.error().message.c_str());
    QCOMPARE(answer.error().code, std::string("engine_unavailable"));
    QCOMPARE(server.requests().size(), std::size_t{2});
}

void TestEngineCalls::lyingHost_isNamed()
{
    ScriptedServer only(
        [](const WireRequest &) { return reply(200, "{\"results\":[{\"id\":}]}"); });
    EngineFixture fixture(only);
    const auto answer = fixture.jobs();
    QVERIFY(answer.error().kind == ErrorKind::Protocol);
    QVERIFY2(answer.error().message.find(toString(hostOf(only))) != std::string::npos,
             answer.error().message.c_str());
    QVERIFY(!fixture.engine->hosts().at(0).lastError.empty());
    QVERIFY(!fixture.engine->hosts().at(0).lastAnswerAt);
}

void TestEngineCalls::lyingHost_givesWay_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("HTML") << 200 << QByteArray("<html>Please log in: Basic b3BzOnNlY3JldC13b3Jk");
    QTest::newRow("garbage") << 200 << QByteArray("\x01\x02 no {json");
    QTest::newRow("another shape") << 200 << QByteArray("{\"hello\":\"secret-word\"}");
    QTest::newRow("redirect") << 302 << QByteArray("secret-word");
    QTest::newRow("5xx that repeats the request")
        << 500 << QByteArray("{\"message\":\"ops, secret-word is wrong\"}");
}

void TestEngineCalls::lyingHost_givesWay()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    ScriptedServer first([&](const WireRequest &) { return reply(status, body.toStdString()); });
    ScriptedServer second(good);
    EngineFixture fixture(plainSettings({hostOf(first), hostOf(second)}));
    QVERIFY(fixture.jobs().has_value());
    QVERIFY(fixture.jobs().has_value());
    QCOMPARE(first.requests().size(), std::size_t{1});
    const auto hosts = fixture.engine->hosts();
    QVERIFY(!hosts.at(0).isInUse && hosts.at(1).isInUse);
    QVERIFY(!hosts.at(0).lastError.empty() && hosts.at(1).lastError.empty());
    QVERIFY2(hosts.at(0).lastError.find("secret-word") == std::string::npos,
             hosts.at(0).lastError.c_str());
    QVERIFY(hosts.at(0).lastError.find("b3BzOnNlY3JldC13b3Jk") == std::string::npos);
}

void TestEngineCalls::lyingHost_ofAnotherPlanIsNamed()
{
    std::atomic<bool> isUp = true;
    const auto engine = [&isUp](const char *master, const char *plan) {
        return [&isUp, master, plan](const WireRequest &request) {
            const bool isFirst = std::string_view(master) == "MDM01";
            if (isFirst && !isUp)
                return reply(503, "{}");
            if (request.target == "/twsd/engine/info")
                return reply(200, "{\"version\":\"10.2\",\"workstationName\":\"MDM01\","
                                  "\"masterWorkstation\":\"" +
                                      std::string(master) + "\"}");
            if (request.target.find("/info") != std::string::npos)
                return reply(200, Info);
            return reply(200, "{\"count\":1,\"results\":[{\"id\":\"a\",\"planId\":\"" +
                                  std::string(plan) + "\"}]}");
        };
    };
    ScriptedServer first(engine("MDM01", "plan1"));
    ScriptedServer second(engine("MDM02", "plan2"));
    EngineFixture fixture(plainSettings({hostOf(first), hostOf(second)}));
    const auto before = fixture.identity();
    QCOMPARE(before->host, toString(hostOf(first)));
    QVERIFY(before->isActiveMaster == true);
    QCOMPARE(fixture.jobs()->rows.at(0).planId.value(), std::string("plan1"));
    isUp = false;
    QCOMPARE(fixture.jobs()->rows.at(0).planId.value(), std::string("plan2"));
    const auto after = fixture.identity();
    QCOMPARE(after->host, toString(hostOf(second)));
    QVERIFY(after->isActiveMaster == false); // the backup, and it says so
}

void TestEngineCalls::lyingHost_with5xxGivesWay()
{
    ScriptedServer first([](const WireRequest &) {
        return reply(500, R"({"messages":["AWSJDB801E The database is away."]})");
    });
    ScriptedServer second(good);
    EngineFixture fixture(plainSettings({hostOf(first), hostOf(second)}));
    QVERIFY(fixture.jobs().has_value());
    QVERIFY(fixture.jobs().has_value());
    QCOMPARE(first.requests().size(), std::size_t{1});
    QVERIFY(fixture.engine->hosts().at(0).lastError.find("AWSJDB801E") != std::string::npos);
}

void TestEngineCalls::firstHost_isTriedAgainByOneCall()
{
    std::atomic<bool> isUp = false;
    ScriptedServer first(
        [&](const WireRequest &request) { return isUp ? good(request) : reply(503, "{}"); });
    ScriptedServer second(good);
    EngineFixture fixture(plainSettings({hostOf(first), hostOf(second)}));
    QVERIFY(fixture.jobs().has_value());
    QCOMPARE(first.requests().size(), std::size_t{1});
    const auto askFive = [&] {
        std::vector<bool> answers;
        for (int i = 0; i < 5; ++i)
            fixture.engine->fetchJobs({}, [&](auto page) { answers.push_back(page.has_value()); });
        return QTest::qWaitFor([&] { return answers.size() == 5; }, EngineFixture::PatienceMs) &&
               std::count(answers.begin(), answers.end(), true) == 5;
    };
    fixture.clock.advance(61s);
    QVERIFY(askFive());
    QCOMPARE(first.requests().size(), std::size_t{2});
    QVERIFY(fixture.engine->hosts().at(1).isInUse);
    isUp = true;
    QVERIFY(askFive());
    QCOMPARE(first.requests().size(), std::size_t{2}); // not yet
    fixture.clock.advance(61s);
    QVERIFY(fixture.jobs().has_value());
    QVERIFY(fixture.engine->hosts().at(0).isInUse);
    QVERIFY(askFive());
    QCOMPARE(first.requests().size(), std::size_t{8});
}

void TestEngineCalls::firstHost_isNotTriedByAPerson()
{
    ScriptedServer second(good);
    EngineFixture fixture(plainSettings({{"127.0.0.1", closedPort()}, hostOf(second)}));
    QVERIFY(fixture.jobs().has_value());
    const auto failed = fixture.engine->callCounts().failed;
    fixture.clock.advance(61s);
    QVERIFY(fixture.jobs(pageFor(CallPriority::Person)).has_value());
    QCOMPARE(fixture.engine->callCounts().failed, failed);
    QVERIFY(fixture.jobs(pageFor(CallPriority::Sweep)).has_value());
    QCOMPARE(fixture.engine->callCounts().failed, failed + 1);
}

void TestEngineCalls::otherHost_mayHaveAnotherApi()
{
    std::atomic<bool> isUp = true;
    ScriptedServer first(
        [&](const WireRequest &request) { return isUp ? good(request) : reply(502, "{}"); });
    ScriptedServer second([](const WireRequest &request) {
        if (request.target == "/twsd/engine/info")
            return reply(200, "{\"version\":\"9.5\"}");
        return request.target == "/twsd/plan/current/job/query" ? reply(200, "[{\"id\":\"old\"}]")
                                                                : reply(404, "{}");
    });
    EngineFixture fixture(plainSettings({hostOf(first), hostOf(second)}));
    QCOMPARE(fixture.identity()->apis.front(), std::string("v2"));
    isUp = false;
    QCOMPARE(fixture.identity()->apis, std::vector<std::string>{"v1"});
    QCOMPARE(fixture.jobs()->rows.at(0).id.value(), std::string("old"));
    isUp = true;
    fixture.clock.advance(61s);
    static_cast<void>(fixture.identity()); // of whichever host: the way back begins here
    QCOMPARE(fixture.identity()->apis.front(), std::string("v2"));
    QVERIFY(fixture.jobs()->rows.empty());
}

void TestEngineCalls::slowFirstByte_isATimeout()
{
    ScriptedServer server([](const WireRequest &) {
        return WireReply{"", WireReply::Then::Silence};
    });
    auto settings = plainSettings({hostOf(server)});
    settings.readTimeout = 100ms;
    EngineFixture fixture(settings);
    const auto answer = fixture.jobs();
    QVERIFY(answer.error().kind == ErrorKind::Timeout);
    QCOMPARE(answer.error().code, std::string("engine_timeout"));
    QCOMPARE(server.requests().size(), std::size_t{1});
}

void TestEngineCalls::answers_data()
{
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<bool>("isRead");
    QTest::newRow("unknown enums")
        << QByteArray(
               R"({"id":"a","lastRunCommonStatus":"DREAMING","jobruns":[{"id":"r","rerunType":"SIDEWAYS"}]})")
        << true;
    QTest::newRow("null members")
        << QByteArray(
               R"({"id":"a","name":null,"jobruns":null,"jobOptions":null,"timeRestrictions":null,"priority":null})")
        << true;
    QTest::newRow("members of other types")
        << QByteArray(R"({"id":"a","name":7,"jobruns":"x","jobOptions":[1],"priority":"ten"})")
        << true;
    QTest::newRow("huge field") << "{\"id\":\"a\",\"name\":\"" + QByteArray(3 << 20, 'x') + "\"}"
                                << true;
    QTest::newRow("cut JSON") << QByteArray(R"({"id":"a","name":)") << false;
    QTest::newRow("garbage") << QByteArray("\x01\x02 this is {not json") << false;
}

void TestEngineCalls::answers()
{
    QFETCH(QByteArray, row);
    QFETCH(bool, isRead);
    ScriptedServer server([&](const WireRequest &) {
        return reply(200, "{\"count\":1,\"results\":[" + row.toStdString() + "]}");
    });
    EngineFixture fixture(server);
    const auto page = fixture.jobs();
    QCOMPARE(page.has_value(), isRead);
    if (isRead)
        QCOMPARE(page->rows.at(0).id.value(), std::string("a"));
    else
        QVERIFY(page.error().kind == ErrorKind::Protocol);
}

void TestEngineCalls::destructionWhileWaiting_answersCancelled()
{
    ScriptedServer server(good);
    std::vector<std::string> answers;
    Limited fixture(server, 10);
    for (int i = 0; i < 12; ++i)
        fixture.ask(CallPriority::Sweep, answers, "sweep");
    QTRY_COMPARE_WITH_TIMEOUT(answers.size(), std::size_t{8}, EngineFixture::PatienceMs);
    fixture.engine.reset();
    QCOMPARE(std::count(answers.begin(), answers.end(), "sweep cancelled"), 4);
    fixture.advance(61s); // timers of the dead engine do nothing
}

QTEST_GUILESS_MAIN(TestEngineCalls)
#include "tst_EngineCalls.moc"

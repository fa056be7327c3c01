// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/AgentClient.h"
#include "shared/core/Clock.h"
#include "tests/support/Bytes.h"
#include "tests/support/FakeAgent.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <memory>
#include <optional>

using namespace resync;
using namespace resync::console;
using resync::test::FakeAgent;
using resync::test::jsonAnswer;
using resync::test::problemAnswer;

namespace {

constexpr int Patience = 30000;

/// Quick enough for a test, and still above what a busy machine needs for an answer.
ClientTimings quick()
{
    ClientTimings timings;
    timings.healthInterval = milliseconds(50);
    timings.planInterval = milliseconds(100);
    timings.slowInterval = milliseconds(100);
    timings.healthTimeout = milliseconds(1000);
    timings.connectTimeout = milliseconds(1000);
    timings.fetchTimeout = milliseconds(1000);
    timings.firstRetry = milliseconds(50);
    timings.longestRetry = milliseconds(200);
    return timings;
}

AgentEndpoint endpointOf(const FakeAgent &agent)
{
    AgentEndpoint endpoint;
    endpoint.url = agent.url();
    endpoint.user = QStringLiteral("ann");
    return endpoint;
}

/// For QCOMPARE, which cannot print the kind itself.
QByteArray word(ErrorKind kind)
{
    return test::bytes(toString(kind));
}

/// What a client said, newest value of each.
struct Watcher
{
    explicit Watcher(AgentClient &client)
        : states(&client, &AgentClient::stateChanged)
        , failures(&client, &AgentClient::fetchFailed)
    {
        QObject::connect(&client, &AgentClient::jobsChanged, &context,
                         [this](const Dated<JobRows> &answer) {
                             jobs = answer;
                             ++jobsCount;
                         });
        QObject::connect(&client, &AgentClient::planChanged, &context,
                         [this](const Dated<domain::Plan> &answer) { plan = answer; });
        QObject::connect(&client, &AgentClient::healthChanged, &context,
                         [this](const domain::Health &answer) { health = answer; });
    }

    [[nodiscard]] std::optional<Error> failureOf(Topic topic) const
    {
        for (const auto &arguments : failures)
            if (arguments.at(0).value<Topic>() == topic)
                return arguments.at(1).value<Error>();
        return std::nullopt;
    }

    QObject context;
    QSignalSpy states;
    QSignalSpy failures;
    std::optional<Dated<JobRows>> jobs;
    int jobsCount = 0;
    std::optional<Dated<domain::Plan>> plan;
    std::optional<domain::Health> health;
};

} // namespace

class tst_AgentClient final : public QObject
{
    Q_OBJECT

    SystemClock m_clock;

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void connectTo_bringsEverythingWatched()
    {
        FakeAgent agent;
        agent.behaveWell();
        AgentClient client(m_clock, quick());
        Watcher watcher(client);
        QSignalSpy stats(&client, &AgentClient::cacheStatsChanged);
        QSignalSpy config(&client, &AgentClient::configChanged);
        QSignalSpy metrics(&client, &AgentClient::metricsSampled);
        QSignalSpy workstations(&client, &AgentClient::workstationsChanged);
        client.setWatched(Topic::Jobs | Topic::CacheStats | Topic::Config | Topic::Metrics |
                          Topic::Workstations);
        client.connectTo(endpointOf(agent), QStringLiteral("pw"));
        QCOMPARE(client.state().phase, ConnectionPhase::Connecting);
        QTRY_VERIFY_WITH_TIMEOUT(watcher.jobs && watcher.plan && watcher.health, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(!stats.isEmpty() && !config.isEmpty() && !metrics.isEmpty() &&
                                     !workstations.isEmpty(),
                                 Patience);
        QVERIFY(client.state().isOnline());
        QVERIFY(client.state().lastContactAt);
        QCOMPARE(watcher.health->components.size(), 2U);
        QCOMPARE(watcher.plan->value.timeZone, "Europe/Zurich");
        QCOMPARE(watcher.plan->revision, "e.1");
        QCOMPARE(watcher.jobs->value->size(), 3U);
        QCOMPARE(watcher.jobs->freshness.asOf, test::someStamp().freshness.asOf);
        QVERIFY(watcher.failures.isEmpty());
    }

    void jobs_areReadPageByPageInOrderOfTheirIds()
    {
        FakeAgent agent;
        agent.behaveWell();
        agent.on("/api/v1/jobs?limit=2&cursor=n%2F1",
                 jsonAnswer(test::jobsBody({test::someJob("a", domain::Status::Ready)}, {},
                                           test::someStamp())));
        agent.on("/api/v1/jobs?limit=2",
                 jsonAnswer(test::jobsBody({test::someJob("c", domain::Status::Ready),
                                            test::someJob("b", domain::Status::Ready)},
                                           "n/1", test::someStamp())));
        ClientTimings timings = quick();
        timings.jobsPerPage = 2;
        AgentClient client(m_clock, timings);
        Watcher watcher(client);
        client.setWatched(Topic::Jobs);
        client.connectTo(endpointOf(agent), QStringLiteral("pw"));
        QTRY_VERIFY_WITH_TIMEOUT(watcher.jobs, Patience);
        QCOMPARE(watcher.jobs->value->size(), 3U);
        QCOMPARE(watcher.jobs->value->at(0).id.value(), "a");
        QCOMPARE(watcher.jobs->value->at(2).id.value(), "c");
    }

    void jobs_notModifiedKeepsTheRowsAndMovesTheirAge()
    {
        FakeAgent agent;
        agent.behaveWell();
        AgentClient client(m_clock, quick());
        Watcher watcher(client);
        client.setWatched(Topic::Jobs);
        client.connectTo(endpointOf(agent), QStringLiteral("pw"));
        QTRY_COMPARE_WITH_TIMEOUT(watcher.jobsCount, 1, Patience);
        const JobRows before = watcher.jobs->value;

        protocol::Stamp later = test::someStamp();
        later.freshness.asOf = *later.freshness.asOf + std::chrono::seconds(30);
        agent.on("/api/v1/jobs", "HTTP/1.1 304 Not Modified\r\nETag: W/\"e-1-f\"\r\n"
                                 "Resync-As-Of: 2026-11-24T02:00:30.000Z\r\n"
                                 "Resync-Stale: false\r\n\r\n");
        agent.on("/api/v1/plan", jsonAnswer(test::planBody(later)));
        QTRY_COMPARE_WITH_TIMEOUT(watcher.jobsCount, 2, Patience);
        QCOMPARE(watcher.jobs->value, before);
        QCOMPARE(watcher.jobs->freshness.asOf, later.freshness.asOf);
        QCOMPARE(agent.seen().last().target.isEmpty(), false);
        QByteArray tag;
        for (const auto &request : agent.seen())
            if (request.target.startsWith("/api/v1/jobs"))
                tag = request.headers.value("if-none-match");
        QCOMPARE(tag, "W/\"e-1-f\"");
    }

    void jobs_areNotAskedForWhileThePlanStands()
    {
        FakeAgent agent;
        agent.behaveWell();
        AgentClient client(m_clock, quick());
        Watcher watcher(client);
        client.setWatched(Topic::Jobs);
        client.connectTo(endpointOf(agent), QStringLiteral("pw"));
        QTRY_VERIFY_WITH_TIMEOUT(agent.countOf("/api/v1/plan") > 5, Patience);
        QVERIFY(agent.countOf("/api/v1/jobs") <= 2); // once, and perhaps once more with the plan
        client.refresh();
        QTRY_VERIFY_WITH_TIMEOUT(watcher.jobsCount >= 2, Patience);
    }

    void loss_isSeenWithinThreeSecondsAndReturnWithinFive()
    {
        FakeAgent agent;
        agent.behaveWell();
        AgentClient client(m_clock); // the real spans
        Watcher watcher(client);
        client.setWatched(Topic::Jobs);
        client.connectTo(endpointOf(agent), QStringLiteral("pw"));
        QTRY_VERIFY_WITH_TIMEOUT(watcher.jobs, Patience);

        agent.vanish();
        QElapsedTimer timer;
        timer.start();
        QTRY_COMPARE_WITH_TIMEOUT(client.state().phase, ConnectionPhase::Retrying, 3000);
        QVERIFY(client.state().nextRetryAt);
        QTRY_COMPARE_WITH_TIMEOUT(client.state().trouble, ConnectionTrouble::Refused, Patience);
        const int before = watcher.jobsCount;

        agent.comeBack();
        QTRY_VERIFY_WITH_TIMEOUT(client.state().isOnline(), 5000);
        QVERIFY(!client.state().nextRetryAt);
        QTRY_VERIFY_WITH_TIMEOUT(watcher.jobsCount > before, Patience);
    }

    void silence_isSeenWithinThreeSeconds()
    {
        FakeAgent agent;
        agent.behaveWell();
        AgentClient client(m_clock);
        client.connectTo(endpointOf(agent), QStringLiteral("pw"));
        QTRY_VERIFY_WITH_TIMEOUT(client.state().isOnline(), Patience);
        agent.on("/api/v1/health", QByteArray());
        QTRY_COMPARE_WITH_TIMEOUT(client.state().phase, ConnectionPhase::Retrying, 3500);
        QCOMPARE(client.state().trouble, ConnectionTrouble::Timeout);
    }

    void firstAnswer_decides_data()
    {
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<ConnectionPhase>("phase");
        QTest::addColumn<ConnectionTrouble>("trouble");
        const QByteArray page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                                "Content-Length: 4\r\n\r\n<p/>";
        QTest::newRow("wrong password") << problemAnswer("unauthorized") << ConnectionPhase::Failed
                                        << ConnectionTrouble::Unauthorized;
        QTest::newRow("locked out") << problemAnswer("locked_out") << ConnectionPhase::Failed
                                    << ConnectionTrouble::LockedOut;
        QTest::newRow("forbidden") << problemAnswer("forbidden") << ConnectionPhase::Failed
                                   << ConnectionTrouble::Forbidden;
        QTest::newRow("not found") << problemAnswer("not_found") << ConnectionPhase::Failed
                                   << ConnectionTrouble::NotAResyncAgent;
        QTest::newRow("a page") << page << ConnectionPhase::Failed
                                << ConnectionTrouble::NotAResyncAgent;
        QTest::newRow("other JSON") << jsonAnswer(R"({"status":"ok"})") << ConnectionPhase::Failed
                                    << ConnectionTrouble::NotAResyncAgent;
        QTest::newRow("JSON of a wrong type")
            << jsonAnswer(R"({"status":7})") << ConnectionPhase::Failed
            << ConnectionTrouble::NotAResyncAgent;
        QTest::newRow("a proxy's 502")
            << QByteArray("HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n")
            << ConnectionPhase::Retrying << ConnectionTrouble::ServerError;
        QTest::newRow("500") << problemAnswer("internal") << ConnectionPhase::Retrying
                             << ConnectionTrouble::ServerError;
        QTest::newRow("silence") << QByteArray() << ConnectionPhase::Retrying
                                 << ConnectionTrouble::Timeout;
        QTest::newRow("cut off") << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\n"
                                               "Content-Length: 9\r\n\r\nab")
                                 << ConnectionPhase::Retrying << ConnectionTrouble::Unreachable;
    }
    void firstAnswer_decides()
    {
        QFETCH(QByteArray, wire);
        QFETCH(ConnectionPhase, phase);
        QFETCH(ConnectionTrouble, trouble);
        FakeAgent agent;
        agent.behaveWell();
        agent.on("/api/v1/health", wire);
        AgentClient client(m_clock, quick());
        client.connectTo(endpointOf(agent), QStringLiteral("pw"));
        QTRY_COMPARE_WITH_TIMEOUT(client.state().trouble, trouble, Patience);
        QCOMPARE(client.state().phase, phase);
        if (phase == ConnectionPhase::Retrying)
            return;
        const auto asked = agent.seen().size();
        QTest::qWait(300); // nothing more may come: that has no signal to wait for
        QCOMPARE(agent.seen().size(), asked);
        agent.behaveWell();
        client.reconnect();
        QTRY_VERIFY_WITH_TIMEOUT(client.state().isOnline(), Patience);
    }

    void refusedPlan_stopsAndAsks()
    {
        FakeAgent agent;
        agent.behaveWell();
        agent.on("/api/v1/plan", problemAnswer("unauthorized"));
        AgentClient client(m_clock, quick());
        client.connectTo(endpointOf(agent), QStringLiteral("wrong"));
        QTRY_COMPARE_WITH_TIMEOUT(client.state().phase, ConnectionPhase::Failed, Patience);
        QCOMPARE(client.state().trouble, ConnectionTrouble::Unauthorized);
    }

    void anAgentThatWasThere_isRetriedWhateverAnswers()
    {
        FakeAgent agent;
        agent.behaveWell();
        AgentClient client(m_clock, quick());
        client.connectTo(endpointOf(agent), QStringLiteral("pw"));
        QTRY_VERIFY_WITH_TIMEOUT(client.state().isOnline(), Patience);
        agent.on("/api/v1/health", problemAnswer("not_found"));
        QTRY_COMPARE_WITH_TIMEOUT(client.state().phase, ConnectionPhase::Retrying, Patience);
        agent.behaveWell();
        QTRY_VERIFY_WITH_TIMEOUT(client.state().isOnline(), Patience);
    }

    void noPlan_isAFailureOfTheTopicAlone()
    {
        FakeAgent agent;
        agent.behaveWell();
        agent.on("/api/v1/plan", problemAnswer("no_plan"));
        agent.on("/api/v1/config", problemAnswer("forbidden"));
        AgentClient client(m_clock, quick());
        Watcher watcher(client);
        client.setWatched(Topic::Config);
        client.connectTo(endpointOf(agent), QStringLiteral("pw"));
        QTRY_VERIFY_WITH_TIMEOUT(watcher.failureOf(Topic::Plan) && watcher.failureOf(Topic::Config),
                                 Patience);
        QCOMPARE(watcher.failureOf(Topic::Plan)->code, "no_plan");
        QCOMPARE(word(watcher.failureOf(Topic::Config)->kind), "unauthorized");
        QVERIFY(client.state().isOnline());
        QTRY_VERIFY_WITH_TIMEOUT(agent.countOf("/api/v1/plan") > 3, Patience);
        QCOMPARE(agent.countOf("/api/v1/config"), 1); // asking again would not help
    }

    void wrongJson_isAFailureOfTheTopicThatNamesThePlace()
    {
        FakeAgent agent;
        agent.behaveWell();
        agent.on("/api/v1/jobs",
                 jsonAnswer(R"({"items":[{"id":7}],"total":1,"next_cursor":null})"));
        AgentClient client(m_clock, quick());
        Watcher watcher(client);
        client.setWatched(Topic::Jobs);
        client.connectTo(endpointOf(agent), QStringLiteral("pw"));
        QTRY_VERIFY_WITH_TIMEOUT(watcher.failureOf(Topic::Jobs), Patience);
        QCOMPARE(word(watcher.failureOf(Topic::Jobs)->kind), "protocol");
        QVERIFY(!watcher.jobs);
        QVERIFY(client.state().isOnline());
    }

    void connectTo_anotherAgentDropsLateAnswers()
    {
        FakeAgent slow;
        slow.behaveWell();
        FakeAgent other;
        other.behaveWell();
        other.on("/api/v1/jobs",
                 jsonAnswer(test::jobsBody({test::someJob("z", domain::Status::Ready)}, {},
                                           test::someStamp())));
        AgentClient client(m_clock, quick());
        Watcher watcher(client);
        client.setWatched(Topic::Jobs);
        client.connectTo(endpointOf(slow), QStringLiteral("pw"));
        QTRY_VERIFY_WITH_TIMEOUT(slow.countOf("/api/v1/jobs") == 1, Patience);
        client.connectTo(endpointOf(other), QStringLiteral("pw"));
        watcher.jobs.reset();
        QTRY_VERIFY_WITH_TIMEOUT(watcher.jobs, Patience);
        QCOMPARE(watcher.jobs->value->size(), 1U);
        QCOMPARE(watcher.jobs->value->front().id.value(), "z");
    }

    void disconnect_asksNothingMore()
    {
        FakeAgent agent;
        agent.behaveWell();
        AgentClient client(m_clock, quick());
        client.connectTo(endpointOf(agent), QStringLiteral("pw"));
        QTRY_VERIFY_WITH_TIMEOUT(client.state().isOnline(), Patience);
        client.disconnectFromAgent();
        QCOMPARE(client.state().phase, ConnectionPhase::Disconnected);
        const auto asked = agent.seen().size();
        QTest::qWait(300);
        QVERIFY(agent.seen().size() <= asked + 1); // one may have been on its way
        client.reconnect();
        QCOMPARE(client.state().phase, ConnectionPhase::Disconnected);
    }

    void invalidate_answersOnce()
    {
        FakeAgent agent;
        agent.behaveWell();
        AgentClient client(m_clock, quick());
        client.connectTo(endpointOf(agent), QStringLiteral("pw"));
        std::optional<Result<domain::InvalidationReport>> answer;
        QObject context;
        client.invalidate(InvalidateScope::Jobs, true, &context,
                          [&](Result<domain::InvalidationReport> report) { answer = report; });
        QTRY_VERIFY_WITH_TIMEOUT(answer, Patience);
        QVERIFY(*answer);
        QCOMPARE((*answer)->engineCalls, 4U);
        for (const auto &request : agent.seen())
            if (request.method == "POST")
                QCOMPARE(request.target, "/api/v1/cache/invalidate?scope=jobs&dry_run=true");
        QCOMPARE(agent.countOf("/api/v1/cache/invalidate"), 1);
    }

    void invalidate_tellsWhyNot_data()
    {
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("not an admin")
            << problemAnswer("forbidden") << QByteArray("unauthorized") << QByteArray("forbidden");
        QTest::newRow("no admin account")
            << problemAnswer("no_admin_account") << QByteArray("unavailable")
            << QByteArray("no_admin_account");
        QTest::newRow("too often") << problemAnswer("rate_limited") << QByteArray("unavailable")
                                   << QByteArray("rate_limited");
        QTest::newRow("a page") << QByteArray("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                                              "Content-Length: 4\r\n\r\n<p/>")
                                << QByteArray("protocol") << QByteArray();
    }
    void invalidate_tellsWhyNot()
    {
        QFETCH(QByteArray, wire);
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, code);
        FakeAgent agent;
        agent.behaveWell();
        agent.on("/api/v1/cache/invalidate", wire);
        AgentClient client(m_clock, quick());
        client.connectTo(endpointOf(agent), QStringLiteral("pw"));
        std::optional<Result<domain::InvalidationReport>> answer;
        QObject context;
        client.invalidate(InvalidateScope::System, false, &context,
                          [&](Result<domain::InvalidationReport> report) { answer = report; });
        QTRY_VERIFY_WITH_TIMEOUT(answer, Patience);
        QVERIFY(!*answer);
        QCOMPARE(word(answer->error().kind), kind);
        QCOMPARE(QByteArray::fromStdString(answer->error().code), code);
    }

    void invalidate_isCancelledByHandleAndByTheClientsEnd()
    {
        FakeAgent agent;
        agent.behaveWell();
        agent.on("/api/v1/cache/invalidate", QByteArray());
        QList<QByteArray> ends;
        QObject context;
        const auto note = [&](const Result<domain::InvalidationReport> &report) {
            ends << (report ? QByteArray("done") : word(report.error().kind));
        };
        {
            AgentClient client(m_clock, quick());
            client.connectTo(endpointOf(agent), QStringLiteral("pw"));
            const quint64 first = client.invalidate(InvalidateScope::System, false, &context, note);
            client.cancel(first);
            QCOMPARE(ends, QList<QByteArray>{"cancelled"});
            client.invalidate(InvalidateScope::System, false, &context, note);
            auto dying = std::make_unique<QObject>();
            client.invalidate(InvalidateScope::System, false, dying.get(), note);
            dying.reset();
        }
        QCOMPARE(ends, (QList<QByteArray>{"cancelled", "cancelled"}));
    }

    void destruction_whileBusy()
    {
        FakeAgent agent;
        agent.behaveWell();
        std::vector<domain::Job> many;
        for (int i = 0; i < 500; ++i)
            many.push_back(test::someJob("id" + std::to_string(i), domain::Status::Ready));
        agent.on("/api/v1/jobs", jsonAnswer(test::jobsBody(many, {}, test::someStamp())));
        for (int round = 0; round < 60; ++round) {
            auto client = std::make_unique<AgentClient>(m_clock, quick());
            client->setWatched(Topic::Jobs | Topic::Metrics | Topic::CacheStats);
            client->connectTo(endpointOf(agent), QStringLiteral("pw"));
            const int asked = agent.countOf("/api/v1/jobs");
            if (round % 3 == 1)
                QTRY_VERIFY_WITH_TIMEOUT(client->state().isOnline(), Patience);
            if (round % 3 == 2)
                QTRY_VERIFY_WITH_TIMEOUT(agent.countOf("/api/v1/jobs") > asked, Patience);
            client.reset();
        }
    }
};

QTEST_GUILESS_MAIN(tst_AgentClient)
#include "tst_AgentClient.moc"

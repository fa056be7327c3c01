// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/ConnectionTest.h"
#include "shared/core/Clock.h"
#include "tests/support/FakeAgent.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace resync;
using namespace resync::console;
using resync::test::FakeAgent;
using resync::test::jsonAnswer;
using resync::test::problemAnswer;

namespace {

constexpr int Patience = 20000;

AgentEndpoint endpointOf(const FakeAgent &agent)
{
    AgentEndpoint endpoint;
    endpoint.url = agent.url();
    endpoint.user = QStringLiteral("ann");
    return endpoint;
}

TestStep step(const ConnectionTest &test, TestStepKind kind)
{
    return test.report().at(static_cast<std::size_t>(kind));
}

} // namespace

class tst_ConnectionTest final : public QObject
{
    Q_OBJECT

    SystemClock m_clock;

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void start_passesEveryStepOfAnAgent()
    {
        FakeAgent agent;
        agent.behaveWell();
        ConnectionTest test(m_clock);
        QSignalSpy finished(&test, &ConnectionTest::finished);
        test.start(endpointOf(agent), QStringLiteral("pw"));
        QVERIFY(test.isRunning());
        QCOMPARE(step(test, TestStepKind::Reach).outcome, TestOutcome::Running);
        QVERIFY(finished.wait(Patience));
        QVERIFY(hasPassed(test.report()));
        QVERIFY(!test.isRunning());
        QCOMPARE(step(test, TestStepKind::Tls).outcome, TestOutcome::NotNeeded);
        QCOMPARE(step(test, TestStepKind::Version).detail, QStringLiteral("0.1.0"));
        QVERIFY(step(test, TestStepKind::Reach).latency);
        QCOMPARE(step(test, TestStepKind::Reach).detail,
                 QStringLiteral("127.0.0.1:%1").arg(agent.url().port()));
    }

    void start_anAgentWithoutAPlanPasses()
    {
        FakeAgent agent;
        agent.behaveWell();
        agent.on("/api/v1/plan", problemAnswer("no_plan"));
        ConnectionTest test(m_clock);
        QSignalSpy finished(&test, &ConnectionTest::finished);
        test.start(endpointOf(agent), QStringLiteral("pw"));
        QVERIFY(finished.wait(Patience));
        QVERIFY(hasPassed(test.report()));
    }

    void start_stopsAtTheStepThatFails_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<TestStepKind>("failed");
        QTest::addColumn<ConnectionTrouble>("trouble");
        QTest::newRow("silence") << QByteArray("/api/health") << QByteArray() << TestStepKind::Reach
                                 << ConnectionTrouble::Timeout;
        QTest::newRow("another service")
            << QByteArray("/api/health")
            << QByteArray("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n") << TestStepKind::Version
            << ConnectionTrouble::NotAResyncAgent;
        QTest::newRow("wrong password")
            << QByteArray("/api/v1/plan") << problemAnswer("unauthorized") << TestStepKind::SignIn
            << ConnectionTrouble::Unauthorized;
        QTest::newRow("locked out") << QByteArray("/api/v1/plan") << problemAnswer("locked_out")
                                    << TestStepKind::SignIn << ConnectionTrouble::LockedOut;
        QTest::newRow("no version") << QByteArray("/api/config") << jsonAnswer("[]")
                                    << TestStepKind::Version << ConnectionTrouble::NotAResyncAgent;
        QTest::newRow("a page instead of JSON")
            << QByteArray("/api/config")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                          "Content-Length: 4\r\n\r\n<p/>")
            << TestStepKind::Version << ConnectionTrouble::NotAResyncAgent;
    }
    void start_stopsAtTheStepThatFails()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, wire);
        QFETCH(TestStepKind, failed);
        QFETCH(ConnectionTrouble, trouble);
        FakeAgent agent;
        agent.behaveWell();
        agent.on(path, wire);
        ConnectionTest test(m_clock, milliseconds(wire.isEmpty() ? 200 : 10000));
        QSignalSpy finished(&test, &ConnectionTest::finished);
        test.start(endpointOf(agent), QStringLiteral("pw"));
        QVERIFY(finished.wait(Patience));
        QVERIFY(!hasPassed(test.report()));
        QCOMPARE(step(test, failed).outcome, TestOutcome::Failed);
        QCOMPARE(step(test, failed).trouble, trouble);
        for (const TestStep &each : test.report())
            QVERIFY(each.outcome != TestOutcome::Running);
    }

    void start_anonymousNeedsNoSignInWhereReadingIsPublic()
    {
        FakeAgent agent;
        agent.behaveWell();
        AgentEndpoint endpoint = endpointOf(agent);
        endpoint.user.clear();
        ConnectionTest test(m_clock);
        QSignalSpy finished(&test, &ConnectionTest::finished);
        test.start(endpoint, {});
        QVERIFY(finished.wait(Patience));
        QCOMPARE(step(test, TestStepKind::SignIn).outcome, TestOutcome::NotNeeded);
    }

    void start_againDropsTheOldTest()
    {
        FakeAgent agent;
        agent.behaveWell();
        ConnectionTest test(m_clock);
        QSignalSpy finished(&test, &ConnectionTest::finished);
        for (int i = 0; i < 5; ++i)
            test.start(endpointOf(agent), QStringLiteral("pw"));
        QVERIFY(finished.wait(Patience));
        QVERIFY(hasPassed(test.report()));
        QCOMPARE(finished.count(), 1);
    }

    void cancel_endsWithoutAWord()
    {
        FakeAgent agent;
        agent.behaveWell();
        ConnectionTest test(m_clock);
        QSignalSpy finished(&test, &ConnectionTest::finished);
        test.start(endpointOf(agent), QStringLiteral("pw"));
        test.cancel();
        QVERIFY(!test.isRunning());
        QCOMPARE(finished.count(), 0);
        for (int i = 0; i < 50; ++i) {
            auto shortLived = std::make_unique<ConnectionTest>(m_clock);
            shortLived->start(endpointOf(agent), QStringLiteral("pw"));
            QCoreApplication::processEvents();
        }
    }
};

QTEST_GUILESS_MAIN(tst_ConnectionTest)
#include "tst_ConnectionTest.moc"

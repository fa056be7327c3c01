// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/http/TestServer.h"

#include <QtTest>

#include <thread>

using namespace resync::http;
using namespace resync::test;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds Short{100};
constexpr milliseconds Long{60'000};

/// Only the named deadline is short, so that no other can end the wait.
ServerSettings settingsWith(milliseconds ServerSettings::*deadline)
{
    ServerSettings settings = testSettings();
    settings.headerTimeout = Long;
    settings.bodyTimeout = Long;
    settings.idleTimeout = Long;
    settings.writeTimeout = Long;
    settings.handlerTimeout = Long;
    settings.*deadline = Short;
    return settings;
}

} // namespace

class TestServerDeadlines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void halfSentHead_is408();
    void drippingHead_doesNotRenewTheDeadline();
    void halfSentBody_is408_data();
    void halfSentBody_is408();
    void unansweredContinue_is408();
    void silentConnection_isClosedWithoutAWord();
    void keptConnection_isClosedWithoutAWord();
    void slowReader_isCutOff();
    void steadyReader_getsALongAnswerWhole();
    void slowHandler_hasADeadlineOfItsOwn();
    void handlerThatNeverAnswers_is503();
    void handlerThatAnswersTooLate_isNotHeard();
};

void TestServerDeadlines::halfSentHead_is408()
{
    const TestServer server(settingsWith(&ServerSettings::headerTimeout));
    auto client = server.connect();
    const Reply reply = client.exchange("GET /hello HTTP/1.1\r\nHost:");
    QCOMPARE(reply.status, 408);
    QCOMPARE(reply.body, std::string("request_timeout|/hello"));
    QCOMPARE(reply.header("Connection"), std::string("close"));
    QVERIFY(client.isClosedByServer());
}

void TestServerDeadlines::drippingHead_doesNotRenewTheDeadline()
{
    const TestServer server(settingsWith(&ServerSettings::headerTimeout));
    auto client = server.connect();
    client.send("GET /hello HTTP/1.1\r\nX: ");
    QDeadlineTimer deadline(milliseconds(20'000));
    while (!client.hasInput(milliseconds(10)) && !deadline.hasExpired())
        client.send("x");
    QCOMPARE(client.receive().status, 408);
}

void TestServerDeadlines::halfSentBody_is408_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("length") << QByteArray("Content-Length: 9\r\n") << QByteArray("abc");
    QTest::newRow("chunk") << QByteArray("Transfer-Encoding: chunked\r\n")
                           << QByteArray("9\r\nabc");
    QTest::newRow("nothing") << QByteArray("Content-Length: 9\r\n") << QByteArray();
}

void TestServerDeadlines::halfSentBody_is408()
{
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, body);
    const TestServer server(settingsWith(&ServerSettings::bodyTimeout));
    auto client = server.connect();
    const Reply reply =
        client.exchange(request("POST", "/echo", headers.toStdString(), body.toStdString()));
    QCOMPARE(reply.status, 408);
    QCOMPARE(reply.body, std::string("request_timeout|/echo"));
    QVERIFY(client.isClosedByServer());
}

void TestServerDeadlines::unansweredContinue_is408()
{
    const TestServer server(settingsWith(&ServerSettings::bodyTimeout));
    auto client = server.connect();
    client.send(request("POST", "/echo", "Expect: 100-continue\r\nContent-Length: 3\r\n"));
    QCOMPARE(client.receive().status, 100);
    QCOMPARE(client.receive().status, 408);
    QVERIFY(client.isClosedByServer());
}

void TestServerDeadlines::silentConnection_isClosedWithoutAWord()
{
    const TestServer server(settingsWith(&ServerSettings::idleTimeout));
    auto client = server.connect();
    QVERIFY(client.isClosedByServer());
    QVERIFY(client.unread().empty());
}

void TestServerDeadlines::keptConnection_isClosedWithoutAWord()
{
    const TestServer server(settingsWith(&ServerSettings::idleTimeout));
    auto client = server.connect();
    QCOMPARE(client.exchange(request("GET", "/hello")).status, 200);
    QVERIFY(client.isClosedByServer());
    QVERIFY(client.unread().empty());
}

void TestServerDeadlines::slowReader_isCutOff()
{
    const auto body = std::make_shared<const std::string>(64 * 1024 * 1024, 'x');
    const TestServer server(settingsWith(&ServerSettings::writeTimeout),
                            {{Method::Get, "/big", [body](const Request &, Responder responder) {
                                  responder.send(Response{200, "", {}, body});
                              }}});
    auto client = server.connect();
    client.setReceiveBuffer(4096);
    client.send(request("GET", "/big"));
    // The answer's sharer count falls back once the connection was given up.
    QTRY_COMPARE_WITH_TIMEOUT(body.use_count(), 3L, 20'000); // ours, the route's, the answer's
    QTRY_COMPARE_WITH_TIMEOUT(body.use_count(), 2L, 20'000);
    QVERIFY(client.isClosedByServer());
    QVERIFY(client.unread().size() < body->size());
}

void TestServerDeadlines::steadyReader_getsALongAnswerWhole()
{
    const auto body = std::make_shared<const std::string>(32 * 1024 * 1024, 'x');
    const TestServer server(settingsWith(&ServerSettings::headerTimeout),
                            {{Method::Get, "/big", [body](const Request &, Responder responder) {
                                  responder.send(Response{200, "", {}, body});
                              }}});
    auto client = server.connect();
    const Reply reply = client.exchange(request("GET", "/big"));
    QCOMPARE(reply.body.size(), body->size());
    QCOMPARE(client.exchange(request("GET", "/hello")).status, 200);
}

void TestServerDeadlines::slowHandler_hasADeadlineOfItsOwn()
{
    ServerSettings settings = testSettings();
    settings.headerTimeout = settings.bodyTimeout = settings.idleTimeout = settings.writeTimeout =
        milliseconds(20);
    std::thread worker;
    const TestServer server(settings,
                            {{Method::Get, "/slow", [&](const Request &, Responder responder) {
                                  worker = std::thread([late = std::move(responder)]() mutable {
                                      QTest::qSleep(200); // ten times every deadline
                                      late.send(Response::make(200, "", "late"));
                                  });
                              }}});
    auto client = server.connect();
    QCOMPARE(client.exchange(request("GET", "/slow")).body, std::string("late"));
    worker.join();
}

void TestServerDeadlines::handlerThatNeverAnswers_is503()
{
    std::vector<Responder> kept;
    const TestServer server(settingsWith(&ServerSettings::handlerTimeout),
                            {{Method::Get, "/never", [&](const Request &, Responder responder) {
                                  kept.push_back(std::move(responder));
                              }}});
    auto client = server.connect();
    const Reply reply = client.exchange(request("GET", "/never"));
    QCOMPARE(reply.status, 503);
    QCOMPARE(reply.body, std::string("overloaded|/never"));
    QVERIFY(!reply.header("Retry-After").empty());
    QVERIFY(client.isClosedByServer());
}

void TestServerDeadlines::handlerThatAnswersTooLate_isNotHeard()
{
    std::optional<Responder> kept;
    const TestServer server(settingsWith(&ServerSettings::handlerTimeout),
                            {{Method::Get, "/late", [&](const Request &, Responder responder) {
                                  kept.emplace(std::move(responder));
                              }}});
    auto client = server.connect();
    client.send(request("GET", "/late") + request("GET", "/hello"));
    QCOMPARE(client.receive().status, 503);
    kept->send(Response::make(200, "", "late"));
    QVERIFY(client.isClosedByServer());
    QVERIFY(client.unread().empty()); // neither the late answer nor one to the next request
}

QTEST_GUILESS_MAIN(TestServerDeadlines)
#include "tst_ServerDeadlines.moc"

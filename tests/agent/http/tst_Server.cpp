// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/Instant.h"
#include "tests/agent/http/TestServer.h"

#include <QtTest>

#include <mutex>

using namespace resync;
using namespace resync::http;
using namespace resync::test;

namespace {

const std::string Chunked = "Transfer-Encoding: chunked\r\n";

std::string lengthLine(std::size_t bytes)
{
    return "Content-Length: " + std::to_string(bytes) + "\r\n";
}

/// Writes down what the server tells: "started", "served GET /hello 200 5", "refused not_found" …
class RecordingObserver final : public RequestObserver
{
public:
    void onStarted(std::size_t) override { note("started"); }
    void onServed(const Served &served) override
    {
        std::string line = "served ";
        line.append(served.method ? toString(*served.method) : "?").append(" ");
        line.append(served.route);
        line += ' ' + std::to_string(served.status) + ' ' + std::to_string(served.bodyBytes);
        note(line + (served.request->path.empty() ? " unread" : ""));
        const std::scoped_lock lock(m_mutex);
        const std::string *forwarded = served.request->header("X-Forwarded-For");
        m_last = {std::string(served.foreignMethod),
                  served.request->path,
                  served.request->requestId,
                  served.request->peerAddress,
                  forwarded != nullptr ? *forwarded : std::string(),
                  served.duration};
    }
    void onRefused(std::size_t, std::string_view reason) override
    {
        note("refused " + std::string(reason));
    }
    void onConnectionOpened(std::size_t) override { note("opened"); }
    void onConnectionClosed(std::size_t) override { note("closed"); }

    struct Request
    {
        std::string foreignMethod;
        std::string path;
        std::string id;
        std::string peer;
        std::string forwardedFor;
        std::chrono::nanoseconds duration{0};
    };
    [[nodiscard]] Request last() ///< of those served
    {
        const std::scoped_lock lock(m_mutex);
        return m_last;
    }
    [[nodiscard]] std::string notes()
    {
        const std::scoped_lock lock(m_mutex);
        return m_notes;
    }

private:
    void note(const std::string &line)
    {
        const std::scoped_lock lock(m_mutex);
        m_notes.append(line).append("; ");
    }

    std::mutex m_mutex;
    std::string m_notes;
    Request m_last;
};

} // namespace

class TestServerProtocol : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void answer_carriesWhatTheServerAdds();
    void requestId_isEchoedOrMade_data();
    void requestId_isEchoedOrMade();
    void requestId_isEchoedInARefusal_data();
    void requestId_isEchoedInARefusal();
    void head_hasTheLengthButNoBody();
    void options_namesTheMethods_data();
    void options_namesTheMethods();
    void refusal_isAProblemWithItsStatus_data();
    void refusal_isAProblemWithItsStatus();
    void target_isSplitAndDecoded_data();
    void target_isSplitAndDecoded();
    void absoluteTarget_namesTheHost_data();
    void absoluteTarget_namesTheHost();
    void body_isRead_data();
    void body_isRead();
    void bodyTooLarge_is413_data();
    void bodyTooLarge_is413();
    void brokenChunks_are400_data();
    void brokenChunks_are400();
    void chunkedBody_hasNoSecondReading_data();
    void chunkedBody_hasNoSecondReading();
    void trailer_isNoHeader();
    void trailer_isJudgedLikeAHeader_data();
    void trailer_isJudgedLikeAHeader();
    void continue_isSentBeforeTheBodyIsRead();
    void continue_isNotSentForARefusedRequest();
    void continue_isNotSentWhereTheHeadIsEnough();
    void continue_isNotSentWhenTheCheckOfTheHeadFails();
    void headTooLarge_is431Or414();
    void pipelinedRequests_areAnsweredInOrder();
    void requestInPieces_isPutTogether();
    void emptyLinesAhead_arePassedOver();
    void connection_isKeptOrClosed_data();
    void connection_isKeptOrClosed();
    void foreignProtocol_isRefusedAtOnce();
    void overTheLimit_is503AndOthersGoOn();
    void handlerThatThrows_is500();
    void droppedResponder_is500AndTheConnectionGoesOn();
    void manyClients_areAllAnswered();
    void observer_isToldInPairs();
    void observer_isToldRouteAndMethodWithoutAHandler();
    void observer_isToldWhoWasRefused_data();
    void observer_isToldWhoWasRefused();
    void observer_isToldWhoSentHalfAHead();
    void observer_isToldForWhomAProxyWasRefused();
    void duration_ofHalfAHead_beginsWithIt();
};

void TestServerProtocol::answer_carriesWhatTheServerAdds()
{
    const TestServer server;
    auto client = server.connect();
    const Reply reply = client.exchange(request("GET", "/hello"));
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.body, std::string("hello"));
    QCOMPARE(reply.header("Content-Type"), std::string("text/plain"));
    QCOMPARE(reply.header("X-Content-Type-Options"), std::string("nosniff"));
    QVERIFY(parseHttpDate(reply.header("Date")).has_value());
    QVERIFY(reply.header("Connection").empty());
}

void TestServerProtocol::requestId_isEchoedOrMade_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<bool>("isEchoed");
    QTest::newRow("usual") << QByteArray("abc-123") << true;
    QTest::newRow("128 characters") << QByteArray(128, 'x') << true;
    QTest::newRow("129 characters") << QByteArray(129, 'x') << false;
    QTest::newRow("a blank inside") << QByteArray("a b") << false;
    QTest::newRow("beyond ASCII") << QByteArray("\xC3\xA9") << false;
    QTest::newRow("empty") << QByteArray() << false;
}

void TestServerProtocol::requestId_isEchoedOrMade()
{
    QFETCH(QByteArray, sent);
    const TestServer server;
    auto client = server.connect();
    const std::string field = "X-Request-ID: " + sent.toStdString() + "\r\n";
    const Reply reply = client.exchange(request("GET", "/hello", field));
    const std::string made = client.exchange(request("GET", "/hello")).header("X-Request-ID");
    QTEST(reply.header("X-Request-ID") == sent.toStdString(), "isEchoed");
    QVERIFY(!reply.header("X-Request-ID").empty());
    QVERIFY(!made.empty());
    QVERIFY(made != reply.header("X-Request-ID"));
}

void TestServerProtocol::requestId_isEchoedInARefusal_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<bool>("isEchoed");
    QTest::newRow("usual") << QByteArray("X-Request-ID: zzz\r\n\r\n") << true;
    QTest::newRow("any case") << QByteArray("x-request-id:zzz\r\nA: b\r\n\r\n") << true;
    QTest::newRow("twice") << QByteArray("X-Request-ID: zzz\r\nX-Request-ID: zzz\r\n\r\n") << false;
    QTest::newRow("a blank inside") << QByteArray("X-Request-ID: zzz z\r\n\r\n") << false;
    QTest::newRow("half a head") << "X-Request-ID: zzz\r\nA: " + QByteArray(17'000, 'b') << false;
}

void TestServerProtocol::requestId_isEchoedInARefusal()
{
    QFETCH(QByteArray, fields);
    const TestServer server;
    auto client = server.connect();
    const std::string twoHosts = "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n";
    const Reply reply = client.exchange(twoHosts + fields.toStdString());
    QVERIFY(reply.status == 400 || reply.status == 431);
    QVERIFY(!reply.header("X-Request-ID").empty());
    QTEST(reply.header("X-Request-ID") == "zzz", "isEchoed");
}

void TestServerProtocol::head_hasTheLengthButNoBody()
{
    const TestServer server;
    auto client = server.connect();
    client.send(request("HEAD", "/hello") + request("HEAD", "/nothing") + request("GET", "/hello"));
    const Reply head = client.receive(true);
    QCOMPARE(head.status, 200);
    QCOMPARE(head.header("Content-Length"), std::string("5"));
    QCOMPARE(client.receive(true).status, 404);
    QCOMPARE(client.receive().body, std::string("hello"));
}

void TestServerProtocol::options_namesTheMethods_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("allow");
    QTest::newRow("GET") << QByteArray("/hello") << 204 << QByteArray("GET, HEAD, OPTIONS");
    QTest::newRow("POST") << QByteArray("/echo") << 204 << QByteArray("POST, OPTIONS");
    QTest::newRow("the server") << QByteArray("*") << 204
                                << QByteArray("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    QTest::newRow("unknown") << QByteArray("/nothing") << 404 << QByteArray();
}

void TestServerProtocol::options_namesTheMethods()
{
    QFETCH(QByteArray, target);
    const TestServer server;
    auto client = server.connect();
    const Reply reply = client.exchange(request("OPTIONS", target.toStdString()));
    QTEST(reply.status, "status");
    QTEST(QByteArray::fromStdString(reply.header("Allow")), "allow");
    QCOMPARE(client.exchange(request("GET", "/hello")).status, 200);
}

void TestServerProtocol::refusal_isAProblemWithItsStatus_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isKept");
    const auto row = [](const char *name, const std::string &sent, int status, const char *body,
                        bool isKept) {
        QTest::newRow(name) << QByteArray::fromStdString(sent) << status << QByteArray(body)
                            << isKept;
    };
    row("unknown path", request("GET", "/nothing?x"), 404, "not_found|/nothing", true);
    row("unknown path with a body", request("POST", "/nothing", lengthLine(2), "ab"), 404,
        "not_found|/nothing", true);
    row("method not allowed", request("DELETE", "/hello"), 405, "method_not_allowed|/hello", true);
    row("bad escape in the path", request("GET", "/items/%zz"), 400, "bad_request|/items/%zz",
        true);
    row("bad escape in the query", request("GET", "/hello?a=%"), 400, "bad_request|/hello", true);
    row("NUL in the query", request("GET", "/hello?a=%00"), 400, "bad_request|/hello", true);
    row("no Host", "GET /hello HTTP/1.1\r\n\r\n", 400, "bad_request|/hello", false);
    row("length and chunks", request("POST", "/echo", lengthLine(5) + Chunked, "0\r\n\r\n"), 400,
        "bad_request|/echo", false);
    row("bare line feeds", "GET /hello HTTP/1.1\nHost: a\n\n", 400, "bad_request|/hello", false);
    row("malformed Connection field", request("GET", "/hello", "Connection: (\r\n"), 400,
        "bad_request|/hello", false);
    row("unknown method", request("BREW", "/hello"), 501, "not_implemented|/hello", false);
    row("another expectation", request("GET", "/hello", "Expect: a-miracle\r\n"), 400,
        "bad_request|/hello", false);
    row("TRACE", request("TRACE", "/hello"), 501, "not_implemented|/hello", false);
}

void TestServerProtocol::refusal_isAProblemWithItsStatus()
{
    QFETCH(QByteArray, sent);
    QFETCH(bool, isKept);
    const TestServer server;
    auto client = server.connect();
    const Reply reply = client.exchange(sent.toStdString());
    QTEST(reply.status, "status");
    QTEST(QByteArray::fromStdString(reply.body), "body");
    QCOMPARE(reply.header("Content-Type"), std::string("application/problem+json"));
    QVERIFY(!reply.header("X-Request-ID").empty());
    QCOMPARE(reply.header("Allow").empty(), reply.status != 405);
    QCOMPARE(reply.header("Connection"), std::string(isKept ? "" : "close"));
    if (isKept)
        QCOMPARE(client.exchange(request("GET", "/hello")).status, 200);
    else
        QVERIFY(client.isClosedByServer());
}

void TestServerProtocol::target_isSplitAndDecoded_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("plain") << QByteArray("/items/1") << QByteArray("1");
    QTest::newRow("escaped slash") << QByteArray("/items/a%2Fb") << QByteArray("a/b");
    QTest::newRow("query") << QByteArray("/items/1?a=x+y&b") << QByteArray("1|a=x y|b=");
    QTest::newRow("absolute-form")
        << QByteArray("http://other:1/items/2?a=1") << QByteArray("2|a=1");
}

void TestServerProtocol::target_isSplitAndDecoded()
{
    QFETCH(QByteArray, target);
    const TestServer server;
    auto client = server.connect();
    const Reply reply = client.exchange(request("GET", target.toStdString()));
    QTEST(QByteArray::fromStdString(reply.body), "body");
}

void TestServerProtocol::absoluteTarget_namesTheHost_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("host");
    QTest::newRow("a path") << QByteArray("GET /host HTTP/1.1\r\nHost: a\r\n\r\n")
                            << QByteArray("a");
    QTest::newRow("a URL") << QByteArray("GET http://b:80/host HTTP/1.1\r\nHost: a\r\n\r\n")
                           << QByteArray("b:80");
    QTest::newRow("a URL, no Host")
        << QByteArray("GET http://b/host HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        << QByteArray("b");
}

void TestServerProtocol::absoluteTarget_namesTheHost()
{
    QFETCH(QByteArray, sent);
    const TestServer server(
        testSettings(), {{Method::Get, "/host", [](const Request &request, Responder responder) {
                              responder.send(Response::make(200, "", *request.header("Host")));
                          }}});
    auto client = server.connect();
    QTEST(QByteArray::fromStdString(client.exchange(sent.toStdString()).body), "host");
    QCOMPARE(client.exchange("GET /host HTTP/1.1\r\nHost: c\r\n\r\n").body, std::string("c"));
}

void TestServerProtocol::body_isRead_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, const std::string &headers, const std::string &sent,
                        const std::string &body) {
        QTest::newRow(name) << QByteArray::fromStdString(request("POST", "/echo", headers, sent))
                            << QByteArray::fromStdString(body);
    };
    const std::string big(1024 * 1024, 'x');
    row("no body", "", "", "");
    row("empty", lengthLine(0), "", "");
    row("with a length", lengthLine(3), "abc", "abc");
    row("at the limit", lengthLine(big.size()), big, big);
    row("no chunk", Chunked, "0\r\n\r\n", "");
    row("chunks", Chunked, "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n", "abc0123456789");
    row("chunk extension", Chunked, "3;a=b\r\nabc\r\n0;c\r\n\r\n", "abc");
    row("big chunk", Chunked, "100000\r\n" + big + "\r\n0\r\n\r\n", big);
}

void TestServerProtocol::body_isRead()
{
    QFETCH(QByteArray, sent);
    const TestServer server;
    auto client = server.connect();
    client.send(sent.toStdString() + request("GET", "/hello"));
    const Reply reply = client.receive();
    QCOMPARE(reply.status, 200);
    QTEST(QByteArray::fromStdString(reply.body), "body");
    QCOMPARE(client.receive().body, std::string("hello"));
}

void TestServerProtocol::bodyTooLarge_is413_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const QByteArray echo("/echo");
    const QByteArray chunked = QByteArray::fromStdString(Chunked);
    QTest::newRow("claimed") << echo << QByteArray("Content-Length: 1048577\r\n") << QByteArray()
                             << 413;
    QTest::newRow("one chunk") << echo << chunked << QByteArray("100001\r\n") << 413;
    QTest::newRow("two chunks") << echo << chunked
                                << "80000\r\n" + QByteArray(0x80000, 'x') + "\r\n80001\r\n"
                                << 413;
    QTest::newRow("huge chunk size")
        << echo << chunked << QByteArray("FFFFFFFFFFFFFFFF\r\n") << 413;
    QTest::newRow("small where none is wanted")
        << QByteArray("/hello") << QByteArray("Content-Length: 3\r\n") << QByteArray("abc") << 405;
    QTest::newRow("large where none is wanted")
        << QByteArray("/ignores") << QByteArray("Content-Length: 65537\r\n") << QByteArray() << 413;
    QTest::newRow("large at an unknown path")
        << QByteArray("/nothing") << QByteArray("Content-Length: 65537\r\n") << QByteArray() << 404;
}

void TestServerProtocol::bodyTooLarge_is413()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, body);
    const TestServer server(testSettings(),
                            {{Method::Post, "/ignores", [](const Request &, Responder responder) {
                                  responder.send(Response::make(200, "", ""));
                              }}});
    auto client = server.connect();
    const Reply reply = client.exchange(
        request("POST", target.toStdString(), headers.toStdString(), body.toStdString()));
    QTEST(reply.status, "status");
    if (reply.status != 405)
        QVERIFY(client.isClosedByServer());
}

void TestServerProtocol::brokenChunks_are400_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("no size") << QByteArray("\r\nabc\r\n0\r\n\r\n");
    QTest::newRow("size in words") << QByteArray("three\r\nabc\r\n");
    QTest::newRow("negative size") << QByteArray("-3\r\nabc\r\n");
    QTest::newRow("size beyond 64 bits") << QByteArray("10000000000000000\r\n");
    QTest::newRow("extension that is not closed") << QByteArray("3;a=\"b\r\nabc\r\n0\r\n\r\n");
    QTest::newRow("bare LF") << QByteArray("3\nabc\n0\n\n\r\n");
    QTest::newRow("data longer than said") << QByteArray("3\r\nabcd\r\n0\r\n\r\n");
    QTest::newRow("extension of 5 kB") << "3;a=" + QByteArray(5000, 'x') + "\r\nabc\r\n";
    QTest::newRow("endless size line") << "3;" + QByteArray(20000, 'x');
    QTest::newRow("blanks behind the size") << QByteArray("3 \r\nabc\r\n0\r\n\r\n");
    QTest::newRow("blanks before the size") << QByteArray(" 3\r\nabc\r\n0\r\n\r\n");
    QTest::newRow("size with a prefix") << QByteArray("0x3\r\nabc\r\n0\r\n\r\n");
    QTest::newRow("bare LF behind the size") << QByteArray("3\nabc\r\n0\r\n\r\n");
    QTest::newRow("bare LF behind the data") << QByteArray("3\r\nabc\n0\r\n\r\n");
    QTest::newRow("bare LF in an extension") << QByteArray("3;a\nabc\r\n0\r\n\r\n");
    QTest::newRow("bare CR in an extension") << QByteArray("3;a\rb\r\nabc\r\n0\r\n\r\n");
    QTest::newRow("extension without a name") << QByteArray("3;\r\nabc\r\n0\r\n\r\n");
    QTest::newRow("bare LF behind the last chunk") << QByteArray("3\r\nabc\r\n0\n\r\n");
}

void TestServerProtocol::brokenChunks_are400()
{
    QFETCH(QByteArray, body);
    const TestServer server;
    auto client = server.connect();
    const Reply reply = client.exchange(request("POST", "/echo", Chunked, body.toStdString()));
    QCOMPARE(reply.status, 400);
    QVERIFY(client.isClosedByServer());
}

void TestServerProtocol::chunkedBody_hasNoSecondReading_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("read");
    const auto row = [](const char *name, const char *body, const char *read) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(read);
    };
    row("blanks around an extension", "3 ; a = b\r\nabc\r\n0\r\n\r\n", "abc");
    row("quoted extension", "3;a=\"b;\\\"c\"\r\nabc\r\n0\r\n\r\n", "abc");
    row("two extensions", "3;a;b=c\r\nabc\r\n0;d\r\n\r\n", "abc");
    row("zeros ahead", "0003\r\nabc\r\n000\r\n\r\n", "abc");
    row("hex in both cases", "a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n",
        "01234567890123456789");
    row("data like an end", "5\r\n0\r\n\r\n\r\n0\r\n\r\n", "0\r\n\r\n");
}

void TestServerProtocol::chunkedBody_hasNoSecondReading()
{
    QFETCH(QByteArray, body);
    const TestServer server;
    auto client = server.connect();
    client.send(request("POST", "/echo", Chunked, body.toStdString()) + request("GET", "/hello"));
    QTEST(QByteArray::fromStdString(client.receive().body), "read");
    QCOMPARE(client.receive().body, std::string("hello"));
}

void TestServerProtocol::trailer_isNoHeader()
{
    const TestServer server(testSettings(),
                            {{Method::Post, "/names",
                              [](const Request &request, Responder responder) {
                                  std::string names;
                                  for (const Header &header : request.headers)
                                      names += header.name + ' ';
                                  responder.send(Response::make(200, "", names + request.body));
                              },
                              1024}});
    auto client = server.connect();
    const Reply reply = client.exchange(
        request("POST", "/names", Chunked, "1\r\na\r\n0\r\nChecksum: 1\r\nX-Y:\r\n\r\n"));
    QCOMPARE(reply.body, std::string("Host Transfer-Encoding a"));
}

void TestServerProtocol::trailer_isJudgedLikeAHeader_data()
{
    QTest::addColumn<QByteArray>("trailers");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &trailers, int status = 400) {
        QTest::newRow(name) << trailers << status;
    };
    row("usual", "Checksum: abc\r\nX-Y:\r\n", 200);
    row("as large as a head", "X: " + QByteArray(16 * 1024 - 10, 'x') + "\r\n", 200);
    row("larger than a head", "X: " + QByteArray(16 * 1024, 'x') + "\r\n", 431);
    row("many", QByteArray("X: y\r\n").repeated(4000), 431);
    row("without an end", "X: " + QByteArray(20'000, 'x'), 431);
    row("folded", "X: a\r\n b\r\n");
    row("folded with a tab", "X: a\r\n\tb\r\n");
    row("bare LF", "X: a\nY: b\r\n");
    row("bare CR", "X: a\rY: b\r\n");
    row("control byte", "X: \x01\r\n");
    row("no colon", "X\r\n");
    row("blank before the colon", "X : a\r\n");
    row("no name", ": a\r\n");
    for (const char *name : {"Host", "Authorization", "Content-Length", "transfer-encoding",
                             "Connection", "Trailer", "TE", "Expect", "Content-Type", "Cookie",
                             "Content-Encoding", "If-None-Match", "Origin", "X-Forwarded-For"})
        row(name, name + QByteArray(": a\r\n"));
}

void TestServerProtocol::trailer_isJudgedLikeAHeader()
{
    QFETCH(QByteArray, trailers);
    QFETCH(int, status);
    const TestServer server;
    auto client = server.connect();
    const std::string body = "1\r\na\r\n0\r\n" + trailers.toStdString() + "\r\n";
    const Reply reply = client.exchange(request("POST", "/echo", Chunked, body));
    QCOMPARE(reply.status, status);
    if (status == 200)
        QCOMPARE(client.exchange(request("GET", "/hello")).status, 200);
    else
        QVERIFY(client.isClosedByServer());
}

void TestServerProtocol::continue_isSentBeforeTheBodyIsRead()
{
    const TestServer server;
    auto client = server.connect();
    const Reply interim =
        client.exchange(request("POST", "/echo", "Expect: 100-continue\r\nContent-Length: 3\r\n"));
    QCOMPARE(interim.status, 100);
    QCOMPARE(client.exchange("abc").body, std::string("abc"));
    QCOMPARE(client.exchange(request("GET", "/hello")).status, 200);
}

void TestServerProtocol::continue_isNotSentForARefusedRequest()
{
    const TestServer server;
    for (const auto &[target, length, status] :
         {std::tuple{"/nothing", 3, 404}, std::tuple{"/echo", 2'000'000, 413}}) {
        auto client = server.connect();
        const Reply reply = client.exchange(
            request("POST", target, "Expect: 100-continue\r\n" + lengthLine(std::size_t(length))));
        QCOMPARE(reply.status, status);
        QVERIFY(client.isClosedByServer());
    }
}

void TestServerProtocol::continue_isNotSentWhereTheHeadIsEnough()
{
    const auto answer = [](const Request &, Responder responder) {
        responder.send(Response::make(200, "", "done"));
    };
    const auto check = [](const Request &request) {
        return request.header("Authorization") != nullptr
                   ? std::nullopt
                   : std::optional(Response::make(401, "", "who are you?"));
    };
    const TestServer server(testSettings(), {{Method::Post, "/bodiless", answer, 0},
                                             {Method::Post, "/checked", answer, 1024, check}});
    const std::string waits = "Expect: 100-continue\r\n" + lengthLine(3);
    auto bodiless = server.connect();
    QCOMPARE(bodiless.exchange(request("POST", "/bodiless", waits)).body, std::string("done"));
    QVERIFY(bodiless.isClosedByServer());
    auto stranger = server.connect();
    QCOMPARE(stranger.exchange(request("POST", "/checked", waits)).status, 401);
    QVERIFY(stranger.isClosedByServer());
    auto known = server.connect();
    const std::string named = waits + "Authorization: x\r\n";
    QCOMPARE(known.exchange(request("POST", "/checked", named)).status, 100);
    QCOMPARE(known.exchange("abc").body, std::string("done"));
    QCOMPARE(known.exchange(request("GET", "/hello")).status, 200);
}

void TestServerProtocol::continue_isNotSentWhenTheCheckOfTheHeadFails()
{
    const TestServer server(
        testSettings(),
        {{Method::Post, "/checked", [](const Request &, Responder) {}, 1024,
          [](const Request &) -> std::optional<Response> { throw std::runtime_error("no"); }}});
    auto client = server.connect();
    const Reply reply =
        client.exchange(request("POST", "/checked", "Expect: 100-continue\r\n" + lengthLine(3)));
    QCOMPARE(reply.body, std::string("internal|/checked"));
    QVERIFY(client.isClosedByServer());
}

void TestServerProtocol::headTooLarge_is431Or414()
{
    const TestServer server;
    auto wide = server.connect();
    QCOMPARE(
        wide.exchange(request("GET", "/hello", "X: " + std::string(16384, 'x') + "\r\n")).status,
        431);
    QVERIFY(wide.isClosedByServer());
    auto endless = server.connect();
    QCOMPARE(endless.exchange("GET / HTTP/1.1\r\nX: " + std::string(20000, 'x')).status, 431);
    auto longTarget = server.connect();
    QCOMPARE(longTarget.exchange(request("GET", '/' + std::string(8192, 'x'))).status, 414);
    auto atTheLimit = server.connect();
    QCOMPARE(atTheLimit.exchange(request("GET", '/' + std::string(8191, 'x'))).status, 404);
}

void TestServerProtocol::pipelinedRequests_areAnsweredInOrder()
{
    const TestServer server;
    auto client = server.connect();
    std::string all;
    for (int i = 0; i < 500; ++i)
        all += request("GET", "/items/" + std::to_string(i));
    client.send(all);
    for (int i = 0; i < 500; ++i)
        QCOMPARE(client.receive().body, std::to_string(i));
}

void TestServerProtocol::requestInPieces_isPutTogether()
{
    const TestServer server;
    auto client = server.connect();
    const std::string whole =
        request("POST", "/echo", Chunked, "3\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n");
    for (const char byte : whole)
        QVERIFY(client.send(std::string_view(&byte, 1)));
    QCOMPARE(client.receive().body, std::string("abcde"));
}

void TestServerProtocol::emptyLinesAhead_arePassedOver()
{
    const TestServer server;
    auto client = server.connect();
    QCOMPARE(client.exchange("\r\n\r\n" + request("GET", "/hello") + "\r\n").status, 200);
    QCOMPARE(client.exchange(request("GET", "/hello")).status, 200);
}

void TestServerProtocol::connection_isKeptOrClosed_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("connection");
    QTest::newRow("1.1") << QByteArray("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n") << QByteArray();
    QTest::newRow("1.1 close")
        << QByteArray("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n")
        << QByteArray("close");
    QTest::newRow("1.0") << QByteArray("GET /hello HTTP/1.0\r\n\r\n") << QByteArray("close");
    QTest::newRow("1.0 keep-alive")
        << QByteArray("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        << QByteArray("keep-alive");
    QTest::newRow("1.0 keep-alive and close")
        << QByteArray("GET /hello HTTP/1.0\r\nConnection: keep-alive, Close\r\n\r\n")
        << QByteArray("close");
    QTest::newRow("1.0 keep-alive, then close")
        << QByteArray("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n")
        << QByteArray("close");
    QTest::newRow("the answer wants it")
        << QByteArray("GET /bye HTTP/1.1\r\nHost: a\r\n\r\n") << QByteArray("close");
}

void TestServerProtocol::connection_isKeptOrClosed()
{
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, connection);
    const TestServer server(
        testSettings(), {{Method::Get, "/bye", [](const Request &, Responder responder) {
                              responder.send(Response{200, "", {{"Connection", "close"}}, nullptr});
                          }}});
    auto client = server.connect();
    const Reply reply = client.exchange(sent.toStdString());
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.header("Connection"), connection.toStdString());
    if (connection == "close")
        QVERIFY(client.isClosedByServer());
    else
        QCOMPARE(client.exchange(sent.toStdString()).status, 200);
}

void TestServerProtocol::foreignProtocol_isRefusedAtOnce()
{
    const TestServer server;
    auto client = server.connect();
    QCOMPARE(client.exchange("\x16\x03\x01\x02").status, 400); // the beginning of a TLS greeting
    QVERIFY(client.isClosedByServer());
}

void TestServerProtocol::overTheLimit_is503AndOthersGoOn()
{
    ServerSettings settings = testSettings();
    settings.maxConnections = 2;
    const TestServer server(settings);
    auto first = server.connect();
    QCOMPARE(first.exchange(request("GET", "/hello")).status, 200);
    {
        auto second = server.connect();
        QCOMPARE(second.exchange(request("GET", "/hello")).status, 200);
        auto third = server.connect();
        const Reply reply = third.exchange(request("GET", "/hello"));
        QCOMPARE(reply.status, 503);
        QCOMPARE(reply.body, std::string("overloaded|"));
        QVERIFY(!reply.header("Retry-After").empty());
        QVERIFY(third.isClosedByServer());
        QCOMPARE(first.exchange(request("GET", "/hello")).status, 200);
    }
    int status = 503; // until the server has noticed that there is room again
    for (QDeadlineTimer patience(RawClient::Patience); status == 503 && !patience.hasExpired();)
        status = server.connect().exchange(request("GET", "/hello")).status;
    QCOMPARE(status, 200);
}

void TestServerProtocol::handlerThatThrows_is500()
{
    const TestServer server(testSettings(),
                            {{Method::Get, "/throws",
                              [](const Request &, Responder) { throw std::runtime_error("no"); }}});
    auto client = server.connect();
    QCOMPARE(client.exchange(request("GET", "/throws")).body, std::string("internal|/throws"));
    QCOMPARE(client.exchange(request("GET", "/hello")).status, 200);
}

void TestServerProtocol::droppedResponder_is500AndTheConnectionGoesOn()
{
    const TestServer server(testSettings(),
                            {{Method::Get, "/drops", [](const Request &, Responder) {}}});
    auto client = server.connect();
    const Reply reply = client.exchange(request("GET", "/drops"));
    QCOMPARE(reply.status, 500);
    QCOMPARE(reply.body, std::string("internal|/drops"));
    QCOMPARE(client.exchange(request("GET", "/hello")).status, 200);
}

void TestServerProtocol::manyClients_areAllAnswered()
{
    constexpr int Clients = 200;
    const TestServer server;
    std::vector<RawClient> clients;
    for (int i = 0; i < Clients; ++i)
        clients.push_back(server.connect());
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < Clients; ++i)
            clients[std::size_t(i)].send(request("GET", "/items/" + std::to_string(i)));
        for (int i = 0; i < Clients; ++i)
            QCOMPARE(clients[std::size_t(i)].receive().body, std::to_string(i));
    }
}

void TestServerProtocol::observer_isToldInPairs()
{
    RecordingObserver observer;
    ServerSettings settings = testSettings();
    settings.workers = 1;
    TestServer server(settings, {}, &observer);
    {
        auto client = server.connect();
        QCOMPARE(client.exchange(request("GET", "/items/7")).status, 200);
        QCOMPARE(client.exchange(request("GET", "/nothing")).status, 404);
        QCOMPARE(client.exchange("x\r\n\r\n").status, 400);
        QVERIFY(client.isClosedByServer());
    }
    server.destroy();
    QCOMPARE(observer.notes(),
             std::string("opened; started; served GET /items/{id} 200 1; "
                         "started; refused not_found; served GET  404 18; "
                         "started; refused bad_request; served ?  400 12 unread; closed; "));
}

void TestServerProtocol::observer_isToldRouteAndMethodWithoutAHandler()
{
    RecordingObserver observer;
    ServerSettings settings = testSettings();
    settings.workers = 1;
    TestServer server(settings, {}, &observer);
    {
        auto client = server.connect();
        QCOMPARE(client.exchange(request("PUT", "/items/7")).status, 405);
        client.send(request("OPTIONS", "/hello"));
        QCOMPARE(client.receive(true).status, 204);
        QCOMPARE(client.exchange(request("BREW", "/hello")).status, 501);
        QVERIFY(client.isClosedByServer());
    }
    server.destroy();
    const std::string notes = observer.notes();
    QVERIFY(notes.find("served PUT /items/{id} 405 ") != std::string::npos);
    QVERIFY(notes.find("served OPTIONS /hello 204 ") != std::string::npos);
    QVERIFY(notes.find("served ?  501 ") != std::string::npos);
}

void TestServerProtocol::observer_isToldWhoWasRefused_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    const auto row = [](const char *name, const std::string &sent, int status, const char *method,
                        const char *path) {
        QTest::newRow(name) << QByteArray::fromStdString(sent) << status << QByteArray(method)
                            << QByteArray(path);
    };
    row("two Hosts", request("POST", "/echo?a=b", "Host: b\r\n"), 400, "POST", "/echo");
    row("TRACE", request("TRACE", "/hello"), 501, "TRACE", "/hello");
    row("lower case", request("get", "/hello"), 501, "get", "/hello");
    row("CONNECT", request("CONNECT", "host:443"), 501, "CONNECT", "");
    row("a very long method", request(std::string(99, 'M'), "/hello"), 501, "", "/hello");
    row("another expectation", request("GET", "/hello", "Expect: a-miracle\r\n"), 400, "GET",
        "/hello");
    row("long target", request("GET", '/' + std::string(9000, 'x')), 414, "GET", "");
    row("long head", "PUT /hello HTTP/1.1\r\nX: " + std::string(17'000, 'x'), 431, "PUT", "/hello");
    row("an absolute target", request("GET", "http://u:p@h/a?b", "Host: b\r\n"), 400, "GET", "/a");
    row("bytes in the target", request("GET", "/\xC3\xA9"), 400, "GET", "");
    row("no request line", "x\r\n\r\n", 400, "", "");
    row("no HTTP", std::string("\x16\x03\x01 / x\r\n\r\n"), 400, "", "");
}

void TestServerProtocol::observer_isToldWhoWasRefused()
{
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    RecordingObserver observer;
    TestServer server(testSettings(), {}, &observer);
    auto client = server.connect();
    const Reply reply = client.exchange(sent.toStdString());
    QTEST(reply.status, "status");
    const auto served = observer.last();
    QCOMPARE(served.id, reply.header("X-Request-ID"));
    QCOMPARE(served.peer, std::string("127.0.0.1"));
    QCOMPARE(served.path, path.toStdString());
    const bool isKnown = methodFromString(method.toStdString()).has_value();
    QCOMPARE(served.foreignMethod, isKnown ? std::string() : method.toStdString());
    const std::string line = "served " + (isKnown ? method.toStdString() : "?") + ' ';
    QVERIFY(observer.notes().find(line) != std::string::npos);
}

void TestServerProtocol::observer_isToldWhoSentHalfAHead()
{
    RecordingObserver observer;
    ServerSettings settings = testSettings();
    settings.headerTimeout = std::chrono::milliseconds(50);
    TestServer server(settings, {}, &observer);
    auto client = server.connect();
    const Reply reply = client.exchange("DELETE /items/7 HTTP/1.1\r\nHost:");
    QCOMPARE(reply.status, 408);
    QCOMPARE(observer.last().path, std::string("/items/7"));
    QCOMPARE(observer.last().id, reply.header("X-Request-ID"));
    QVERIFY(observer.notes().find("served DELETE  408 ") != std::string::npos);
}

void TestServerProtocol::observer_isToldForWhomAProxyWasRefused()
{
    RecordingObserver observer;
    TestServer server(testSettings(), {}, &observer);
    auto client = server.connect();
    const std::string fields = "Host: b\r\nx-forwarded-for: 10.0.0.7\r\n";
    QCOMPARE(client.exchange(request("GET", "/hello", fields)).status, 400);
    QCOMPARE(observer.last().forwardedFor, std::string("10.0.0.7"));
}

void TestServerProtocol::duration_ofHalfAHead_beginsWithIt()
{
    RecordingObserver observer;
    ServerSettings settings = testSettings();
    settings.headerTimeout = std::chrono::milliseconds(50);
    TestServer server(settings, {}, &observer);
    auto client = server.connect();
    QCOMPARE(client.exchange(request("GET", "/hello")).status, 200);
    QTest::qSleep(100); // the connection is idle, and nobody's request
    const auto begin = std::chrono::steady_clock::now();
    QCOMPARE(client.exchange("GET /hello HTTP/1.1\r\nHost:").status, 408);
    const auto duration = observer.last().duration;
    QVERIFY(duration >= settings.headerTimeout);
    QVERIFY(duration <= std::chrono::steady_clock::now() - begin);
}

QTEST_GUILESS_MAIN(TestServerProtocol)
#include "tst_Server.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/EventStream.h"

#include "tests/agent/http/TestServer.h"

#include <QtTest>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

using namespace resync;
using namespace resync::http;
using namespace resync::test;
using std::chrono::milliseconds;

namespace {

std::shared_ptr<const std::string> text(std::string value)
{
    return std::make_shared<const std::string>(std::move(value));
}

/// The program's side: keeps the streams of GET /events and counts those that have ended.
class Streams
{
public:
    explicit Streams(std::string first = {}, std::size_t maxPendingBytes = 1U << 20U)
        : m_first(std::move(first))
        , m_maxPendingBytes(maxPendingBytes)
    {}

    [[nodiscard]] Route route()
    {
        return {Method::Get, "/events", [this](const Request &, Responder responder) {
                    keep(responder.openStream(start()));
                }};
    }
    /// GET /later: opened on another thread.
    [[nodiscard]] Route laterRoute()
    {
        return {Method::Get, "/later", [this](const Request &, Responder responder) {
                    std::thread([this, late = std::move(responder)]() mutable {
                        std::this_thread::sleep_for(milliseconds(20));
                        keep(late.openStream(start()));
                    }).detach();
                }};
    }

    [[nodiscard]] std::vector<EventStream> await(std::size_t count)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, RawClient::Patience, [&] { return m_streams.size() >= count; });
        return m_streams;
    }
    [[nodiscard]] bool awaitClosed(int count)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, RawClient::Patience, [&] { return m_closed >= count; });
    }
    [[nodiscard]] int closed()
    {
        const std::scoped_lock lock(m_mutex);
        return m_closed;
    }

private:
    [[nodiscard]] StreamStart start()
    {
        StreamStart start;
        start.first = m_first;
        start.maxPendingBytes = m_maxPendingBytes;
        start.onClosed = [this] {
            const std::scoped_lock lock(m_mutex);
            ++m_closed;
            m_changed.notify_all();
        };
        return start;
    }
    void keep(EventStream stream)
    {
        const std::scoped_lock lock(m_mutex);
        m_streams.push_back(std::move(stream));
        m_changed.notify_all();
    }

    const std::string m_first;
    const std::size_t m_maxPendingBytes;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<EventStream> m_streams;
    int m_closed = 0;
};

ServerSettings withHeartbeat(milliseconds heartbeat)
{
    ServerSettings settings = testSettings();
    settings.streamHeartbeat = heartbeat;
    return settings;
}

const std::string Event = "event: job\ndata: {}\n\n";

} // namespace

class TestEventStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void open_sendsHeadAndFirstText();
    void http10_isEndedByTheConnectionsEnd();
    void head_getsTheHeadAlone();
    void texts_keepTheirOrder();
    void texts_fromManyThreadsArriveWhole();
    void oneText_goesToManyStreams();
    void openLater_worksFromAnotherThread();
    void finish_sendsWhatWaitsAndCloses();
    void silence_isFilledWithComments();
    void clientGone_isTold_data();
    void clientGone_isTold();
    void slowReader_isCutOffAtTheLimit();
    void stuckReader_isCutOffInTime();
    void bigFirstText_isNoReasonToCutOff();
    void drained_isToldOnceAllIsSent();
    void bytesSentByTheClient_areIgnored();
    void stop_tellsTheProgramFirst();
    void stop_endsStreamsThatNobodyEnds();
    void stop_doesNotWaitForAStuckReader();
    void writeAfterTheServer_isSwallowed();
    void openAfterTheEnd_isTold();
    void destruction_whileWritingIsSafe();
};

void TestEventStream::open_sendsHeadAndFirstText()
{
    Streams streams("retry: 1000\n\n");
    const TestServer server(testSettings(), {streams.route()});
    auto client = server.connect();
    client.send(request("GET", "/events"));
    const Reply head = client.receive(true);
    QCOMPARE(head.status, 200);
    QCOMPARE(head.header("Content-Type"), std::string("text/event-stream"));
    QCOMPARE(head.header("Cache-Control"), std::string("no-store"));
    QCOMPARE(head.header("Transfer-Encoding"), std::string("chunked"));
    QCOMPARE(head.header("Content-Length"), std::string());
    QCOMPARE(head.header("X-Content-Type-Options"), std::string("nosniff"));
    QVERIFY(!head.header("X-Request-ID").empty());
    QCOMPARE(client.receiveChunk(), std::string("retry: 1000\n\n"));
    streams.await(1).front().write(text(Event));
    QCOMPARE(client.receiveChunk(), Event);
    QCOMPARE(streams.closed(), 0);
}

void TestEventStream::http10_isEndedByTheConnectionsEnd()
{
    Streams streams("first\n\n");
    const TestServer server(testSettings(), {streams.route()});
    auto client = server.connect();
    client.send("GET /events HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const Reply head = client.receive(true);
    QCOMPARE(head.status, 200);
    QCOMPARE(head.header("Transfer-Encoding"), std::string());
    QCOMPARE(head.header("Connection"), std::string("close"));
    const auto open = streams.await(1);
    open.front().write(text("second\n\n"));
    open.front().finish();
    QVERIFY(client.isClosedByServer());
    QCOMPARE(client.unread(), std::string("first\n\nsecond\n\n"));
}

void TestEventStream::head_getsTheHeadAlone()
{
    Streams streams("first\n\n");
    const TestServer server(testSettings(), {streams.route()});
    auto client = server.connect();
    client.send(request("HEAD", "/events") + request("GET", "/hello"));
    QCOMPARE(client.receive(true).header("Content-Type"), std::string("text/event-stream"));
    QVERIFY(streams.awaitClosed(1));
    streams.await(1).front().write(text(Event)); // nobody is there
    QCOMPARE(client.receive().body, std::string("hello"));
}

void TestEventStream::texts_keepTheirOrder()
{
    Streams streams;
    const TestServer server(testSettings(), {streams.route()});
    auto client = server.connect();
    client.send(request("GET", "/events"));
    const auto open = streams.await(1);
    std::string expected;
    for (int i = 0; i < 20'000; ++i) {
        const std::string line = "data: " + std::to_string(i) + "\n\n";
        expected += line;
        open.front().write(text(line));
    }
    open.front().write(text("END"));
    QCOMPARE(client.receive(true).status, 200);
    QVERIFY(client.receiveChunksUntil("END") == expected + "END");
}

void TestEventStream::texts_fromManyThreadsArriveWhole()
{
    Streams streams;
    const TestServer server(testSettings(), {streams.route()});
    auto client = server.connect();
    client.send(request("GET", "/events"));
    const auto open = streams.await(1);
    std::vector<std::thread> writers;
    for (const char letter : {'a', 'b', 'c', 'd'})
        writers.emplace_back([&open, letter] {
            for (int i = 0; i < 500; ++i)
                open.front().write(text(std::string(9, letter) + '\n'));
        });
    for (std::thread &writer : writers)
        writer.join();
    open.front().write(text("END"));
    QCOMPARE(client.receive(true).status, 200);
    const std::string all = client.receiveChunksUntil("END");
    QCOMPARE(all.size(), std::size_t(4 * 500 * 10 + 3));
    for (std::size_t line = 0; line < 4 * 500; ++line)
        QVERIFY(all.compare(line * 10, 10, std::string(9, all[line * 10]) + '\n') == 0);
}

void TestEventStream::oneText_goesToManyStreams()
{
    Streams streams;
    const TestServer server(testSettings(), {streams.route()});
    std::vector<RawClient> clients;
    for (int i = 0; i < 50; ++i) {
        clients.push_back(server.connect());
        clients.back().send(request("GET", "/events"));
    }
    const auto open = streams.await(clients.size());
    const auto shared = text(Event);
    for (const EventStream &stream : open)
        stream.write(shared);
    for (RawClient &client : clients) {
        QCOMPARE(client.receive(true).status, 200);
        QCOMPARE(client.receiveChunk(), Event);
    }
    QTRY_COMPARE(shared.use_count(), 1L); // sent, and no copy is kept
}

void TestEventStream::openLater_worksFromAnotherThread()
{
    Streams streams("first\n\n");
    const TestServer server(testSettings(), {streams.laterRoute()});
    auto client = server.connect();
    client.send(request("GET", "/later"));
    streams.await(1).front().write(text(Event)); // may be ahead of the head
    QCOMPARE(client.receive(true).status, 200);
    QCOMPARE(client.receiveChunksUntil(Event), "first\n\n" + Event);
    client.abort();
    QVERIFY(streams.awaitClosed(1));
}

void TestEventStream::finish_sendsWhatWaitsAndCloses()
{
    Streams streams;
    const TestServer server(testSettings(), {streams.route()});
    auto client = server.connect();
    client.send(request("GET", "/events"));
    const auto open = streams.await(1);
    open.front().write(text(Event));
    open.front().finish();
    open.front().write(text("too late"));
    open.front().finish();
    QCOMPARE(client.receive(true).status, 200);
    QCOMPARE(client.receiveChunk(), Event);
    QCOMPARE(client.receiveChunk(), std::string()); // the last chunk
    QVERIFY(client.isClosedByServer());
    QVERIFY(client.unread().empty());
    client.close();
    QVERIFY(streams.awaitClosed(1));
    QCOMPARE(streams.closed(), 1);
}

void TestEventStream::silence_isFilledWithComments()
{
    Streams streams;
    const TestServer server(withHeartbeat(milliseconds(100)), {streams.route()});
    auto client = server.connect();
    client.send(request("GET", "/events"));
    QCOMPARE(client.receive(true).status, 200);
    const auto begun = std::chrono::steady_clock::now();
    QCOMPARE(client.receiveChunk(), std::string(": ping\n\n"));
    QCOMPARE(client.receiveChunk(), std::string(": ping\n\n"));
    QVERIFY(std::chrono::steady_clock::now() - begun >= milliseconds(190));
    const auto open = streams.await(1); // events put the comment off
    for (int i = 0; i < 10; ++i) {
        std::this_thread::sleep_for(milliseconds(20));
        open.front().write(text("e"));
    }
    open.front().write(text("END"));
    const std::string told = client.receiveChunksUntil("END");
    QVERIFY2(told.find("e: ping\n\ne") == std::string::npos, told.c_str());
}

void TestEventStream::clientGone_isTold_data()
{
    QTest::addColumn<QByteArray>("how");
    for (const char *how : {"close", "abort", "half-close"})
        QTest::newRow(how) << QByteArray(how);
}

void TestEventStream::clientGone_isTold()
{
    QFETCH(QByteArray, how);
    Streams streams;
    const TestServer server(testSettings(), {streams.route()});
    auto client = server.connect();
    client.send(request("GET", "/events"));
    QCOMPARE(client.receive(true).status, 200);
    if (how == "close")
        client.close();
    else if (how == "abort")
        client.abort();
    else
        client.shutdownSend();
    QVERIFY(streams.awaitClosed(1));
    streams.await(1).front().write(text(Event));
    streams.await(1).front().finish();
    QCOMPARE(server.connect().exchange(request("GET", "/hello")).status, 200);
    QCOMPARE(streams.closed(), 1);
}

void TestEventStream::slowReader_isCutOffAtTheLimit()
{
    Streams streams;
    const TestServer server(testSettings(), {streams.route()});
    auto slow = server.connect();
    auto brisk = server.connect();
    slow.setReceiveBuffer(4096);
    slow.send(request("GET", "/events"));
    QCOMPARE(slow.receive(true).status, 200);
    QCOMPARE(streams.await(1).size(), std::size_t(1));
    brisk.send(request("GET", "/events"));
    QCOMPARE(brisk.receive(true).status, 200);
    const auto open = streams.await(2);
    const auto big = text(std::string(64 * 1024, 'x'));
    std::size_t rounds = 0;
    for (; streams.closed() == 0 && rounds < 2000; ++rounds) { // the kernel buffers some megabytes
        open[0].write(big);
        open[1].write(big);
        QCOMPARE(brisk.receiveChunk().size(), big->size());
    }
    QVERIFY(streams.awaitClosed(1));
    QVERIFY(big.use_count() < 20); // what the slow one had not taken is given back
    open[1].write(text("END"));
    QCOMPARE(brisk.receiveChunksUntil("END"), std::string("END"));
}

void TestEventStream::stuckReader_isCutOffInTime()
{
    Streams streams("", 64U << 20U);
    ServerSettings settings = testSettings();
    settings.writeTimeout = milliseconds(200);
    const TestServer server(settings, {streams.route()});
    auto client = server.connect();
    client.setReceiveBuffer(4096);
    client.send(request("GET", "/events"));
    streams.await(1).front().write(text(std::string(32U << 20U, 'x')));
    QVERIFY(streams.awaitClosed(1));
}

void TestEventStream::bigFirstText_isNoReasonToCutOff()
{
    Streams streams(std::string(5U << 20U, 'x'), 1024);
    const TestServer server(testSettings(), {streams.route()});
    auto client = server.connect();
    client.send(request("GET", "/events"));
    streams.await(1).front().write(text("END"));
    QCOMPARE(client.receive(true).status, 200);
    QCOMPARE(client.receiveChunksUntil("END").size(), std::size_t(5U << 20U) + 3);
}

/// A program that writes the next part when the last one is sent: much in all, little at once.
void TestEventStream::drained_isToldOnceAllIsSent()
{
    constexpr int Parts = 200;
    const auto part = text(std::string(64 * 1024, 'x'));
    EventStream stream;
    int written = 0;
    const Route route{Method::Get, "/events", [&](const Request &, Responder responder) {
                          StreamStart start;
                          start.maxPendingBytes = part->size();
                          start.onDrained = [&] {
                              if (++written < Parts)
                                  stream.write(part);
                              else if (written == Parts)
                                  stream.write(text("END"));
                          };
                          stream = responder.openStream(std::move(start));
                          stream.write(part);
                      }};
    const TestServer server(testSettings(), {route});
    auto client = server.connect();
    client.send(request("GET", "/events"));
    QCOMPARE(client.receive(true).status, 200);
    QCOMPARE(client.receiveChunksUntil("END").size(), Parts * part->size() + 3);
}

void TestEventStream::bytesSentByTheClient_areIgnored()
{
    Streams streams;
    const TestServer server(testSettings(), {streams.route()});
    auto client = server.connect();
    client.send(request("GET", "/events") + request("GET", "/hello"));
    client.send(std::string(1U << 20U, 'x'));
    QCOMPARE(client.receive(true).status, 200);
    streams.await(1).front().write(text(Event));
    QCOMPARE(client.receiveChunk(), Event);
    streams.await(1).front().finish();
    QCOMPARE(client.receiveChunk(), std::string());
    QVERIFY(client.isClosedByServer());
    QVERIFY(client.unread().empty());
}

void TestEventStream::stop_tellsTheProgramFirst()
{
    Streams streams;
    TestServer server(testSettings(), {streams.route()});
    auto client = server.connect();
    client.send(request("GET", "/events"));
    QCOMPARE(client.receive(true).status, 200);
    const auto open = streams.await(1);
    server.server().stop([&] {
        QVERIFY(!RawClient(server.port()).isConnected());
        open.front().write(text("event: closing\n\n"));
    });
    QCOMPARE(client.receiveChunk(), std::string("event: closing\n\n"));
    QCOMPARE(client.receiveChunk(), std::string());
    QVERIFY(client.isClosedByServer());
    QCOMPARE(streams.closed(), 1);
}

void TestEventStream::stop_endsStreamsThatNobodyEnds()
{
    Streams streams;
    TestServer server(testSettings(), {streams.route()});
    auto client = server.connect();
    client.send(request("GET", "/events"));
    QCOMPARE(client.receive(true).status, 200);
    std::thread stopping([&] { server.server().stop(); });
    QCOMPARE(client.receiveChunk(), std::string());
    QVERIFY(client.isClosedByServer());
    client.close();
    stopping.join();
    QCOMPARE(streams.closed(), 1);
}

void TestEventStream::stop_doesNotWaitForAStuckReader()
{
    Streams streams("", 64U << 20U);
    TestServer server(testSettings(), {streams.route()});
    auto client = server.connect();
    client.setReceiveBuffer(4096);
    client.send(request("GET", "/events"));
    streams.await(1).front().write(text(std::string(32U << 20U, 'x')));
    const auto begun = std::chrono::steady_clock::now();
    server.server().stop();
    QVERIFY(std::chrono::steady_clock::now() - begun < std::chrono::seconds(8));
    QCOMPARE(streams.closed(), 1);
}

void TestEventStream::writeAfterTheServer_isSwallowed()
{
    Streams streams;
    TestServer server(testSettings(), {streams.route()});
    auto client = server.connect();
    client.send(request("GET", "/events"));
    const auto open = streams.await(1);
    client.abort();
    server.destroy();
    open.front().write(text(Event));
    open.front().finish();
    QCOMPARE(streams.closed(), 1);
}

void TestEventStream::openAfterTheEnd_isTold()
{
    std::optional<Responder> held;
    std::atomic<bool> isHeld = false;
    ServerSettings settings = testSettings();
    settings.gracefulTimeout = milliseconds(20);
    TestServer server(settings, {{Method::Get, "/held", [&](const Request &, Responder responder) {
                                      held.emplace(std::move(responder));
                                      isHeld = true;
                                  }}});
    auto client = server.connect();
    client.send(request("GET", "/held"));
    QTRY_VERIFY(isHeld);
    server.server().stop();
    int closed = 0;
    StreamStart start;
    start.onClosed = [&closed] { ++closed; };
    const EventStream stream = held->openStream(std::move(start));
    stream.write(text(Event));
    QCOMPARE(closed, 1);
}

void TestEventStream::destruction_whileWritingIsSafe()
{
    for (int i = 0; i < 20; ++i) {
        Streams streams;
        TestServer server(testSettings(), {streams.route()});
        std::vector<RawClient> clients;
        for (int c = 0; c < 4; ++c) {
            clients.push_back(server.connect());
            clients.back().send(request("GET", "/events"));
        }
        const auto open = streams.await(clients.size());
        std::atomic<bool> isDone = false;
        std::thread writer([&] {
            for (int n = 0; !isDone && n < 100'000; ++n)
                open[static_cast<std::size_t>(n) % open.size()].write(text(Event));
        });
        clients.front().abort();
        server.destroy();
        isDone = true;
        writer.join();
        QCOMPARE(streams.closed(), 4);
    }
}

QTEST_GUILESS_MAIN(TestEventStream)
#include "tst_EventStream.moc"

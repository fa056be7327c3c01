// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/http/TestServer.h"

#include <QtTest>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

using namespace resync;
using namespace resync::http;
using namespace resync::test;
using std::chrono::milliseconds;

namespace {

/// Keeps the Responders of GET /held until the test answers them.
class Held
{
public:
    [[nodiscard]] Route route()
    {
        return {Method::Get, "/held", [this](const Request &, Responder responder) {
                    const std::scoped_lock lock(m_mutex);
                    m_responders.push_back(std::move(responder));
                    m_changed.notify_all();
                }};
    }

    /// The responders, once there are \a count.
    [[nodiscard]] std::vector<Responder> take(std::size_t count)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, RawClient::Patience, [&] { return m_responders.size() >= count; });
        return std::exchange(m_responders, {});
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Responder> m_responders;
};

/// Sends \a request on connections of its own until told to stop or refused.
class BusyClients
{
public:
    BusyClients(std::uint16_t port, int count, const std::string &request)
    {
        for (int i = 0; i < count; ++i)
            m_threads.emplace_back([this, port, request] { work(port, request); });
    }
    ~BusyClients()
    {
        m_isDone = true;
        for (std::thread &thread : m_threads)
            thread.join();
    }
    [[nodiscard]] int answers() const { return m_answers; }

private:
    void work(std::uint16_t port, const std::string &request)
    {
        while (!m_isDone) {
            RawClient client(port);
            if (!client.isConnected())
                return;
            while (!m_isDone && client.exchange(request).status == 200)
                ++m_answers;
        }
    }

    std::atomic<bool> m_isDone{false};
    std::atomic<int> m_answers{0};
    std::vector<std::thread> m_threads;
};

/// A socket that listens on a free loopback port, as systemd passes one.
class PassedSocket
{
public:
    explicit PassedSocket(int family)
        : m_descriptor(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in6 address{};
        address.sin6_family = static_cast<sa_family_t>(family);
        if (family == AF_INET6) // ::, which takes IPv4 too
            ::setsockopt(m_descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &Off, sizeof(Off));
        socklen_t length = family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
        auto *generic = reinterpret_cast<sockaddr *>(&address);
        if (::bind(m_descriptor, generic, length) == 0 && ::listen(m_descriptor, 16) == 0 &&
            ::getsockname(m_descriptor, generic, &length) == 0)
            m_port = ntohs(address.sin6_port);
    }
    ~PassedSocket() { ::close(m_descriptor); }
    PassedSocket(const PassedSocket &) = delete;
    PassedSocket &operator=(const PassedSocket &) = delete;

    [[nodiscard]] int descriptor() const { return m_descriptor; }
    [[nodiscard]] std::uint16_t port() const { return m_port; } ///< 0: there is no such family

private:
    static constexpr int Off = 0;
    int m_descriptor = -1;
    std::uint16_t m_port = 0;
};

ServerSettings impatient()
{
    ServerSettings settings = testSettings();
    settings.gracefulTimeout = milliseconds(20);
    return settings;
}

} // namespace

class TestServerLifetime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void answer_mayComeFromAnotherThread();
    void answer_isSwallowedWhenTheClientIsGone();
    void answer_isSwallowedWhenTheServerIsGone();
    void drop_onAnotherThreadIs500();
    void requestsInFlight_areLimited();
    void crowdOfSilentClients_delaysNobody();
    void halfClosedClient_isAnswered();
    void clientGoneInMidRequest_leavesTheServerUp();
    void stop_letsARequestInFlightFinish();
    void stop_closesIdleConnectionsAtOnce();
    void stop_tellsWhoHasNoAnswerAfterTheGracefulTime_data();
    void stop_tellsWhoHasNoAnswerAfterTheGracefulTime();
    void stop_endsThoughAClientStays();
    void stop_mayBeCalledTwiceOrNever();
    void destruction_whileBusyIsSafe();
    void restart_onTheSamePortWorks();
    void start_listensOnAPassedSocket();
    void start_refusesAPassedSocketThatDoesNotListen();
    void start_namesATakenPort();
    void start_namesAnAddressThatIsNotOurs_data();
    void start_namesAnAddressThatIsNotOurs();
};

void TestServerLifetime::answer_mayComeFromAnotherThread()
{
    Held held;
    const TestServer server(testSettings(), {held.route()});
    auto client = server.connect();
    client.send(request("GET", "/held") + request("GET", "/hello"));
    auto responders = held.take(1);
    QCOMPARE(responders.size(), std::size_t(1));
    std::thread([&] { responders.front().send(Response::make(200, "", "late")); }).join();
    QCOMPARE(client.receive().body, std::string("late"));
    QCOMPARE(client.receive().body, std::string("hello"));
}

void TestServerLifetime::answer_isSwallowedWhenTheClientIsGone()
{
    Held held;
    const TestServer server(testSettings(), {held.route()});
    for (int i = 0; i < 20; ++i) {
        auto client = server.connect();
        client.send(request("GET", "/held"));
        auto responders = held.take(1);
        QCOMPARE(responders.size(), std::size_t(1));
        client.abort();
        responders.front().send(Response::make(200, "", std::string(100'000, 'x')));
    }
    QCOMPARE(server.connect().exchange(request("GET", "/hello")).status, 200);
}

void TestServerLifetime::answer_isSwallowedWhenTheServerIsGone()
{
    Held held;
    TestServer server(impatient(), {held.route()});
    auto first = server.connect();
    auto second = server.connect();
    first.send(request("GET", "/held"));
    second.send(request("GET", "/held"));
    auto responders = held.take(2);
    QCOMPARE(responders.size(), std::size_t(2));
    server.destroy();
    responders.front().send(Response::make(200, "", "too late"));
    responders.clear(); // dropped: no 500 to send any more
    QCOMPARE(first.receive().status, 503);
    QVERIFY(first.isClosedByServer());
    QVERIFY(first.unread().empty());
}

void TestServerLifetime::drop_onAnotherThreadIs500()
{
    Held held;
    const TestServer server(testSettings(), {held.route()});
    auto client = server.connect();
    client.send(request("GET", "/held"));
    auto responders = held.take(1);
    std::thread([&] { responders.clear(); }).join();
    QCOMPARE(client.receive().body, std::string("internal|/held"));
    QCOMPARE(client.exchange(request("GET", "/hello")).status, 200);
}

void TestServerLifetime::requestsInFlight_areLimited()
{
    Held held;
    ServerSettings settings = testSettings();
    settings.workers = 1;
    settings.maxRequestsInFlight = 2;
    const TestServer server(settings, {held.route()});
    auto first = server.connect();
    auto second = server.connect();
    auto third = server.connect();
    first.send(request("GET", "/held"));
    second.send(request("GET", "/held"));
    auto responders = held.take(2);
    QCOMPARE(responders.size(), std::size_t(2));
    const Reply refused = third.exchange(request("GET", "/held"));
    QCOMPARE(refused.status, 503);
    QCOMPARE(refused.body, std::string("overloaded|/held"));
    first.abort(); // frees its place, as an answer does
    responders.back().send(Response::make(200, "", "done"));
    QCOMPARE(second.receive().status, 200);
    QTRY_COMPARE(third.exchange(request("GET", "/hello")).status, 200);
    third.send(request("GET", "/held"));
    auto later = held.take(1);
    QCOMPARE(later.size(), std::size_t(1));
    later.front().send(Response::make(200, "", "later"));
    QCOMPARE(third.receive().body, std::string("later"));
}

void TestServerLifetime::crowdOfSilentClients_delaysNobody()
{
    const TestServer server; // raises the file limit
    rlimit limit{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
    const std::size_t each = std::min<std::size_t>(1000, limit.rlim_cur / 5);
    std::vector<RawClient> crowd;
    for (std::size_t i = 0; i < 2 * each; ++i) {
        crowd.push_back(server.connect());
        QVERIFY(crowd.back().isConnected());
        if (i % 2 == 0)
            crowd.back().send("GET /hello HTTP/1.1\r\nX-Slow: ");
    }
    auto brisk = server.connect();
    const auto begun = std::chrono::steady_clock::now();
    for (int i = 0; i < 200; ++i)
        QCOMPARE(brisk.exchange(request("GET", "/hello")).status, 200);
    QVERIFY(std::chrono::steady_clock::now() - begun < std::chrono::seconds(5));
    crowd.front().send("x\r\nHost: a\r\n\r\n"); // none was forgotten
    QCOMPARE(crowd.front().receive().body, std::string("hello"));
}

void TestServerLifetime::halfClosedClient_isAnswered()
{
    Held held;
    const TestServer server(testSettings(), {held.route()});
    auto client = server.connect();
    client.send(request("GET", "/hello") + request("GET", "/held"));
    client.shutdownSend();
    auto responders = held.take(1);
    QCOMPARE(responders.size(), std::size_t(1));
    responders.front().send(Response::make(200, "", "still here"));
    QCOMPARE(client.receive().body, std::string("hello"));
    QCOMPARE(client.receive().body, std::string("still here"));
    QVERIFY(client.isClosedByServer());
}

void TestServerLifetime::clientGoneInMidRequest_leavesTheServerUp()
{
    const TestServer server;
    for (const std::string &part :
         {std::string("GET /he"), request("POST", "/echo", "Content-Length: 9\r\n", "abc"),
          request("POST", "/echo", "Transfer-Encoding: chunked\r\n", "5\r\nab")}) {
        auto closed = server.connect();
        closed.send(part);
        closed.shutdownSend();
        QVERIFY(closed.isClosedByServer());
        auto aborted = server.connect();
        aborted.send(part);
        aborted.abort();
    }
    QCOMPARE(server.connect().exchange(request("GET", "/hello")).status, 200);
}

void TestServerLifetime::stop_letsARequestInFlightFinish()
{
    Held held;
    TestServer server(testSettings(), {held.route()});
    auto client = server.connect();
    client.send(request("GET", "/held"));
    auto responders = held.take(1);
    QCOMPARE(responders.size(), std::size_t(1));
    std::thread stopping([&] { server.server().stop(); });
    while (RawClient(server.port()).isConnected()) // until it no longer listens
        std::this_thread::yield();
    responders.front().send(Response::make(200, "", "finished"));
    const Reply reply = client.receive();
    QCOMPARE(reply.body, std::string("finished"));
    QCOMPARE(reply.header("Connection"), std::string("close"));
    QVERIFY(client.isClosedByServer());
    client.close();
    stopping.join();
}

void TestServerLifetime::stop_closesIdleConnectionsAtOnce()
{
    TestServer server;
    auto silent = server.connect();
    auto kept = server.connect();
    QCOMPARE(kept.exchange(request("GET", "/hello")).status, 200);
    const auto before = std::chrono::steady_clock::now();
    server.server().stop();
    QVERIFY(std::chrono::steady_clock::now() - before < testSettings().gracefulTimeout);
    QVERIFY(silent.isClosedByServer());
    QVERIFY(kept.isClosedByServer());
}

void TestServerLifetime::stop_tellsWhoHasNoAnswerAfterTheGracefulTime_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("instance");
    const auto row = [](const char *name, const std::string &sent, const char *instance) {
        QTest::newRow(name) << QByteArray::fromStdString(sent) << QByteArray(instance);
    };
    row("not answered", request("GET", "/held"), "/held");
    row("half a head", "GET /he", "");
    row("half a body", request("POST", "/echo", "Content-Length: 9\r\n", "half"), "/echo");
}

void TestServerLifetime::stop_tellsWhoHasNoAnswerAfterTheGracefulTime()
{
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, instance);
    Held held;
    ServerSettings settings = impatient();
    settings.workers = 1;
    TestServer server(settings, {held.route()});
    auto late = server.connect();
    late.send(sent.toStdString());
    const auto responders = held.take(instance == "/held" ? 1 : 0);
    // who is answered came later to the one reactor: what is half sent has been read
    QCOMPARE(server.connect().exchange(request("GET", "/hello")).status, 200);
    std::thread stopping([&] { server.server().stop(); });
    const Reply reply = late.receive();
    const bool isClosed = late.isClosedByServer();
    late.close();
    stopping.join();
    QCOMPARE(reply.status, 503);
    QCOMPARE(reply.body, "shutting_down|" + instance.toStdString());
    QCOMPARE(reply.header("Connection"), std::string("close"));
    QCOMPARE(reply.header("Retry-After"), std::string("1"));
    QVERIFY(isClosed);
}

/// One that neither reads nor goes away.
void TestServerLifetime::stop_endsThoughAClientStays()
{
    Held held;
    TestServer server(impatient(), {held.route()});
    auto inFlight = server.connect();
    inFlight.send(request("GET", "/held"));
    const auto responders = held.take(1);
    const auto before = std::chrono::steady_clock::now();
    server.server().stop();
    QVERIFY(std::chrono::steady_clock::now() - before < std::chrono::seconds(8));
}

void TestServerLifetime::stop_mayBeCalledTwiceOrNever()
{
    const Router router;
    {
        const Server neverStarted(testSettings(), router, writeRefusal);
        QCOMPARE(neverStarted.port(), std::uint16_t(0));
        QCOMPARE(neverStarted.workers(), 2U);
    }
    Server server(testSettings(), router, writeRefusal);
    server.stop();
    QVERIFY(server.start());
    server.stop();
    server.stop();
}

void TestServerLifetime::destruction_whileBusyIsSafe()
{
    std::atomic<int> answers{0};
    for (int i = 0; i < 30; ++i) {
        Held held;
        TestServer server(impatient(), {held.route()});
        RawClient waiting = server.connect();
        waiting.send(request("GET", "/held"));
        BusyClients clients(server.port(), 4, request("GET", "/hello"));
        auto responders = held.take(1);
        std::thread late([&] {
            for (Responder &responder : responders)
                responder.send(Response::make(200, "", "maybe"));
        });
        server.destroy();
        late.join();
        answers += clients.answers();
    }
    QVERIFY(answers > 0);
}

void TestServerLifetime::restart_onTheSamePortWorks()
{
    ServerSettings settings = testSettings();
    for (int i = 0; i < 5; ++i) {
        const TestServer server(settings);
        settings.port = server.port();
        auto client = server.connect();
        const std::string closing = request("GET", "/hello", "Connection: close\r\n");
        QCOMPARE(client.exchange(closing).status, 200); // our side closes first: TIME_WAIT is ours
    }
}

void TestServerLifetime::start_listensOnAPassedSocket()
{
    for (const int family : {AF_INET, AF_INET6}) {
        const PassedSocket passed(family);
        if (passed.port() == 0)
            continue; // no IPv6 on this machine
        ServerSettings settings = testSettings();
        settings.listenFd = passed.descriptor();
        settings.host = "192.0.2.1"; // is not looked at
        for (int i = 0; i < 2; ++i) {
            TestServer server(settings);
            QCOMPARE(server.port(), passed.port());
            QCOMPARE(server.connect().exchange(request("GET", "/hello")).status, 200);
            server.server().stop();
            QVERIFY(RawClient(passed.port()).isConnected()); // the socket is its owner's, and waits
        }
    }
}

void TestServerLifetime::start_refusesAPassedSocketThatDoesNotListen()
{
    std::array<int, 2> pair{};
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()), 0);
    const int idle = ::socket(AF_INET, SOCK_STREAM, 0);
    const int file = ::open("/dev/null", O_RDONLY);
    for (const int descriptor : {pair[0], idle, file, 1'000'000}) {
        ServerSettings settings = testSettings();
        settings.listenFd = descriptor;
        const Router router;
        Server server(settings, router, writeRefusal);
        const auto started = server.start();
        QVERIFY(!started);
        QVERIFY(started.error().kind == ErrorKind::Unavailable);
        QVERIFY(started.error().message.starts_with("listen on the socket that was passed: "));
    }
    for (const int descriptor : {pair[0], pair[1], idle, file})
        QCOMPARE(::close(descriptor), 0); // still ours
}

void TestServerLifetime::start_namesATakenPort()
{
    const TestServer first;
    ServerSettings settings = testSettings();
    settings.port = first.port();
    const Router router;
    Server second(settings, router, writeRefusal);
    const auto started = second.start();
    QVERIFY(!started);
    QVERIFY(started.error().kind == ErrorKind::Unavailable);
    const std::string place = "127.0.0.1:" + std::to_string(first.port());
    QCOMPARE(started.error().message, "listen on " + place + ": Address already in use");
    QCOMPARE(second.port(), std::uint16_t(0));
    QCOMPARE(first.connect().exchange(request("GET", "/hello")).status, 200);
}

void TestServerLifetime::start_namesAnAddressThatIsNotOurs_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::newRow("foreign address") << QByteArray("192.0.2.1");
    QTest::newRow("no such name") << QByteArray("no-such-host.invalid");
    QTest::newRow("empty name") << QByteArray("");
}

void TestServerLifetime::start_namesAnAddressThatIsNotOurs()
{
    QFETCH(QByteArray, host);
    ServerSettings settings = testSettings();
    settings.host = host.toStdString();
    const Router router;
    Server server(settings, router, writeRefusal);
    const auto started = server.start();
    QVERIFY(!started);
    QVERIFY(started.error().kind == ErrorKind::Unavailable);
    QVERIFY(started.error().message.find(settings.host) != std::string::npos);
}

QTEST_GUILESS_MAIN(TestServerLifetime)
#include "tst_ServerLifetime.moc"

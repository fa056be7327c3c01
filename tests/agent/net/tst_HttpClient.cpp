// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/net/HttpClient.h"
#include "tests/support/ScriptedServer.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <condition_variable>
#include <future>
#include <mutex>

using namespace resync;
using namespace resync::net;
using namespace resync::test;
using namespace std::chrono_literals;

namespace {

constexpr auto Patience = 20s;

HttpRequest request(std::string url)
{
    HttpRequest out;
    out.url = std::move(url);
    out.timeouts = {10s, 10s, 20s};
    return out;
}

using Answer = std::future<Result<HttpResponse>>;

Answer send(HttpClient &client, HttpRequest request, HttpClient::TransferId *id = nullptr)
{
    auto promise = std::make_shared<std::promise<Result<HttpResponse>>>();
    Answer answer = promise->get_future();
    const auto sent = client.send(std::move(request), [promise](Result<HttpResponse> result) {
        promise->set_value(std::move(result));
    });
    if (id != nullptr)
        *id = sent;
    return answer;
}

Result<HttpResponse> await(Answer answer)
{
    if (answer.wait_for(Patience) != std::future_status::ready)
        return fail(ErrorKind::Internal, "no answer at all");
    return answer.get();
}

Result<HttpResponse> exchange(HttpRequest wanted)
{
    HttpClient client;
    return await(send(client, std::move(wanted)));
}

/// Handlers wait here until the test lets them go, and count how many wait at once.
class Gate
{
public:
    void pass()
    {
        std::unique_lock lock(m_mutex);
        m_most = std::max(m_most, ++m_waiting);
        m_changed.notify_all();
        m_changed.wait_for(lock, Patience, [this] { return m_isOpen; });
        --m_waiting;
    }
    [[nodiscard]] bool waitFor(int count)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, Patience, [&] { return m_waiting >= count; });
    }
    void open()
    {
        const std::lock_guard lock(m_mutex);
        m_isOpen = true;
        m_changed.notify_all();
    }
    [[nodiscard]] int most()
    {
        const std::lock_guard lock(m_mutex);
        return m_most;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_waiting = 0;
    int m_most = 0;
    bool m_isOpen = false;
};

bool openssl(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral("openssl"), arguments);
    return process.waitForFinished(20'000) && process.exitCode() == 0;
}

} // namespace

class TestHttpClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void answers_withStatusHeadersAndBody();
    void credentials_travelInHeadersOnly();
    void failures_data();
    void failures();
    void refused_isUnavailable();
    void silence_endsWithTheReadTimeout();
    void slowDrip_endsWithTheTotalTimeout();
    void hugeBody_isCutAtTheLimit();
    void redirect_isNotFollowed();
    void slots_areNeverExceeded();
    void waiting_doesNotUseUpTheTimeout();
    void connections_areReused();
    void cancel_answersCancelledAtOnce();
    void cancel_reachesWaitingTransfers();
    void destruction_answersAllThatIsOpen();
    void tls_data();
    void tls();

private:
    QTemporaryDir m_folder;
    ScriptedServer::Tls m_tls;
    std::string m_caFile;
};

/// A private CA, and a certificate of it for the name "localhost" alone.
void TestHttpClient::initTestCase()
{
    const QString folder = m_folder.path();
    const auto words = [](const char *line) { return QString::fromLatin1(line).split(u' '); };
    QVERIFY(openssl(folder, words("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem "
                                  "-days 2 -subj /CN=TestCA")));
    QVERIFY(openssl(folder, words("req -newkey rsa:2048 -nodes -keyout server.key -out server.csr "
                                  "-subj /CN=localhost -addext subjectAltName=DNS:localhost")));
    QVERIFY(
        openssl(folder, words("x509 -req -in server.csr -CA ca.pem -CAkey ca.key "
                              "-CAcreateserial -days 2 -copy_extensions copy -out server.pem")));
    m_tls = {m_folder.filePath(QStringLiteral("server.pem")).toStdString(),
             m_folder.filePath(QStringLiteral("server.key")).toStdString()};
    m_caFile = m_folder.filePath(QStringLiteral("ca.pem")).toStdString();
}

void TestHttpClient::answers_withStatusHeadersAndBody()
{
    ScriptedServer server([](const WireRequest &) { return reply(404, "gone", "text/plain"); });
    const auto answer = exchange(request(server.url("/x?y=1")));
    QVERIFY(answer.has_value());
    QCOMPARE(answer->status, 404);
    QCOMPARE(answer->body, std::string("gone"));
    QCOMPARE(answer->header("content-TYPE"), std::string_view("text/plain"));
    QCOMPARE(server.requests().front().target, std::string("/x?y=1"));
}

void TestHttpClient::credentials_travelInHeadersOnly()
{
    ScriptedServer server([](const WireRequest &) { return reply(200, "{}"); });
    auto basic = request(server.url("/"));
    basic.credentials = {"user", "p:ss", {}};
    auto bearer = request(server.url("/"));
    bearer.credentials = {"user", "p:ss", "token1"};
    QVERIFY(exchange(basic).has_value());
    QVERIFY(exchange(bearer).has_value());
    const auto seen = server.requests();
    QCOMPARE(seen.at(0).header("Authorization"), std::string("Basic dXNlcjpwOnNz"));
    QCOMPARE(seen.at(1).header("Authorization"), std::string("Bearer token1"));
    QVERIFY(seen.at(0).header("Accept-Encoding").find("gzip") != std::string::npos);
}

void TestHttpClient::failures_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<int>("expected");
    QTest::newRow("server gone mid-body")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok")
        << static_cast<int>(ErrorKind::Unavailable);
    QTest::newRow("closed without a word")
        << QByteArray() << static_cast<int>(ErrorKind::Unavailable);
    QTest::newRow("not HTTP") << QByteArray("SSH-2.0-x\r\n\r\n")
                              << static_cast<int>(ErrorKind::Protocol);
    QTest::newRow("broken gzip")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope")
        << static_cast<int>(ErrorKind::Protocol);
    QTest::newRow("headers without end")
        << "HTTP/1.1 200 OK\r\n" + QByteArray("X-Filler: 0123456789\r\n").repeated(4000)
        << static_cast<int>(ErrorKind::Protocol);
}

void TestHttpClient::failures()
{
    QFETCH(QByteArray, wire);
    QFETCH(int, expected);
    ScriptedServer server([&](const WireRequest &) {
        return WireReply{wire.toStdString(), WireReply::Then::Close};
    });
    const auto answer = exchange(request(server.url("/")));
    QVERIFY(!answer.has_value());
    QCOMPARE(static_cast<int>(answer.error().kind), expected);
}

void TestHttpClient::refused_isUnavailable()
{
    const auto answer = exchange(request("http://127.0.0.1:" + std::to_string(closedPort())));
    QVERIFY(!answer.has_value());
    QVERIFY(answer.error().kind == ErrorKind::Unavailable);
    QCOMPARE(answer.error().message, std::string("connection refused"));
}

void TestHttpClient::silence_endsWithTheReadTimeout()
{
    ScriptedServer server([](const WireRequest &) {
        return WireReply{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok",
                         WireReply::Then::Silence};
    });
    auto wanted = request(server.url("/"));
    wanted.timeouts.read = 100ms;
    const auto answer = exchange(wanted);
    QVERIFY(!answer.has_value());
    QVERIFY(answer.error().kind == ErrorKind::Timeout);
}

void TestHttpClient::slowDrip_endsWithTheTotalTimeout()
{
    const std::string bytes =
        "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + std::string(5000, 'x');
    ScriptedServer server([&](const WireRequest &) {
        return WireReply{bytes, WireReply::Then::Close, 1, 10ms};
    });
    auto wanted = request(server.url("/"));
    wanted.timeouts = {10s, 10s, 300ms};
    const auto answer = exchange(wanted);
    QVERIFY(!answer.has_value());
    QVERIFY(answer.error().kind == ErrorKind::Timeout);
}

void TestHttpClient::hugeBody_isCutAtTheLimit()
{
    ScriptedServer server(
        [](const WireRequest &) { return reply(200, std::string(1 << 20, 'x')); });
    auto wanted = request(server.url("/"));
    wanted.maxBodyBytes = 1000;
    const auto answer = exchange(wanted);
    QVERIFY(!answer.has_value());
    QVERIFY(answer.error().kind == ErrorKind::Protocol);
}

void TestHttpClient::redirect_isNotFollowed()
{
    ScriptedServer server([](const WireRequest &) {
        return WireReply{"HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n"};
    });
    const auto answer = exchange(request(server.url("/")));
    QVERIFY(answer.has_value());
    QCOMPARE(answer->status, 302);
    QCOMPARE(server.requests().size(), std::size_t{1});
}

void TestHttpClient::slots_areNeverExceeded()
{
    Gate gate;
    ScriptedServer server([&](const WireRequest &) {
        gate.pass();
        return reply(200, "{}");
    });
    HttpClient client;
    client.setSlots(Destination::Engine, 2);
    std::vector<Answer> answers;
    for (int i = 0; i < 8; ++i)
        answers.push_back(send(client, request(server.url("/"))));
    QVERIFY(gate.waitFor(2));
    QCOMPARE(server.requests().size(), std::size_t{2});
    gate.open();
    for (Answer &answer : answers)
        QVERIFY(await(std::move(answer)).has_value());
    QCOMPARE(gate.most(), 2);
}

void TestHttpClient::waiting_doesNotUseUpTheTimeout()
{
    Gate gate;
    ScriptedServer server([&](const WireRequest &request) {
        if (request.target == "/first")
            gate.pass();
        return reply(200, "{}");
    });
    HttpClient client;
    client.setSlots(Destination::Engine, 1);
    auto first = send(client, request(server.url("/first")));
    QVERIFY(gate.waitFor(1));
    auto hurried = request(server.url("/second"));
    hurried.timeouts = {5s, 5s, 5s};
    auto second = send(client, hurried);
    gate.open();
    QVERIFY(await(std::move(first)).has_value());
    QVERIFY(await(std::move(second)).has_value());
}

void TestHttpClient::connections_areReused()
{
    ScriptedServer server([](const WireRequest &) { return reply(200, "{}"); });
    HttpClient client;
    for (int i = 0; i < 5; ++i)
        QVERIFY(await(send(client, request(server.url("/")))).has_value());
    QCOMPARE(server.connections(), 1);
}

void TestHttpClient::cancel_answersCancelledAtOnce()
{
    ScriptedServer server([](const WireRequest &) {
        return WireReply{"", WireReply::Then::Silence};
    });
    HttpClient client;
    HttpClient::TransferId id = 0;
    auto answer = send(client, request(server.url("/")), &id);
    client.cancel(id);
    const auto result = await(std::move(answer));
    QVERIFY(!result.has_value());
    QVERIFY(result.error().kind == ErrorKind::Cancelled);
}

void TestHttpClient::cancel_reachesWaitingTransfers()
{
    Gate gate;
    ScriptedServer server([&](const WireRequest &) {
        gate.pass();
        return reply(200, "{}");
    });
    HttpClient client;
    client.setSlots(Destination::Engine, 1);
    auto first = send(client, request(server.url("/")));
    QVERIFY(gate.waitFor(1));
    HttpClient::TransferId id = 0;
    auto second = send(client, request(server.url("/")), &id);
    client.cancel(id);
    QVERIFY(await(std::move(second)).error().kind == ErrorKind::Cancelled);
    gate.open();
    QVERIFY(await(std::move(first)).has_value());
}

void TestHttpClient::destruction_answersAllThatIsOpen()
{
    ScriptedServer server([](const WireRequest &) {
        return WireReply{"HTTP/1.1 200 OK\r\n", WireReply::Then::Silence};
    });
    for (int round = 0; round < 50; ++round) {
        std::vector<Answer> answers;
        QElapsedTimer timer;
        {
            HttpClient client;
            for (int i = 0; i < 6; ++i)
                answers.push_back(send(client, request(server.url("/"))));
            timer.start();
        }
        QVERIFY(timer.elapsed() < 5000);
        for (Answer &answer : answers)
            QVERIFY(await(std::move(answer)).error().kind == ErrorKind::Cancelled);
    }
}

void TestHttpClient::tls_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("withCa");
    QTest::addColumn<bool>("verify");
    QTest::addColumn<bool>("verifyName");
    QTest::addColumn<bool>("accepted");
    const QString name = QStringLiteral("localhost");
    const QString address = QStringLiteral("127.0.0.1");
    QTest::newRow("private CA, right name") << name << true << true << true << true;
    QTest::newRow("unknown CA") << name << false << true << true << false;
    QTest::newRow("wrong name") << address << true << true << true << false;
    QTest::newRow("wrong name, allowed") << address << true << true << false << true;
    QTest::newRow("unknown CA, name not checked") << address << false << true << false << false;
    QTest::newRow("nothing verified") << address << false << false << true << true;
}

void TestHttpClient::tls()
{
    QFETCH(QString, host);
    QFETCH(bool, withCa);
    QFETCH(bool, verify);
    QFETCH(bool, verifyName);
    QFETCH(bool, accepted);
    ScriptedServer server([](const WireRequest &) { return reply(200, "{}"); }, m_tls);
    auto wanted = request("https://" + host.toStdString() + ':' + std::to_string(server.port()));
    wanted.tls = {verify, verifyName, withCa ? m_caFile : std::string()};
    const auto answer = exchange(wanted);
    QCOMPARE(answer.has_value(), accepted);
    if (!accepted)
        QVERIFY(answer.error().kind == ErrorKind::Unavailable);
}

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_HttpClient.moc"

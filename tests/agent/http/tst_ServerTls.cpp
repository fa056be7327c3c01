// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/http/TestServer.h"
#include "tests/agent/http/TlsClient.h"

#include <QtTest>

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <thread>

using namespace resync;
using namespace resync::http;
using namespace resync::test;
using std::chrono::milliseconds;

namespace {

/// Makes a key and a certificate of its own for \a name: name.key, name.pem.
bool makeCertificate(const QTemporaryDir &folder, const QString &name,
                     const QStringList &kind = {QStringLiteral("-newkey"), QStringLiteral("ec"),
                                                QStringLiteral("-pkeyopt"),
                                                QStringLiteral("ec_paramgen_curve:P-256"),
                                                QStringLiteral("-noenc")})
{
    QProcess openssl;
    openssl.start(
        QStringLiteral("openssl"),
        QStringList{QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-days"),
                    QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/CN=") + name,
                    QStringLiteral("-keyout"), folder.filePath(name + QStringLiteral(".key")),
                    QStringLiteral("-out"), folder.filePath(name + QStringLiteral(".pem"))} +
            kind);
    return openssl.waitForFinished(60'000) && openssl.exitCode() == 0;
}

std::string pathIn(const QTemporaryDir &folder, const char *file)
{
    return folder.filePath(QString::fromLatin1(file)).toStdString();
}

void copyOver(const QTemporaryDir &folder, const char *from, const char *to)
{
    const QString target = folder.filePath(QString::fromLatin1(to));
    QFile::remove(target);
    QVERIFY(QFile::copy(folder.filePath(QString::fromLatin1(from)), target));
}

std::shared_ptr<const std::string> text(std::string value)
{
    return std::make_shared<const std::string>(std::move(value));
}

} // namespace

class TestServerTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void request_isAnsweredAndSaysTls();
    void bigBodies_passBothWays();
    void pipelinedRequests_areAnsweredInOrder();
    void goodbye_isSaid();
    void refusalWhileUploading_arrives();
    void version_isAtLeast12_data();
    void version_isAtLeast12();
    void protocol_isHttp11_data();
    void protocol_isHttp11();
    void plainHttp_endsCleanly();
    void garbage_endsCleanly();
    void stalledHandshake_delaysNobodyAndIsEnded();
    void clientGoneInTheHandshake_leavesTheServerUp();
    void slowReader_isCutOff();
    void stream_carriesEventsAndEnds();
    void manyClients_areAllAnswered();
    void overTheLimit_is503();
    void stop_endsEveryKindOfConnection();
    void reload_showsTheNewCertificateToNewConnections();
    void reload_thatFailsKeepsTheOldCertificate_data();
    void reload_thatFailsKeepsTheOldCertificate();
    void start_namesTheFileThatCannotBeUsed_data();
    void start_namesTheFileThatCannotBeUsed();
    void reload_withoutTlsDoesNothing();

private:
    [[nodiscard]] ServerSettings settings() const
    {
        ServerSettings settings = testSettings();
        settings.tlsCertificateFile = pathIn(m_folder, "live.pem");
        settings.tlsKeyFile = pathIn(m_folder, "live.key");
        return settings;
    }

    QTemporaryDir m_folder;
};

void TestServerTls::initTestCase()
{
    QVERIFY(makeCertificate(m_folder, QStringLiteral("first")));
    QVERIFY(makeCertificate(m_folder, QStringLiteral("second")));
    QVERIFY(makeCertificate(m_folder, QStringLiteral("locked"),
                            {QStringLiteral("-newkey"), QStringLiteral("rsa:2048"),
                             QStringLiteral("-passout"), QStringLiteral("pass:secret")}));
    QFile garbage(m_folder.filePath(QStringLiteral("garbage")));
    QVERIFY(garbage.open(QIODevice::WriteOnly));
    garbage.write("not a certificate\n");
}

void TestServerTls::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    copyOver(m_folder, "first.pem", "live.pem");
    copyOver(m_folder, "first.key", "live.key");
}

void TestServerTls::request_isAnsweredAndSaysTls()
{
    const TestServer server(
        settings(), {{Method::Get, "/how", [](const Request &request, Responder responder) {
                          responder.send(Response::make(200, "", request.isTls ? "tls" : "plain"));
                      }}});
    TlsClient client(server.port());
    QVERIFY(client.isSecure());
    QCOMPARE(client.subject(), std::string("first"));
    QCOMPARE(client.version(), std::string("TLSv1.3"));
    for (int i = 0; i < 3; ++i)
        QCOMPARE(client.exchange(request("GET", "/how")).body, std::string("tls"));
    QCOMPARE(client.exchange(request("GET", "/nothing")).status, 404);
}

void TestServerTls::bigBodies_passBothWays()
{
    const TestServer server(settings());
    TlsClient client(server.port());
    std::string body(1024 * 1024, 'x');
    for (std::size_t i = 0; i < body.size(); ++i)
        body[i] = static_cast<char>('a' + i % 23);
    const std::string length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
    for (int i = 0; i < 3; ++i)
        QVERIFY(client.exchange(request("POST", "/echo", length, body)).body == body);
    client.send(request("POST", "/echo", length + "Expect: 100-continue\r\n"));
    QCOMPARE(client.receive().status, 100);
    client.send(body);
    QVERIFY(client.receive().body == body);
}

void TestServerTls::pipelinedRequests_areAnsweredInOrder()
{
    const TestServer server(settings());
    TlsClient client(server.port());
    std::string all;
    for (int i = 0; i < 500; ++i)
        all += request("GET", "/items/" + std::to_string(i));
    client.send(all);
    for (int i = 0; i < 500; ++i)
        QCOMPARE(client.receive().body, std::to_string(i));
}

void TestServerTls::goodbye_isSaid()
{
    const TestServer server(settings());
    TlsClient client(server.port());
    client.send(request("GET", "/hello", "Connection: close\r\n"));
    QCOMPARE(client.receive().body, std::string("hello"));
    QVERIFY(client.isClosedByServer());
    QVERIFY(client.wasToldGoodbye());
}

void TestServerTls::refusalWhileUploading_arrives()
{
    const TestServer server(settings());
    TlsClient client(server.port());
    client.send(request("POST", "/echo", "Content-Length: 2000000\r\n", std::string(60'000, 'x')));
    client.send(std::string(60'000, 'x'));
    QCOMPARE(client.receive().status, 413);
    QVERIFY(client.isClosedByServer());
}

void TestServerTls::version_isAtLeast12_data()
{
    QTest::addColumn<int>("version");
    QTest::addColumn<QByteArray>("ciphers");
    QTest::addColumn<bool>("isTaken");
    QTest::newRow("TLS 1.0") << TLS1_VERSION << QByteArray() << false;
    QTest::newRow("TLS 1.1") << TLS1_1_VERSION << QByteArray() << false;
    QTest::newRow("TLS 1.2") << TLS1_2_VERSION << QByteArray() << true;
    QTest::newRow("TLS 1.2 without forward secrecy")
        << TLS1_2_VERSION << QByteArray("AES128-GCM-SHA256") << false;
    QTest::newRow("TLS 1.2 in CBC mode")
        << TLS1_2_VERSION << QByteArray("ECDHE-ECDSA-AES128-SHA256") << false;
    QTest::newRow("TLS 1.3") << TLS1_3_VERSION << QByteArray() << true;
}

void TestServerTls::version_isAtLeast12()
{
    QFETCH(int, version);
    QFETCH(QByteArray, ciphers);
    const TestServer server(settings());
    Greeting greeting;
    greeting.minVersion = greeting.maxVersion = version;
    greeting.ciphers = ciphers.isEmpty() ? nullptr : ciphers.constData();
    TlsClient client(server.port(), greeting);
    QTEST(client.isSecure(), "isTaken");
    if (client.isSecure())
        QCOMPARE(client.exchange(request("GET", "/hello")).body, std::string("hello"));
}

void TestServerTls::protocol_isHttp11_data()
{
    QTest::addColumn<QByteArray>("offered");
    QTest::addColumn<bool>("isTaken");
    QTest::addColumn<QByteArray>("chosen");
    QTest::newRow("none") << QByteArray() << true << QByteArray();
    QTest::newRow("http/1.1") << QByteArray("\x08http/1.1") << true << QByteArray("http/1.1");
    QTest::newRow("h2 and http/1.1")
        << QByteArray("\x02h2\x08http/1.1") << true << QByteArray("http/1.1");
    QTest::newRow("h2 alone") << QByteArray("\x02h2") << false << QByteArray();
}

void TestServerTls::protocol_isHttp11()
{
    QFETCH(QByteArray, offered);
    const TestServer server(settings());
    Greeting greeting;
    greeting.protocols = offered.toStdString();
    const TlsClient client(server.port(), greeting);
    QTEST(client.isSecure(), "isTaken");
    if (client.isSecure())
        QTEST(QByteArray::fromStdString(client.protocol()), "chosen");
}

void TestServerTls::plainHttp_endsCleanly()
{
    const TestServer server(settings());
    RawClient client(server.port());
    client.send(request("GET", "/hello"));
    QVERIFY(client.isClosedByServer());
    QVERIFY(client.unread().find("hello") == std::string::npos);
    QCOMPARE(TlsClient(server.port()).exchange(request("GET", "/hello")).status, 200);
}

void TestServerTls::garbage_endsCleanly()
{
    const TestServer server(settings());
    for (const std::string &bytes :
         {std::string(1, '\0'), std::string(100'000, '\xFF'), std::string("\x16\x03\x01\xFF\xFF"),
          std::string("SSH-2.0-x\r\n")}) {
        RawClient client(server.port());
        client.send(bytes);
        client.shutdownSend();
        QVERIFY(client.isClosedByServer());
    }
    TlsClient secure(server.port());
    secure.sendRaw(std::string(1000, 'x')); // within the records
    QVERIFY(secure.isClosedByServer());
    QCOMPARE(TlsClient(server.port()).exchange(request("GET", "/hello")).status, 200);
}

void TestServerTls::stalledHandshake_delaysNobodyAndIsEnded()
{
    ServerSettings impatient = settings();
    impatient.headerTimeout = milliseconds(500);
    const TestServer server(impatient);
    std::vector<RawClient> stalled;
    for (int i = 0; i < 50; ++i) {
        stalled.emplace_back(server.port());
        stalled.back().sendRaw("\x16\x03\x01\x02"); // a ClientHello begins
    }
    const auto begun = std::chrono::steady_clock::now();
    QCOMPARE(TlsClient(server.port()).exchange(request("GET", "/hello")).status, 200);
    QVERIFY(std::chrono::steady_clock::now() - begun < milliseconds(400));
    for (RawClient &client : stalled)
        QVERIFY(client.isClosedByServer());
}

void TestServerTls::clientGoneInTheHandshake_leavesTheServerUp()
{
    const TestServer server(settings());
    for (int i = 0; i < 20; ++i) {
        RawClient client(server.port());
        client.sendRaw("\x16\x03\x01\x02");
        client.abort();
    }
    TlsClient aborted(server.port());
    aborted.send("GET /he");
    aborted.abort();
    QCOMPARE(TlsClient(server.port()).exchange(request("GET", "/hello")).status, 200);
}

void TestServerTls::slowReader_isCutOff()
{
    ServerSettings impatient = settings();
    impatient.writeTimeout = milliseconds(200);
    const TestServer server(
        impatient, {{Method::Get, "/big", [](const Request &, Responder responder) {
                         responder.send(Response::make(200, "", std::string(32U << 20U, 'x')));
                     }}});
    TlsClient client(server.port());
    client.setReceiveBuffer(4096);
    client.send(request("GET", "/big"));
    std::this_thread::sleep_for(milliseconds(1000));
    QVERIFY(client.isClosedByServer());
    QVERIFY(client.unread().size() < 32U << 20U);
}

void TestServerTls::stream_carriesEventsAndEnds()
{
    std::optional<EventStream> stream;
    std::atomic<bool> isOpen = false;
    std::atomic<int> closed = 0;
    ServerSettings lively = settings();
    lively.streamHeartbeat = milliseconds(100);
    const TestServer server(lively,
                            {{Method::Get, "/events", [&](const Request &, Responder responder) {
                                  StreamStart start;
                                  start.first = "first\n\n";
                                  start.onClosed = [&closed] { ++closed; };
                                  stream = responder.openStream(std::move(start));
                                  isOpen = true;
                              }}});
    TlsClient client(server.port());
    client.send(request("GET", "/events"));
    QTRY_VERIFY(isOpen);
    QCOMPARE(client.receive(true).status, 200);
    QCOMPARE(client.receiveChunk(), std::string("first\n\n"));
    QCOMPARE(client.receiveChunk(), std::string(": ping\n\n"));
    std::string expected;
    for (int i = 0; i < 5000; ++i) {
        const std::string line = "data: " + std::to_string(i) + "\n\n";
        expected += line;
        stream->write(text(line));
    }
    stream->write(text(std::string(200'000, 'x')));
    stream->write(text("END"));
    stream->finish();
    const std::string all = client.receiveChunksUntil("END");
    QVERIFY(all == expected + std::string(200'000, 'x') + "END");
    QCOMPARE(client.receiveChunk(), std::string());
    QVERIFY(client.isClosedByServer());
    QVERIFY(client.wasToldGoodbye());
    client.close();
    QTRY_COMPARE(closed.load(), 1);
}

void TestServerTls::manyClients_areAllAnswered()
{
    const TestServer server(settings());
    std::vector<std::thread> threads;
    std::atomic<int> answers = 0;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            for (int c = 0; c < 10; ++c) {
                TlsClient client(server.port());
                for (int r = 0; r < 20; ++r)
                    answers += client.exchange(request("GET", "/hello")).status == 200 ? 1 : 0;
            }
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(answers.load(), 8 * 10 * 20);
}

void TestServerTls::overTheLimit_is503()
{
    ServerSettings few = settings();
    few.maxConnections = 1;
    const TestServer server(few);
    TlsClient first(server.port());
    QVERIFY(first.isSecure());
    TlsClient second(server.port());
    QVERIFY(second.isSecure());
    QCOMPARE(second.receive().status, 503);
    QCOMPARE(first.exchange(request("GET", "/hello")).status, 200);
}

void TestServerTls::stop_endsEveryKindOfConnection()
{
    TestServer server(settings());
    RawClient silent(server.port());
    TlsClient idle(server.port());
    QCOMPARE(idle.exchange(request("GET", "/hello")).status, 200);
    const auto begun = std::chrono::steady_clock::now();
    server.server().stop();
    QVERIFY(std::chrono::steady_clock::now() - begun < std::chrono::seconds(5));
    QVERIFY(silent.isClosedByServer());
    QVERIFY(idle.isClosedByServer());
}

void TestServerTls::reload_showsTheNewCertificateToNewConnections()
{
    TestServer server(settings());
    TlsClient old(server.port());
    QCOMPARE(old.exchange(request("GET", "/hello")).status, 200);
    copyOver(m_folder, "second.pem", "live.pem");
    copyOver(m_folder, "second.key", "live.key");
    const auto useTls = server.server().prepareTls();
    QVERIFY(useTls);
    QCOMPARE(TlsClient(server.port()).subject(), std::string("first"));
    (*useTls)();
    QCOMPARE(TlsClient(server.port()).subject(), std::string("second"));
    QCOMPARE(old.exchange(request("GET", "/hello")).status, 200);
    QCOMPARE(old.subject(), std::string("first"));
}

void TestServerTls::reload_thatFailsKeepsTheOldCertificate_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("named");
    QTest::newRow("no pair") << QByteArray("second.pem") << QByteArray("first.key")
                             << QByteArray("live.key");
    QTest::newRow("malformed certificate")
        << QByteArray("garbage") << QByteArray("first.key") << QByteArray("live.pem");
    QTest::newRow("malformed key")
        << QByteArray("first.pem") << QByteArray("garbage") << QByteArray("live.key");
    QTest::newRow("key with a password")
        << QByteArray("locked.pem") << QByteArray("locked.key") << QByteArray("live.key");
}

void TestServerTls::reload_thatFailsKeepsTheOldCertificate()
{
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, named);
    TestServer server(settings());
    copyOver(m_folder, certificate.constData(), "live.pem");
    copyOver(m_folder, key.constData(), "live.key");
    const auto reloaded = server.server().prepareTls();
    QVERIFY(!reloaded);
    QVERIFY(reloaded.error().kind == ErrorKind::InvalidInput);
    const std::string path = pathIn(m_folder, named.constData());
    QVERIFY2(reloaded.error().message.find(path) != std::string::npos,
             reloaded.error().message.c_str());
    TlsClient client(server.port());
    QCOMPARE(client.subject(), std::string("first"));
    QCOMPARE(client.exchange(request("GET", "/hello")).status, 200);
}

void TestServerTls::start_namesTheFileThatCannotBeUsed_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("named");
    QTest::newRow("no certificate file")
        << QByteArray("none.pem") << QByteArray("first.key") << QByteArray("none.pem");
    QTest::newRow("no key file") << QByteArray("first.pem") << QByteArray("none.key")
                                 << QByteArray("none.key");
    QTest::newRow("a folder") << QByteArray(".") << QByteArray("first.key") << QByteArray(".");
    QTest::newRow("key and certificate mixed up")
        << QByteArray("first.key") << QByteArray("first.pem") << QByteArray("first.key");
}

void TestServerTls::start_namesTheFileThatCannotBeUsed()
{
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, named);
    ServerSettings wrong = settings();
    wrong.tlsCertificateFile = pathIn(m_folder, certificate.constData());
    wrong.tlsKeyFile = pathIn(m_folder, key.constData());
    const Router router;
    Server server(wrong, router, writeRefusal);
    const auto started = server.start();
    QVERIFY(!started);
    QVERIFY(started.error().kind == ErrorKind::InvalidInput);
    QVERIFY(started.error().message.find(pathIn(m_folder, named.constData())) != std::string::npos);
    server.stop();
}

void TestServerTls::reload_withoutTlsDoesNothing()
{
    TestServer server;
    server.server().prepareTls().value()();
    QCOMPARE(server.connect().exchange(request("GET", "/hello")).status, 200);
}

QTEST_GUILESS_MAIN(TestServerTls)
#include "tst_ServerTls.moc"

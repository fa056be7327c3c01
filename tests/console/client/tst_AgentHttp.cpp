// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/AgentHttp.h"
#include "tests/support/FakeAgent.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <optional>

using namespace resync;
using namespace resync::console;
using resync::test::FakeAgent;
using resync::test::jsonAnswer;

namespace {

constexpr qint64 MaxBody = 64 * 1024;
constexpr int Patience = 20000;

AgentEndpoint endpointOf(const FakeAgent &agent)
{
    AgentEndpoint endpoint;
    endpoint.url = agent.url();
    endpoint.user = QStringLiteral("ann");
    return endpoint;
}

HttpRequest requestFor(const QString &path)
{
    HttpRequest request;
    request.path = path;
    request.silence = milliseconds(300);
    request.total = milliseconds(5000);
    return request;
}

/// One exchange and its end.
struct Ask
{
    Ask(AgentHttp &http, const HttpRequest &request)
    {
        handle = http.send(request, [this](const HttpResult &answer) {
            ++count;
            result = answer;
        });
    }
    quint64 handle = 0;
    int count = 0;
    std::optional<HttpResult> result;
};

} // namespace

class tst_AgentHttp final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void send_carriesCredentialsAndConditions()
    {
        FakeAgent agent;
        agent.on("/x", jsonAnswer("{}", "ETag: W/\"1\"\r\nResync-Stale: false\r\n"));
        AgentHttp http(MaxBody);
        http.setEndpoint(endpointOf(agent), QStringLiteral("päss:word"));
        HttpRequest request = requestFor(QStringLiteral("/x?a=%2Fb"));
        request.ifNoneMatch = "W/\"0\"";
        Ask ask(http, request);
        QTRY_VERIFY_WITH_TIMEOUT(ask.result, Patience);
        QVERIFY(*ask.result);
        QCOMPARE((*ask.result)->status, 200);
        QCOMPARE((*ask.result)->body, "{}");
        QCOMPARE((*ask.result)->etag, "W/\"1\"");
        QCOMPARE((*ask.result)->stale, "false");
        const auto seen = agent.seen().first();
        QCOMPARE(seen.target, "/x?a=%2Fb");
        QCOMPARE(seen.headers.value("authorization"),
                 "Basic " + QByteArray("ann:p\xc3\xa4ss:word").toBase64());
        QCOMPARE(seen.headers.value("if-none-match"), "W/\"0\"");
    }

    void send_keepsThePrefixOfTheUrl()
    {
        FakeAgent agent;
        agent.on("/sites/fin/api/health", jsonAnswer("{}"));
        AgentEndpoint endpoint = endpointOf(agent);
        endpoint.url.setPath(QStringLiteral("/sites/fin/"));
        AgentHttp http(MaxBody);
        http.setEndpoint(endpoint, {});
        Ask ask(http, requestFor(QStringLiteral("/api/health")));
        QTRY_VERIFY_WITH_TIMEOUT(ask.result, Patience);
        QCOMPARE(agent.seen().first().target, "/sites/fin/api/health");
    }

    void answer_data()
    {
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<int>("status");
        QTest::newRow("401 with a challenge") << test::problemAnswer("unauthorized") << 401;
        QTest::newRow("404") << test::problemAnswer("not_found") << 404;
        QTest::newRow("400") << test::problemAnswer("bad_request") << 400;
        QTest::newRow("500") << test::problemAnswer("internal") << 500;
        QTest::newRow("503") << test::problemAnswer("no_plan") << 503;
        QTest::newRow("304") << QByteArray("HTTP/1.1 304 Not Modified\r\n\r\n") << 304;
        QTest::newRow("redirect") << QByteArray("HTTP/1.1 302 Found\r\nLocation: "
                                                "http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
                                  << 302;
    }
    void answer()
    {
        QFETCH(QByteArray, wire);
        QFETCH(int, status);
        FakeAgent agent;
        agent.on("/", wire);
        AgentHttp http(MaxBody);
        http.setEndpoint(endpointOf(agent), QStringLiteral("pw"));
        Ask ask(http, requestFor(QStringLiteral("/x")));
        QTRY_VERIFY_WITH_TIMEOUT(ask.result, Patience);
        QVERIFY2(*ask.result, qPrintable(*ask.result ? QString() : ask.result->error().detail));
        QCOMPARE((*ask.result)->status, status);
        QCOMPARE(agent.seen().size(), 1); // neither asked twice nor redirected
    }

    void failure_data()
    {
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<ConnectionTrouble>("trouble");
        QTest::newRow("silence") << QByteArray() << ConnectionTrouble::Timeout;
        QTest::newRow("half a head")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Le") << ConnectionTrouble::Timeout;
        QTest::newRow("stalled body")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab")
            << ConnectionTrouble::Timeout;
        QTest::newRow("cut body") << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\n"
                                                "Content-Length: 9\r\n\r\nab")
                                  << ConnectionTrouble::Unreachable;
        QTest::newRow("huge body")
            << jsonAnswer(QByteArray(MaxBody + 1, 'x')) << ConnectionTrouble::Protocol;
    }
    void failure()
    {
        QFETCH(QByteArray, wire);
        QFETCH(ConnectionTrouble, trouble);
        FakeAgent agent;
        agent.on("/", wire);
        AgentHttp http(MaxBody);
        http.setEndpoint(endpointOf(agent), QStringLiteral("pw"));
        Ask ask(http, requestFor(QStringLiteral("/x")));
        QTRY_VERIFY_WITH_TIMEOUT(ask.result, Patience);
        QVERIFY(!*ask.result);
        QCOMPARE(ask.result->error().trouble, trouble);
    }

    void refused_isToldAsRefused()
    {
        FakeAgent agent;
        agent.vanish();
        AgentHttp http(MaxBody);
        http.setEndpoint(endpointOf(agent), {});
        Ask ask(http, requestFor(QStringLiteral("/x")));
        QTRY_VERIFY_WITH_TIMEOUT(ask.result, Patience);
        QCOMPARE(ask.result->error().trouble, ConnectionTrouble::Refused);
    }

    void total_endsADribblingAnswer()
    {
        FakeAgent agent;
        agent.on("/", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
        AgentHttp http(MaxBody);
        http.setEndpoint(endpointOf(agent), {});
        HttpRequest request = requestFor(QStringLiteral("/x"));
        request.silence = milliseconds(60000);
        request.total = milliseconds(200);
        Ask ask(http, request);
        QTRY_VERIFY_WITH_TIMEOUT(ask.result, Patience);
        QCOMPARE(ask.result->error().trouble, ConnectionTrouble::Timeout);
    }

    void endpoint_isCheckedBeforeAnythingIsSent_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<ConnectionTrouble>("trouble");
        QTest::newRow("no scheme")
            << QStringLiteral("resync.example:8443") << ConnectionTrouble::BadUrl;
        QTest::newRow("file") << QStringLiteral("file:///etc/passwd") << ConnectionTrouble::BadUrl;
        QTest::newRow("empty") << QString() << ConnectionTrouble::BadUrl;
        QTest::newRow("plain http to another host") << QStringLiteral("http://resync.example:8000")
                                                    << ConnectionTrouble::PlainHttpForbidden;
        QTest::newRow("a name that only looks like loopback")
            << QStringLiteral("http://localhost.example") << ConnectionTrouble::PlainHttpForbidden;
    }
    void endpoint_isCheckedBeforeAnythingIsSent()
    {
        QFETCH(QString, url);
        QFETCH(ConnectionTrouble, trouble);
        AgentEndpoint endpoint;
        endpoint.url = QUrl(url);
        QCOMPARE(checkEndpoint(endpoint), trouble);
        AgentHttp http(MaxBody);
        http.setEndpoint(endpoint, QStringLiteral("pw"));
        Ask ask(http, requestFor(QStringLiteral("/x")));
        QVERIFY(!ask.result);
        QTRY_VERIFY_WITH_TIMEOUT(ask.result, Patience);
        QCOMPARE(ask.result->error().trouble, trouble);
    }

    void endpoint_loopbackNeedsNoTls()
    {
        for (const char *host : {"localhost", "LocalHost", "127.0.0.1", "127.9.9.9", "::1"})
            QVERIFY2(isLoopbackHost(QLatin1String(host)), host);
        QVERIFY(!isLoopbackHost(QStringLiteral("128.0.0.1")));
        AgentEndpoint endpoint;
        endpoint.url = QUrl(QStringLiteral("http://[::1]:8000"));
        QCOMPARE(checkEndpoint(endpoint), ConnectionTrouble::None);
    }

    void cancel_answersOnceAsCancelled()
    {
        FakeAgent agent;
        agent.on("/", QByteArray());
        AgentHttp http(MaxBody);
        http.setEndpoint(endpointOf(agent), {});
        Ask ask(http, requestFor(QStringLiteral("/x")));
        http.cancel(ask.handle);
        QVERIFY(ask.result && !*ask.result);
        QVERIFY(ask.result->error().isCancelled);
        http.cancel(ask.handle);
        QTRY_COMPARE_WITH_TIMEOUT(agent.connectionCount(), 0, Patience);
        QCOMPARE(ask.count, 1);
    }

    void setEndpoint_cancelsWhatRuns()
    {
        FakeAgent agent;
        agent.on("/", QByteArray());
        AgentHttp http(MaxBody);
        http.setEndpoint(endpointOf(agent), {});
        Ask ask(http, requestFor(QStringLiteral("/x")));
        http.setEndpoint(endpointOf(agent), {});
        QVERIFY(ask.result->error().isCancelled);
    }

    void destruction_whileBusyAnswersEverything()
    {
        FakeAgent agent;
        agent.on("/slow", QByteArray());
        agent.on("/fast", jsonAnswer("{}"));
        for (int round = 0; round < 100; ++round) {
            auto http = std::make_unique<AgentHttp>(MaxBody);
            http->setEndpoint(endpointOf(agent), {});
            Ask slow(*http, requestFor(QStringLiteral("/slow")));
            Ask fast(*http, requestFor(QStringLiteral("/fast")));
            if (round % 3 != 0)
                QCoreApplication::sendPostedEvents();
            if (round % 3 == 2)
                QTRY_VERIFY_WITH_TIMEOUT(fast.result, Patience);
            http.reset();
            QCOMPARE(slow.count, 1);
            QCOMPARE(fast.count, 1);
        }
    }

    void tls_trustsOnlyTheProfilesAuthority()
    {
        QTemporaryDir dir;
        FakeAgent agent(tlsServer(dir));
        agent.on("/", jsonAnswer("{}"));

        AgentEndpoint endpoint = endpointOf(agent);
        AgentHttp http(MaxBody);
        http.setEndpoint(endpoint, {});
        Ask unknown(http, requestFor(QStringLiteral("/x")));
        QTRY_VERIFY_WITH_TIMEOUT(unknown.result, Patience);
        QVERIFY(!*unknown.result);
        QCOMPARE(unknown.result->error().trouble, ConnectionTrouble::Tls);
        QVERIFY(unknown.result->error().detail.contains(QStringLiteral("Resync test")));
        QVERIFY(agent.seen().isEmpty()); // no credentials before trust

        endpoint.caFile = dir.filePath(QStringLiteral("cert.pem"));
        http.setEndpoint(endpoint, {});
        Ask trusted(http, requestFor(QStringLiteral("/x")));
        QTRY_VERIFY_WITH_TIMEOUT(trusted.result, Patience);
        QVERIFY2(*trusted.result,
                 qPrintable(*trusted.result ? QString() : trusted.result->error().detail));
        QVERIFY(!(*trusted.result)->tlsProtocol.isEmpty());
    }

    void tls_anUnreadableAuthorityFails()
    {
        AgentEndpoint endpoint;
        endpoint.url = QUrl(QStringLiteral("https://127.0.0.1:1"));
        endpoint.caFile = QStringLiteral("/nowhere/ca.pem");
        AgentHttp http(MaxBody);
        http.setEndpoint(endpoint, {});
        Ask ask(http, requestFor(QStringLiteral("/x")));
        QTRY_VERIFY_WITH_TIMEOUT(ask.result, Patience);
        QCOMPARE(ask.result->error().trouble, ConnectionTrouble::Tls);
        QVERIFY(ask.result->error().detail.contains(QStringLiteral("/nowhere/ca.pem")));
    }

private:
    /// A server with a certificate that signs itself, left in \a dir as cert.pem.
    static std::unique_ptr<QTcpServer> tlsServer(const QTemporaryDir &dir)
    {
        const QString key = dir.filePath(QStringLiteral("key.pem"));
        const QString certificate = dir.filePath(QStringLiteral("cert.pem"));
        QProcess openssl;
        openssl.start(QStringLiteral("openssl"),
                      QStringLiteral("req -x509 -newkey rsa:2048 -nodes -batch -days 2 -addext "
                                     "subjectAltName=IP:127.0.0.1 -keyout %1 -out %2 -subj")
                              .arg(key, certificate)
                              .split(u' ')
                          << QStringLiteral("/CN=Resync test"));
        if (!openssl.waitForFinished() || openssl.exitCode() != 0)
            qFatal("openssl made no certificate");
        QFile keyFile(key);
        if (!keyFile.open(QIODevice::ReadOnly))
            qFatal("openssl made no key");
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setPrivateKey(QSslKey(&keyFile, QSsl::Rsa));
        tls.setLocalCertificateChain(QSslCertificate::fromPath(certificate));
        auto server = std::make_unique<QSslServer>();
        server->setSslConfiguration(tls);
        return server;
    }
};

QTEST_GUILESS_MAIN(tst_AgentHttp)
#include "tst_AgentHttp.moc"

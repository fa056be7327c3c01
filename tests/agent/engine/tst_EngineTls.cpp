// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Simulator.h"
#include "tests/agent/engine/EngineFixture.h"

#include <QProcess>
#include <QTemporaryDir>

#include <memory>

using namespace resync;
using namespace resync::test;

namespace {

constexpr const char *EmptyList = R"({"count":0,"results":[]})";

enum class Ca { None, Right, Wrong, NoFile };

} // namespace
Q_DECLARE_METATYPE(Ca)

/// Certificates as sites have them: of a private CA, for another name, expired, self-signed.
class TestEngineTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void certificate_data();
    void certificate();
    void untrustedHost_givesWayUnasked();
    void simulator_overTls();

private:
    [[nodiscard]] bool openssl(const QString &arguments) const;
    [[nodiscard]] bool issue(const QString &name, const QString &subject, int days) const;
    [[nodiscard]] std::string file(const QString &name) const
    {
        return m_folder.filePath(name).toStdString();
    }
    [[nodiscard]] ScriptedServer::Tls identity(const QString &name) const
    {
        return {file(name + QStringLiteral(".pem")), file(name + QStringLiteral(".key"))};
    }
    [[nodiscard]] engine::EngineSettings settings(std::vector<engine::HostAddress> hosts) const
    {
        auto out = plainSettings(std::move(hosts));
        out.scheme = "https";
        out.caFile = file(QStringLiteral("ca.pem"));
        return out;
    }

    QTemporaryDir m_folder;
};

bool TestEngineTls::openssl(const QString &arguments) const
{
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    process.start(QStringLiteral("openssl"), arguments.split(u' '));
    return process.waitForFinished(20'000) && process.exitCode() == 0;
}

bool TestEngineTls::issue(const QString &name, const QString &subject, int days) const
{
    return openssl(QStringLiteral("req -newkey rsa:2048 -nodes -keyout %1.key -out %1.csr "
                                  "-subj /CN=%2 -addext subjectAltName=DNS:%2")
                       .arg(name, subject)) &&
           openssl(QStringLiteral("x509 -req -in %1.csr -CA ca.pem -CAkey ca.key -CAcreateserial "
                                  "-days %2 -copy_extensions copy -out %1.pem")
                       .arg(name)
                       .arg(days));
}

void TestEngineTls::initTestCase()
{
    for (const char *name : {"ca", "other"})
        QVERIFY(openssl(QStringLiteral("req -x509 -newkey rsa:2048 -nodes -keyout %1.key "
                                       "-out %1.pem -days 2 -subj /CN=%1")
                            .arg(QLatin1String(name))));
    QVERIFY(issue(QStringLiteral("right"), QStringLiteral("localhost"), 2));
    QVERIFY(issue(QStringLiteral("elsewhere"), QStringLiteral("mdm01.example.net"), 2));
    QVERIFY(issue(QStringLiteral("expired"), QStringLiteral("localhost"), -1));
    QVERIFY(openssl(
        QStringLiteral("req -x509 -newkey rsa:2048 -nodes -keyout self.key -out self.pem -days 2 "
                       "-subj /CN=localhost -addext subjectAltName=DNS:localhost")));
}

void TestEngineTls::certificate_data()
{
    QTest::addColumn<QString>("identity");
    QTest::addColumn<Ca>("ca");
    QTest::addColumn<bool>("verify");
    QTest::addColumn<bool>("verifyHostname");
    QTest::addColumn<bool>("isAccepted");
    QTest::addColumn<QString>("seen");
    const QString right = QStringLiteral("right");
    const QString elsewhere = QStringLiteral("elsewhere");
    const QString expired = QStringLiteral("expired");
    const QString untrusted = QStringLiteral("TLS certificate not trusted");
    QTest::newRow("private CA") << right << Ca::Right << true << true << true << "";
    QTest::newRow("system CAs") << right << Ca::None << true << true << false << untrusted;
    QTest::newRow("unknown CA") << right << Ca::Wrong << true << true << false << untrusted;
    QTest::newRow("CA file away") << right << Ca::NoFile << true << true << false
                                  << QStringLiteral("CA file");
    QTest::newRow("unknown CA, not verified") << right << Ca::Wrong << false << true << true << "";
    QTest::newRow("other name") << elsewhere << Ca::Right << true << true << false << untrusted;
    QTest::newRow("other name, allowed") << elsewhere << Ca::Right << true << false << true << "";
    QTest::newRow("other name, allowed, unknown CA")
        << elsewhere << Ca::Wrong << true << false << false << untrusted;
    QTest::newRow("expired") << expired << Ca::Right << true << true << false << untrusted;
    QTest::newRow("expired, any name")
        << expired << Ca::Right << true << false << false << untrusted;
    QTest::newRow("expired, not verified") << expired << Ca::Right << false << false << true << "";
    QTest::newRow("self-signed") << QStringLiteral("self") << Ca::Right << true << true << false
                                 << untrusted;
}

void TestEngineTls::certificate()
{
    QFETCH(QString, identity);
    QFETCH(Ca, ca);
    QFETCH(bool, verify);
    QFETCH(bool, verifyHostname);
    QFETCH(bool, isAccepted);
    QFETCH(QString, seen);
    ScriptedServer server([](const WireRequest &) { return reply(200, EmptyList); },
                          this->identity(identity));
    auto wanted = settings({{"localhost", server.port()}});
    wanted.verify = verify;
    wanted.verifyHostname = verifyHostname;
    if (ca == Ca::None)
        wanted.caFile.clear();
    else if (ca != Ca::Right)
        wanted.caFile =
            file(ca == Ca::Wrong ? QStringLiteral("other.pem") : QStringLiteral("nowhere.pem"));
    EngineFixture fixture(wanted);
    const auto answer = fixture.jobs();
    QCOMPARE(answer.has_value(), isAccepted);
    if (isAccepted)
        return;
    QVERIFY2(answer.error().message.find(seen.toStdString()) != std::string::npos,
             answer.error().message.c_str());
    QVERIFY(server.requests().empty()); // the login was not told to it
}

void TestEngineTls::untrustedHost_givesWayUnasked()
{
    ScriptedServer first([](const WireRequest &) { return reply(200, EmptyList); },
                         identity(QStringLiteral("self")));
    ScriptedServer second([](const WireRequest &) { return reply(200, EmptyList); },
                          identity(QStringLiteral("right")));
    EngineFixture fixture(settings({{"localhost", first.port()}, {"localhost", second.port()}}));
    QVERIFY(fixture.jobs().has_value());
    QVERIFY(first.requests().empty());
    QVERIFY(fixture.engine->hosts().at(1).isInUse);
    QVERIFY(fixture.engine->hosts().at(0).lastError.find("TLS") != std::string::npos);
}

void TestEngineTls::simulator_overTls()
{
    simulator::SimulatorSettings wanted;
    wanted.port = 0;
    wanted.controlPort = 0;
    wanted.size = {600, 20, 11};
    wanted.api.password = "secret-word";
    wanted.tlsCertificateFile = file(QStringLiteral("right.pem"));
    wanted.tlsKeyFile = file(QStringLiteral("right.key"));
    const SystemClock clock;
    simulator::Simulator simulator(wanted, clock);
    QVERIFY(simulator.start().has_value());
    auto login = settings({{"localhost", simulator.port()}});
    login.user = wanted.api.user;
    EngineFixture fixture(login);
    const auto identity = fixture.identity();
    QVERIFY2(identity.has_value(), identity ? "" : identity.error().message.c_str());
    QCOMPARE(fixture.jobs()->rows.size(), std::size_t{600});
}

QTEST_GUILESS_MAIN(TestEngineTls)
#include "tst_EngineTls.moc"

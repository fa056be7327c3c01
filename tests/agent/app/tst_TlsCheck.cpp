// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/TlsCheck.h"
#include "shared/core/Clock.h"

#include <QtTest>

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace resync;
using namespace resync::app;
using State = CheckResult::State;
using std::chrono::days;
using std::chrono::hours;

class tst_TlsCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(makeCertificate(QStringLiteral("good"), 60));
        QVERIFY(makeCertificate(QStringLiteral("other"), 60));
        QVERIFY(makeCertificate(QStringLiteral("short"), 10));
        QVERIFY(makeCertificate(QStringLiteral("locked"), 60,
                                {QStringLiteral("-passout"), QStringLiteral("pass:secret")}));
        write("garbage", "not a certificate\n");
        write("chain.pem", read("good.pem") + read("short.pem"));
    }

    void pair_isWell()
    {
        const auto result = check("good.pem", "good.key", m_now);
        QCOMPARE(result.name, std::string("tls"));
        QVERIFY(result.state == State::Ok);
        QVERIFY(contains(result, path("good.pem") + ": valid until "));
        QVERIFY(contains(result, path("good.key")));
    }

    void files_thatCannotBeUsed_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("named");
        QTest::newRow("not a pair") << "good.pem"
                                    << "other.key"
                                    << "other.key";
        QTest::newRow("no certificate") << "garbage"
                                        << "good.key"
                                        << "garbage";
        QTest::newRow("no key") << "good.pem"
                                << "garbage"
                                << "garbage";
        QTest::newRow("exchanged") << "good.key"
                                   << "good.pem"
                                   << "good.key";
        QTest::newRow("key with a password") << "locked.pem"
                                             << "locked.key"
                                             << "locked.key";
        QTest::newRow("absent") << "absent.pem"
                                << "good.key"
                                << "absent.pem";
    }
    void files_thatCannotBeUsed()
    {
        QFETCH(QString, certificate);
        QFETCH(QString, key);
        QFETCH(QString, named);
        const auto result = check(certificate.toLatin1(), key.toLatin1(), m_now);
        QVERIFY(result.state == State::Failed);
        QVERIFY(contains(result, path(named.toLatin1())));
        QVERIFY(contains(result, "TLS_CERT_FILE")); // the way out
        QVERIFY(contains(result, "TLS_KEY_FILE"));
    }

    void time_decides_data()
    {
        QTest::addColumn<QByteArray>("certificate");
        QTest::addColumn<int>("hoursFromNow");
        QTest::addColumn<State>("state");
        QTest::addColumn<QString>("said");
        QTest::newRow("before") << QByteArray("good.pem") << -24 << State::Failed << "clock";
        QTest::newRow("30 days left") << QByteArray("good.pem") << 30 * 24 - 1 << State::Ok << "";
        QTest::newRow("29 days left")
            << QByteArray("good.pem") << 30 * 24 + 1 << State::Warning << "29 days left";
        QTest::newRow("1 day left")
            << QByteArray("good.pem") << 59 * 24 - 1 << State::Warning << "1 day left";
        QTest::newRow("over") << QByteArray("good.pem") << 60 * 24 + 1 << State::Failed
                              << "expired at";
        QTest::newRow("the chain is over first")
            << QByteArray("chain.pem") << 10 * 24 + 1 << State::Failed << "expired at";
    }
    void time_decides()
    {
        QFETCH(QByteArray, certificate);
        QFETCH(int, hoursFromNow);
        QFETCH(State, state);
        QFETCH(QString, said);
        const auto result = check(certificate, "good.key", m_now + hours(hoursFromNow));
        QVERIFY2(result.state == state, result.message.c_str());
        QVERIFY2(contains(result, said.toStdString()), result.message.c_str());
        QVERIFY(contains(result, path(certificate)));
        QCOMPARE(contains(result, "systemctl reload"),
                 hoursFromNow > 30 * 24 || said == QLatin1String("expired at"));
    }

private:
    [[nodiscard]] std::string path(const QByteArray &file) const
    {
        return m_folder.filePath(QString::fromLatin1(file)).toStdString();
    }
    [[nodiscard]] CheckResult check(const QByteArray &certificate, const QByteArray &key,
                                    Instant now) const
    {
        return checkTls(path(certificate), path(key), now);
    }
    static bool contains(const CheckResult &result, const std::string &text)
    {
        return result.message.find(text) != std::string::npos;
    }

    /// A key and a certificate of its own for \a name, valid from now: name.key, name.pem.
    bool makeCertificate(const QString &name, int validDays,
                         const QStringList &protection = {QStringLiteral("-noenc")})
    {
        QProcess openssl;
        openssl.start(
            QStringLiteral("openssl"),
            QStringList{QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                        QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                        QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-days"),
                        QString::number(validDays), QStringLiteral("-subj"),
                        QStringLiteral("/CN=") + name, QStringLiteral("-keyout"),
                        m_folder.filePath(name + QStringLiteral(".key")), QStringLiteral("-out"),
                        m_folder.filePath(name + QStringLiteral(".pem"))} +
                protection);
        return openssl.waitForFinished(60'000) && openssl.exitCode() == 0;
    }
    [[nodiscard]] QByteArray read(const QByteArray &name) const
    {
        QFile file(QString::fromStdString(path(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QByteArray &name, const QByteArray &text)
    {
        QFile file(QString::fromStdString(path(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    QTemporaryDir m_folder;
    const Instant m_now = SystemClock().now();
};

QTEST_GUILESS_MAIN(tst_TlsCheck)
#include "tst_TlsCheck.moc"

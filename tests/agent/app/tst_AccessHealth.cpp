// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/AccessHealth.h"
#include "tests/support/FakeClock.h"

#include <QtTest>

#include <QTemporaryDir>

#include <fstream>

using namespace resync;
using namespace resync::app;
using domain::HealthStatus;

class tst_AccessHealth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingToSeeTo_addsNothing()
    {
        const access::Authenticator authenticator(m_clock, Admin);
        QVERIFY(withAccess(well(), authenticator) == well());
    }

    void plaintext_isToldForADay()
    {
        access::Authenticator authenticator(m_clock, Admin);
        authenticator.noteUnencrypted("192.0.2.1", "192.0.2.1");
        const auto health = withAccess(well(), authenticator);
        QVERIFY(health.status == HealthStatus::Degraded);
        QCOMPARE(health.components.size(), std::size_t(2));
        const auto &added = health.components.back();
        QCOMPARE(added.name, std::string("access"));
        QVERIFY(added.configured && !added.required);
        QVERIFY(added.status == HealthStatus::Degraded);
        QCOMPARE(added.message->code, std::string("plaintext_credentials"));
        QCOMPARE(added.details.front().second, formatInstant(m_clock.now()));
        m_clock.advance(access::Authenticator::PlaintextMemory);
        QVERIFY(withAccess(well(), authenticator) == well());
    }

    void aFileThatWasNotTaken_comesFirst()
    {
        const QTemporaryDir folder;
        access::AccessSettings settings;
        settings.admin = Admin;
        settings.usersFile = folder.filePath(QStringLiteral("users")).toStdString();
        write(settings.usersFile, "# nobody yet\n");
        access::Authenticator authenticator(m_clock, Admin);
        QVERIFY(authenticator.reload(settings));
        authenticator.noteUnencrypted("192.0.2.1", "192.0.2.1");
        write(settings.usersFile, "not a line of users\n");
        QTRY_VERIFY(!authenticator.fileProblem().empty()); // it follows the file
        const auto added = withAccess(well(), authenticator).components.back();
        QCOMPARE(added.message->code, std::string("accounts_not_reloaded"));
        QCOMPARE(added.details.front().first, std::string("plaintext_seen_at"));
    }

    void aWorseSummary_stays()
    {
        access::Authenticator authenticator(m_clock, Admin);
        authenticator.noteUnencrypted("192.0.2.1", "192.0.2.1");
        auto health = well();
        health.components.front().status = HealthStatus::Down;
        QVERIFY(withAccess(health, authenticator).status == HealthStatus::Down);
    }

private:
    static domain::Health well()
    {
        domain::Health health;
        health.status = HealthStatus::Ok;
        domain::HealthComponent engine;
        engine.name = "engine";
        engine.configured = engine.required = true;
        engine.status = HealthStatus::Ok;
        health.components = {engine};
        return health;
    }
    /// As another hand would: a new file in the place of the old one.
    static void write(const std::filesystem::path &path, const std::string &text)
    {
        const auto fresh = path.string() + ".new";
        std::ofstream(fresh) << text;
        std::filesystem::permissions(fresh, std::filesystem::perms(0640));
        std::filesystem::rename(fresh, path);
    }

    const access::AdminAccount Admin{"admin", "four-tall-cranes"};
    test::FakeClock m_clock;
};

QTEST_GUILESS_MAIN(tst_AccessHealth)
#include "tst_AccessHealth.moc"

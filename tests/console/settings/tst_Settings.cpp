// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/settings/Settings.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace resync::console;

class tst_Settings final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;

    [[nodiscard]] QString file() const { return m_dir->filePath(QStringLiteral("console.ini")); }
    [[nodiscard]] QByteArray content() const
    {
        QFile stored(file());
        return stored.open(QIODevice::ReadOnly) ? stored.readAll() : QByteArray();
    }
    void put(const QByteArray &text) const
    {
        QFile stored(file());
        if (!stored.open(QIODevice::WriteOnly) || stored.write(text) != text.size())
            qFatal("cannot write the file of the test");
    }
    [[nodiscard]] static Profile someProfile()
    {
        Profile profile;
        profile.name = QStringLiteral("FIN-PROD, \"näht\"");
        profile.url = QUrl(QStringLiteral("https://resync.fin.example:8443/prefix"));
        profile.user = QStringLiteral("m.keller");
        profile.environment = Environment::Test;
        profile.caFile = QStringLiteral("/etc/ssl/fin.pem");
        profile.readOnly = true;
        profile.allowPlainHttp = true;
        return profile;
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_dir = std::make_unique<QTemporaryDir>();
    }

    void profile_comesBackAsItWas()
    {
        Profile profile = someProfile();
        {
            Settings settings(file());
            profile.id = settings.saveProfile(profile);
            QVERIFY(!profile.id.isEmpty());
            settings.setCurrentProfileId(profile.id);
            QVERIFY(settings.sync());
        }
        Settings settings(file());
        QCOMPARE(settings.profiles(), QList<Profile>{profile});
        QCOMPARE(settings.profile(profile.id), profile);
        QCOMPARE(settings.currentProfileId(), profile.id);
    }

    void profile_isReplacedInPlaceAndRemoved()
    {
        Settings settings(file());
        Profile first = someProfile();
        first.id = settings.saveProfile(first);
        const QString second = settings.saveProfile(someProfile());
        first.name = QStringLiteral("renamed");
        QCOMPARE(settings.saveProfile(first), first.id);
        QCOMPARE(settings.profiles().size(), 2);
        QCOMPARE(settings.profiles().first().name, QStringLiteral("renamed"));
        settings.setCurrentProfileId(first.id);
        settings.removeProfile(first.id);
        QCOMPARE(settings.profiles().size(), 1);
        QCOMPARE(settings.profiles().first().id, second);
        QVERIFY(settings.currentProfileId().isEmpty());
        QVERIFY(!settings.profile(first.id));
    }

    void file_neverHoldsAPassword()
    {
        Settings settings(file());
        Profile profile = someProfile();
        profile.url = QUrl(QStringLiteral("https://ann:hunter2-secret@resync.example/"));
        settings.saveProfile(profile);
        QVERIFY(settings.sync());
        QVERIFY(content().contains("resync.example"));
        QVERIFY(!content().contains("hunter2-secret"));
        QVERIFY(!content().toLower().contains("password"));
    }

    void views_comeBackAsTheyWere()
    {
        {
            Settings settings(file());
            settings.setTheme(ThemeChoice::Dark);
            settings.setZoomPercent(125);
            settings.setLanguage(QStringLiteral("pt_BR"));
            settings.setTimeDisplay(TimeDisplay::Utc);
            settings.setPage(QStringLiteral("workload"));
            settings.setHeaderState(QStringLiteral("jobs"), QByteArray("\0\xff\1", 3));
            settings.setFilterText(QStringLiteral("jobs"), QStringLiteral("status:error, ä"));
            settings.setWindowGeometry("geometry");
        }
        Settings settings(file());
        QCOMPARE(settings.theme(), ThemeChoice::Dark);
        QCOMPARE(settings.zoomPercent(), 125);
        QCOMPARE(settings.language(), QStringLiteral("pt_BR"));
        QCOMPARE(settings.timeDisplay(), TimeDisplay::Utc);
        QCOMPARE(settings.page(), QStringLiteral("workload"));
        QCOMPARE(settings.headerState(QStringLiteral("jobs")), QByteArray("\0\xff\1", 3));
        QCOMPARE(settings.filterText(QStringLiteral("jobs")), QStringLiteral("status:error, ä"));
        QCOMPARE(settings.windowGeometry(), QByteArray("geometry"));
        QVERIFY(settings.headerState(QStringLiteral("other")).isEmpty());
    }

    void badInput_givesDefaults_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("no file") << QByteArray();
        QTest::newRow("wrong words") << QByteArray("[view]\ntheme=pink\nzoomPercent=huge\n"
                                                   "timeDisplay=7\n");
        QTest::newRow("lists where one value belongs")
            << QByteArray("[view]\ntheme=dark, light\nzoomPercent=1, 2\ntimeDisplay=a, b\n");
        QTest::newRow("profiles that do not exist")
            << QByteArray("[connection]\ncurrent=\nids=x, ../../y, , [z]\n");
        QTest::newRow("a profile without a URL")
            << QByteArray("[connection]\nids=x\n[profile-x]\nname=a\nurl=nonsense\n");
        QTest::newRow("a profile with a file URL")
            << QByteArray("[connection]\nids=x\n[profile-x]\nname=a\nurl=file:///etc/passwd\n");
        QTest::newRow("bytes") << QByteArray("\0\x80\xff[[[view\n=\n@Invalid()\n", 22);
    }
    void badInput_givesDefaults()
    {
        QFETCH(QByteArray, text);
        put(text);
        Settings settings(file());
        QCOMPARE(settings.theme(), ThemeChoice::System);
        QCOMPARE(settings.zoomPercent(), 100);
        QCOMPARE(settings.timeDisplay(), TimeDisplay::Plan);
        QVERIFY(settings.profiles().isEmpty());
    }

    void badInput_inAProfileIsTheCarefulChoice()
    {
        put("[connection]\nids=x\n[profile-x]\nurl=https://a\nenvironment=prod?\n"
            "readOnly=maybe\nallowPlainHttp=\n");
        const Settings settings(file());
        QCOMPARE(settings.profiles().size(), 1);
        QCOMPARE(settings.profiles().first().environment, Environment::Production);
        QVERIFY(!settings.profiles().first().allowPlainHttp);
    }

    void zoom_staysInItsRange()
    {
        put("[view]\nzoomPercent=99999\n");
        Settings settings(file());
        QCOMPARE(settings.zoomPercent(), 300);
        settings.setZoomPercent(-5);
        QCOMPARE(settings.zoomPercent(), 50);
    }

    void sync_tellsThatTheFileCannotBeWritten()
    {
        Settings settings(QStringLiteral("/proc/nowhere/console.ini"));
        settings.setPage(QStringLiteral("x"));
        QVERIFY(!settings.sync());
        QCOMPARE(settings.page(), QStringLiteral("x"));
    }
};

QTEST_GUILESS_MAIN(tst_Settings)
#include "tst_Settings.moc"

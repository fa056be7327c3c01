// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Load.h"
#include "agent/config/Reload.h"

#include <QtTest>

using namespace resync::config;
using Names = std::vector<std::string>;

class tst_Reload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plan_takesWhatCanBeReloaded();
    void plan_marksWhatMustWait();
    void plan_noticesASecretWithoutTellingIt();
    void plan_keepsTheNewPlaceOfAnEqualValue();
    void plan_endsAPendingThatWasTakenBack();
    void plan_takesNothingOfAnotherEnvironment();
    void sources_thatAreGoneAreTold();

private:
    Config loadWith(std::map<std::string, std::string> environment) const
    {
        LoadRequest request;
        request.environment = std::move(environment);
        request.workingDirectory = m_folder.path().toStdString();
        request.systemDirectory = "/absent";
        return load(request).config.value();
    }

    QTemporaryDir m_folder;
};

void tst_Reload::plan_takesWhatCanBeReloaded()
{
    const auto plan = planReload(loadWith({}), loadWith({{"LOG_LEVEL", "debug"}}));
    QVERIFY(plan.changed == Names{"LOG_LEVEL"});
    QVERIFY(plan.restartPending.empty());
    QCOMPARE(plan.next.text(Key::LogLevel), std::string("debug"));
}

void tst_Reload::plan_marksWhatMustWait()
{
    const Config running = loadWith({{"TWS_PORT", "1"}});
    const auto plan = planReload(running, loadWith({{"TWS_PORT", "2"}, {"TWS_HOST", "mdm01"}}));
    QVERIFY((plan.restartPending == Names{"TWS_HOST", "TWS_PORT"}));
    QVERIFY(plan.changed.empty());
    QCOMPARE(plan.next.number(Key::TwsPort), std::int64_t(1));
    QVERIFY(!plan.next.isConfigured("tws"));
    QVERIFY(plan.next.entry(Key::TwsPort).isRestartPending);
    QCOMPARE(plan.next.report().runningHash, running.report().runningHash);
}

void tst_Reload::plan_noticesASecretWithoutTellingIt()
{
    const auto plan =
        planReload(loadWith({{"TWS_PASSWORD", "one"}}), loadWith({{"TWS_PASSWORD", "two"}}));
    QVERIFY(plan.changed == Names{"TWS_PASSWORD"});
    QCOMPARE(plan.next.secret(Key::TwsPassword).reveal(), std::string("two"));
}

void tst_Reload::plan_keepsTheNewPlaceOfAnEqualValue()
{
    const auto plan = planReload(loadWith({}), loadWith({{"TWS_PORT", "31116"}}));
    QVERIFY(plan.changed.empty() && plan.restartPending.empty());
    QVERIFY(plan.next.entry(Key::TwsPort).origin.layer == Layer::Environment);
}

/// What runs stays one environment's until the restart, the places of its values too.
void tst_Reload::plan_takesNothingOfAnotherEnvironment()
{
    const Config running = loadWith({{"LOG_LEVEL", "warning"}, {"PUBLIC_READ", "false"}});
    const auto plan = planReload(running, loadWith({{"APP_ENV", "test"}, {"LOG_LEVEL", "debug"}}));
    QVERIFY(plan.changed.empty());
    QVERIFY((plan.restartPending == Names{"APP_ENV", "LOG_LEVEL"}));
    QCOMPARE(plan.next.text(Key::LogLevel), std::string("warning"));
    QVERIFY(plan.next.entry(Key::LogLevel).isRestartPending);
    QVERIFY(plan.next.entry(Key::PublicRead).origin.layer == Layer::Environment);
    QCOMPARE(plan.next.report().runningHash, running.report().runningHash);
    const auto back = planReload(plan.next, running);
    QVERIFY(back.changed.empty() && back.restartPending.empty());
}

void tst_Reload::plan_endsAPendingThatWasTakenBack()
{
    const auto pending = planReload(loadWith({}), loadWith({{"TWS_PORT", "2"}}));
    const auto back = planReload(pending.next, loadWith({}));
    QVERIFY(back.restartPending.empty());
    QVERIFY(!back.next.entry(Key::TwsPort).isRestartPending);
}

void tst_Reload::sources_thatAreGoneAreTold()
{
    QFile file(m_folder.filePath(QStringLiteral(".env")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("TWS_PORT=1\n");
    file.close();
    const Config running = loadWith({});
    QVERIFY(lostSources(running, loadWith({})).empty());
    QVERIFY(file.remove());
    const auto lost = lostSources(running, loadWith({}));
    QCOMPARE(lost.size(), std::size_t(2)); // the file, and so the folder
    QVERIFY(lost[1].message.find(".env: is gone") != std::string::npos);
}

QTEST_APPLESS_MAIN(tst_Reload)
#include "tst_Reload.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/FolderSettings.h"

#include "agent/config/Load.h"

#include <QtTest>

#include <QTemporaryDir>

using namespace resync;
using namespace resync::app;
using namespace std::chrono_literals;
using Environment = std::map<std::string, std::string>;

class tst_FolderSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void handler_mayTakeAsLongAsItHasToWait_data()
    {
        QTest::addColumn<Environment>("environment");
        QTest::newRow("defaults") << Environment{};
        QTest::newRow("one host") << Environment{{"TWS_HOST", "mdm01"}};
        QTest::newRow("patient") << Environment{{"TWS_HOST", "mdm01,mdm02,mdm03"},
                                                {"TWS_CONNECT_TIMEOUT", "120"},
                                                {"TWS_READ_TIMEOUT", "120"},
                                                {"INVALIDATE_WAIT", "120"}};
    }
    void handler_mayTakeAsLongAsItHasToWait()
    {
        QFETCH(Environment, environment);
        const auto config = load(environment);
        const auto server = serverSettings(config);
        const auto engine = engineSettings(config);
        milliseconds silence = engine.readTimeout;
        for (std::size_t i = 0; i < engine.hosts.size(); ++i)
            silence += engine.connectTimeout;
        QVERIFY(server.handlerTimeout > silence);
        QVERIFY(server.handlerTimeout > apiSettings(config).invalidateWait);
        QVERIFY(server.handlerTimeout > 120s); // INVALIDATE_WAIT may become that by a reload
    }

private:
    static config::Config load(const Environment &environment)
    {
        const QTemporaryDir folder;
        config::LoadRequest request;
        request.environment = environment;
        request.workingDirectory = folder.path().toStdString();
        request.systemDirectory = request.workingDirectory;
        return *config::load(request).config;
    }
};

QTEST_APPLESS_MAIN(tst_FolderSettings)
#include "tst_FolderSettings.moc"

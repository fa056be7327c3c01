// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/app/CommandLine.h"
#include "console/app/Translations.h"
#include "console/client/AgentClient.h"
#include "console/dialogs/Invalidator.h"
#include "console/pages/common/Session.h"
#include "console/secrets/SecretStore.h"
#include "console/theme/Theme.h"

#include <QObject>

#include <memory>

class QApplication;
class QTimer;

namespace resync::console {

/// The program: owns the parts and carries the window's orders to them. Thread: GUI.
class ConsoleApp final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConsoleApp)

public:
    ConsoleApp(QApplication &application, const Options &options);
    ~ConsoleApp() override;

    /// Shows the window and connects.
    void start();

private:
    class AgentInvalidator;

    void wireWindow();
    void connectTo(const Profile &profile);
    void connectWith(const Profile &profile, const QString &password);
    void chooseProfile(const QString &id);
    void save(const ConnectionAnswer &answer);
    void remove(const QString &id);
    void useTheme(ThemeChoice choice);
    void useLanguage(const QString &language);
    void takeScreenshot();

    QApplication &m_application;
    Options m_options;
    Scheme m_desktopScheme;
    SystemClock m_clock;
    Settings m_settings;
    std::unique_ptr<SecretStore> m_secrets;
    Translations m_translations;
    Theme m_theme;
    Session m_session;
    AgentClient m_client;
    std::unique_ptr<AgentInvalidator> m_invalidator;
    std::unique_ptr<MainWindow> m_window;
    QTimer *m_ticker;
};

} // namespace resync::console

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/ConsoleApp.h"

#include "console/app/Screenshot.h"
#include "console/secrets/FallbackSecretStore.h"
#include "console/secrets/KeychainSecretStore.h"
#include "console/secrets/PasswordFile.h"

#include <QApplication>
#include <QTimer>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

void complain(const QString &text)
{
    std::fprintf(stderr, "resync-console: %s\n", qPrintable(text));
}

/// The connection of "--url": for this run only, named after its host, careful as production.
Profile temporaryProfile(const Options &options)
{
    Profile profile;
    profile.name = options.url->host();
    profile.url = *options.url;
    profile.user = options.user;
    const bool isLocal = isLoopbackHost(options.url->host());
    profile.environment = isLocal ? Environment::Development : Environment::Production;
    return profile;
}

AgentEndpoint endpointOf(const Profile &profile)
{
    return {profile.url, profile.user, profile.caFile, profile.allowPlainHttp};
}

} // namespace

class ConsoleApp::AgentInvalidator final : public Invalidator
{
public:
    explicit AgentInvalidator(AgentClient &client)
        : m_client(client)
    {}

    quint64 invalidate(InvalidateScope scope, bool dryRun, QObject *context,
                       Callback<domain::InvalidationReport> done) override
    {
        return m_client.invalidate(scope, dryRun, context, std::move(done));
    }
    void cancel(quint64 request) override { m_client.cancel(request); }

private:
    AgentClient &m_client;
};

ConsoleApp::ConsoleApp(QApplication &application, const Options &options)
    : m_application(application)
    , m_options(options)
    , m_desktopScheme(desktopScheme())
    , m_secrets(std::make_unique<FallbackSecretStore>(std::make_unique<KeychainSecretStore>()))
    , m_session(m_clock)
    , m_client(m_clock)
    , m_invalidator(std::make_unique<AgentInvalidator>(m_client))
    , m_ticker(new QTimer(this))
{
    m_translations.use(options.language.isEmpty() ? m_settings.language() : options.language);
    m_theme.setZoom(m_settings.zoomPercent());
    useTheme(m_settings.theme());
    m_theme.dress(application);
    m_session.watch(m_client);
    m_window = std::make_unique<MainWindow>(
        MainWindow::Parts{m_clock, m_theme, m_settings, m_session, *m_secrets, *m_invalidator});
    wireWindow();
    connect(m_ticker, &QTimer::timeout, &m_session, &Session::tick);
}

ConsoleApp::~ConsoleApp() = default;

void ConsoleApp::wireWindow()
{
    MainWindow *window = m_window.get();
    connect(window, &MainWindow::refreshRequested, &m_client, &AgentClient::refresh);
    connect(window, &MainWindow::reconnectRequested, &m_client, &AgentClient::reconnect);
    connect(window, &MainWindow::topicsChanged, &m_client, &AgentClient::setWatched);
    connect(window, &MainWindow::profileChosen, this, &ConsoleApp::chooseProfile);
    connect(window, &MainWindow::connectionSaved, this, &ConsoleApp::save);
    connect(window, &MainWindow::removeConfirmed, this, &ConsoleApp::remove);
    connect(window, &MainWindow::themeChosen, this, [this](ThemeChoice choice) {
        m_settings.setTheme(choice);
        m_options.scheme.reset();
        useTheme(choice);
    });
    connect(window, &MainWindow::languageChosen, this, &ConsoleApp::useLanguage);
}

void ConsoleApp::start()
{
    m_ticker->start(1000);
    if (m_options.page)
        m_window->showPage(*m_options.page);
    if (m_options.size)
        m_window->resize(*m_options.size);
    m_client.setWatched(m_window->topics());
    if (m_options.url)
        connectTo(temporaryProfile(m_options));
    else if (const auto profile = m_settings.profile(m_settings.currentProfileId()))
        connectTo(*profile);
    else if (const auto profiles = m_settings.profiles(); !profiles.isEmpty())
        connectTo(profiles.first());
    m_window->show();
    if (!m_options.screenshot.isEmpty())
        takeScreenshot();
}

void ConsoleApp::connectTo(const Profile &profile)
{
    m_session.setProfile(profile);
    const QString file = qEnvironmentVariable("RESYNC_PASSWORD_FILE");
    if (!file.isEmpty() && m_options.url) {
        const auto password = readPasswordFile(file);
        if (!password)
            complain(u"RESYNC_PASSWORD_FILE: %1"_s.arg(
                QString::fromStdString(password.error().message)));
        return connectWith(profile, password.value_or(QString()));
    }
    if (profile.id.isEmpty() || profile.user.isEmpty())
        return connectWith(profile, {});
    m_secrets->read(profile.id, this, [this, profile](const Result<QString> &password) {
        const auto &current = m_session.profile();
        if (current && current->id == profile.id)
            connectWith(profile, password.value_or(QString()));
    });
}

void ConsoleApp::connectWith(const Profile &profile, const QString &password)
{
    m_client.connectTo(endpointOf(profile), password);
}

void ConsoleApp::chooseProfile(const QString &id)
{
    const auto profile = m_settings.profile(id);
    if (!profile)
        return;
    m_settings.setCurrentProfileId(id);
    m_options.url.reset();
    connectTo(*profile);
}

void ConsoleApp::save(const ConnectionAnswer &answer)
{
    const QString id = m_settings.saveProfile(answer.profile);
    if (!answer.password)
        return chooseProfile(id);
    m_secrets->write(id, *answer.password, this,
                     [this, id](const Result<SecretPlace> &) { chooseProfile(id); });
}

void ConsoleApp::remove(const QString &id)
{
    m_client.disconnectFromAgent();
    m_settings.removeProfile(id);
    m_secrets->remove(id, this, [](const Result<> &) {});
    m_session.setProfile(std::nullopt);
    if (const auto profiles = m_settings.profiles(); !profiles.isEmpty())
        chooseProfile(profiles.first().id);
}

void ConsoleApp::useTheme(ThemeChoice choice)
{
    const Scheme chosen = choice == ThemeChoice::Dark ? Scheme::Dark : Scheme::Light;
    const Scheme wanted = choice == ThemeChoice::System ? m_desktopScheme : chosen;
    m_theme.setScheme(m_options.scheme.value_or(wanted));
}

void ConsoleApp::useLanguage(const QString &language)
{
    m_settings.setLanguage(language);
    m_translations.use(language);
}

void ConsoleApp::takeScreenshot()
{
    auto *screenshot = new Screenshot(*m_window, m_session, m_options.screenshot, this);
    connect(screenshot, &Screenshot::finished, this, [this](const QString &error) {
        if (!error.isEmpty())
            complain(error);
        m_application.exit(error.isEmpty() ? 0 : 1);
    });
}

} // namespace resync::console

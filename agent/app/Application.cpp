// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/Application.h"

#include "agent/api/Answer.h"
#include "agent/api/Api.h"
#include "agent/app/FolderSettings.h"
#include "agent/app/PlanMetrics.h"
#include "agent/app/Supervisor.h"
#include "resync/Version.h"
#include "shared/core/Log.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace resync::app {

namespace {

using config::Key;

std::optional<access::AdminAccount> adminAccount(const config::Config &config)
{
    if (config.secret(Key::AdminPassword).isEmpty())
        return std::nullopt;
    return access::AdminAccount{config.text(Key::AdminUsername),
                                config.secret(Key::AdminPassword).reveal()};
}

std::string hostsText(const engine::EngineSettings &settings)
{
    std::string text;
    for (const auto &host : settings.hosts) {
        if (!text.empty())
            text += ',';
        text += toString(host);
    }
    return text;
}

} // namespace

Application::Application(config::Config config)
    : m_config(std::move(config))
    , m_authenticator(m_clock, adminAccount(m_config))
    , m_invalidations(m_clock, access::RateLimit{})
{
    if (m_config.isConfigured("tws"))
        makeEngine();
    m_health =
        std::make_unique<health::HealthService>(m_mirror.get(), m_clock, healthSettings(m_config));
    makeServer();
    addCollectors();
}

Application::~Application()
{
    stop();
}

void Application::makeEngine()
{
    m_httpClient = std::make_unique<net::HttpClient>();
    engine::Executor planThread{
        [this](std::function<void()> work) { m_planThread.post(std::move(work)); },
        [this](milliseconds delay, std::function<void()> work) {
            m_planThread.postAfter(delay, std::move(work));
        }};
    m_engine = std::make_unique<engine::EngineDoor>(*m_httpClient, engineSettings(m_config),
                                                    std::move(planThread), m_clock, &m_engineCalls);
    m_mirror = std::make_unique<mirror::Mirror>(*m_engine, m_planThread, m_clock,
                                                mirrorSettings(m_config));
}

void Application::makeServer()
{
    api::Parts parts{m_clock,
                     m_mirror.get(),
                     m_authenticator,
                     m_invalidations,
                     [this] { return m_health->health(); },
                     [this] { return m_config.report(); },
                     [this] { return configurationSummary(m_config); },
                     [this] { return m_metrics.text(); }};
    m_context = std::make_unique<api::Context>(std::move(parts), apiSettings(m_config));
    api::addRoutes(m_router, *m_context);

    auto settings = serverSettings(m_config);
    if (settings.workers == 0)
        settings.workers = std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
    std::vector<std::string> patterns;
    for (const auto &route : m_router.routes())
        patterns.push_back(route.pattern);
    const auto accessLog = telemetry::accessLogFromWord(m_config.text(Key::LogAccess));
    m_httpMetrics = std::make_unique<telemetry::HttpMetrics>(
        settings.workers, patterns, accessLog.value_or(telemetry::AccessLog::Off));
    m_server = std::make_unique<http::Server>(std::move(settings), m_router, api::refusalAnswer,
                                              m_httpMetrics.get());
}

void Application::addCollectors()
{
    m_metrics.add(
        [this](telemetry::MetricFamilies &families) { m_httpMetrics->collect(families); });
    m_metrics.add([this](telemetry::MetricFamilies &families) { m_engineCalls.collect(families); });
    if (m_mirror)
        m_metrics.add([this](telemetry::MetricFamilies &families) {
            collectPlan(*m_mirror, m_clock, families);
        });
}

Result<> Application::start()
{
    logServices();
    auto started = m_server->start();
    if (!started)
        return started;
    log::info("http", "listening",
              {{"host", m_config.text(Key::ServerHost)},
               {"port", m_server->port()},
               {"workers", m_server->workers()}});
    if (m_mirror)
        m_mirror->start([this] { announceReady(); });
    else
        announceReady();
    return {};
}

/// One line for each service, with its state.
void Application::logServices() const
{
    log::info("app", "starting",
              {{"version", Version},
               {"environment", configurationSummary(m_config).environment},
               {"config_dir", m_config.folder().string()}});
    if (m_mirror)
        log::info("engine", "configured",
                  {{"hosts", hostsText(engineSettings(m_config))},
                   {"scheme", m_config.text(Key::TwsScheme)},
                   {"max_connections", m_config.number(Key::TwsMaxConnections)}});
    else
        log::warning("engine", "not configured; set TWS_HOST",
                     {{"file", apiSettings(m_config).configurationFile}});
    if (!m_authenticator.hasAdminAccount())
        log::warning("access", "no admin account; set ADMIN_PASSWORD");
    if (m_mirror && !m_config.flag(Key::TwsVerify))
        log::warning("engine", "the engine's certificate is not verified (TWS_VERIFY=false)");
    for (const auto name : m_config.notUsedYet())
        log::warning("app", "not_used_yet: set, but this version does not use it",
                     {{"setting", name}});
}

void Application::announceReady()
{
    const auto took =
        std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - m_begun);
    log::info("app", "ready", {{"took_ms", took.count()}, {"port", m_server->port()}});
    notifyReady(m_mirror ? "Serving the plan" : "Serving; no engine is configured");
}

void Application::stop()
{
    if (std::exchange(m_isStopped, true))
        return;
    notifyStopping();
    m_server->stop(); // finishes requests in flight
    log::info("http", "stopped");
    if (m_mirror) {
        m_mirror->stop();
        m_planThread.run([this] { m_engine.reset(); }); // answers Cancelled, where answers belong
    }
    m_httpClient.reset();
    m_planThread.stop();
    if (m_mirror)
        log::info("mirror", "stopped");
    log::info("app", "stopped");
}

} // namespace resync::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/Application.h"

#include "agent/api/Answer.h"
#include "agent/api/Api.h"
#include "agent/api/ClientAddress.h"
#include "agent/app/AccessHealth.h"
#include "agent/app/AccessMetrics.h"
#include "agent/app/EngineMetrics.h"
#include "agent/app/FolderSettings.h"
#include "agent/app/PlanMetrics.h"
#include "agent/app/Supervisor.h"
#include "resync/Version.h"
#include "shared/core/Log.h"

#include <QCoreApplication>

#include <utility>

namespace resync::app {

namespace {

using namespace std::chrono_literals;
using config::Key;

constexpr auto ComparisonInterval = 10s;
constexpr auto RoundInterval = 2s;

telemetry::AccessLog accessLog(const config::Config &config)
{
    return telemetry::accessLogFromWord(config.text(Key::LogAccess))
        .value_or(telemetry::AccessLog::Off);
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

Application::Application(config::Config config, Reloader::Load load, telemetry::LogSink &sink)
    : m_config(std::move(config))
    , m_sink(sink)
    , m_reloader(m_config, std::move(load), m_clock)
    , m_authenticator(m_clock, std::nullopt)
    , m_invalidations(m_clock, access::RateLimit{})
{
    if (m_config.isConfigured("tws"))
        makeEngine();
    m_health =
        std::make_unique<health::HealthService>(m_mirror.get(), m_clock, healthSettings(m_config));
    makeServer();
    addCollectors();
    addReloadableParts();
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
                     [this] { return health(); },
                     [this] { return m_reloader.report(); },
                     [this] { return configurationSummary(*m_reloader.running()); },
                     [this] { return m_metrics.text(); },
                     [this](const std::string &by, auto done) {
                         return postToMain(
                             [this, by, done = std::move(done)] { done(reload(by)); });
                     },
                     [this](Instant from, Instant to, const std::vector<std::string> &names) {
                         return m_history->read(from, to, names);
                     }};
    m_context = std::make_unique<api::Context>(std::move(parts), apiSettings(m_config));
    api::addRoutes(m_router, *m_context);

    auto settings = serverSettings(m_config);
    settings.listenFd = passedSocket().value_or(-1);
    std::vector<std::string> patterns;
    for (const auto &route : m_router.routes())
        patterns.push_back(route.pattern);
    m_httpMetrics = std::make_unique<telemetry::HttpMetrics>(
        settings.workers, patterns, accessLog(m_config), [this](const http::Request &request) {
            return api::clientAddress(m_authenticator, request);
        });
    m_history =
        std::make_unique<MetricsHistory>(m_clock, m_mirror.get(), m_engine.get(), *m_httpMetrics);
    m_server = std::make_unique<http::Server>(std::move(settings), m_router, api::refusalAnswer,
                                              m_httpMetrics.get());
}

void Application::addCollectors()
{
    m_metrics.add(
        [this](telemetry::MetricFamilies &families) { m_httpMetrics->collect(families); });
    m_metrics.add([this](telemetry::MetricFamilies &families) { m_engineCalls.collect(families); });
    m_metrics.add([this](telemetry::MetricFamilies &families) {
        collectAccess(m_authenticator.figures(), families);
        families.gauge("resync_event_streams", "Open event streams.", {},
                       static_cast<double>(m_context->events.count()));
        families.counter("resync_events_streamed_total", "Events sent to streams.", {},
                         static_cast<double>(m_context->events.sent()));
    });
    if (m_mirror)
        m_metrics.add([this](telemetry::MetricFamilies &families) {
            collectPlan(*m_mirror, m_clock, families);
            collectEngine(m_mirror->engineCalls(), m_mirror->engineHosts(), families);
        });
}

/// What a reload reaches.
void Application::addReloadableParts()
{
    m_metrics.add([this](telemetry::MetricFamilies &families) { m_reloader.collect(families); });
    QObject::connect(&m_comparison, &QTimer::timeout, &m_main, [this] { m_reloader.compare(); });
    m_reloader.setListener([this](const domain::Event &event) { tell({event}); });
    m_reloader.add([this](auto & /*next*/, auto & /*by*/) { return m_server->prepareTls(); });
    m_reloader.add([this](const config::Config &next, const std::string &by) {
        return m_authenticator.prepare(accessSettings(next), by);
    });
    m_reloader.add([this](const config::Config &next, auto & /*by*/) -> Result<Reloader::Commit> {
        return [this, next] {
            m_sink.setLevels(logSettings(next).levels);
            m_httpMetrics->setAccessLog(accessLog(next));
            m_context->apply(apiSettings(next));
            if (m_mirror)
                reloadEngine(next);
        };
    });
}

domain::Health Application::health() const
{
    return withAccess(m_health->health(), m_authenticator);
}

void Application::lookAround()
{
    m_context->events.endForbidden();
    tell(m_healthWatch.look(health(), m_clock.now()));
}

void Application::tell(std::vector<domain::Event> events)
{
    if (!m_mirror || events.empty())
        return;
    const auto snapshot = m_mirror->snapshot();
    for (domain::Event &event : events)
        event.generation = snapshot ? snapshot->generation : 0;
    m_mirror->events().append(std::move(events));
}

void Application::reloadEngine(const config::Config &next)
{
    const auto settings = engineSettings(next);
    const auto before = engineSettings(*m_reloader.running());
    const auto pace = mirrorSettings(next);
    m_mirror->setPace(pace.refreshInterval, pace.fullSweep);
    m_planThread.post([this, settings] {
        if (m_engine)
            m_engine->setLogin(settings.user, settings.password, settings.apiKey);
    });
    // also when nothing changed: the account may have been unlocked meanwhile
    if (settings.user != before.user || settings.password != before.password ||
        settings.apiKey != before.apiKey || m_mirror->status().lastError)
        m_mirror->probe();
}

bool Application::postToMain(std::function<void()> work)
{
    const std::lock_guard lock(m_mainMutex);
    if (m_isMainClosed)
        return false;
    return QMetaObject::invokeMethod(&m_main, std::move(work), Qt::QueuedConnection);
}

domain::ReloadOutcome Application::reload(const std::string &by)
{
    notifyReloading();
    auto outcome = m_reloader.reload(by);
    notifyReady(statusLine() + (outcome.ok ? "" : "; the last reload failed, the log says why"));
    return outcome;
}

Result<> Application::start()
{
    if (auto loaded = m_authenticator.reload(accessSettings(m_config)); !loaded)
        return loaded;
    logServices();
    auto started = m_server->start();
    if (!started)
        return started.map_error([](Error error) {
            if (error.kind == ErrorKind::Unavailable)
                error.message += " (SERVER_HOST, SERVER_PORT)";
            return error;
        });
    log::info("http", "listening",
              {{"host", m_config.text(Key::ServerHost)},
               {"port", m_server->port()},
               {"workers", m_server->workers()}});
    // ready for systemd: an engine that is away must not let the start time out
    notifyReady(statusLine());
    m_history->start();
    m_comparison.start(ComparisonInterval);
    lookAround();
    QObject::connect(&m_rounds, &QTimer::timeout, &m_main, [this] { lookAround(); });
    m_rounds.start(RoundInterval);
    if (m_mirror)
        m_mirror->start([this] { announceReady(); });
    else
        announceReady();
    return {};
}

std::string Application::statusLine() const
{
    if (!m_mirror)
        return "Serving; no engine is configured";
    return m_mirror->snapshot() ? "Serving the plan" : "Waiting for the first plan";
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
    for (const auto &[group, service] :
         {std::pair("redis", "redis"), std::pair("neo4j", "knowledge"), std::pair("llm", "llm")}) {
        if (!m_config.isConfigured(group))
            log::info("app", "not configured; works without", {{"service", service}});
    }
    if (!m_authenticator.hasAdmin())
        log::warning("access", "no admin account; set ADMIN_PASSWORD");
    else
        log::info("access", "configured", {{"admin", m_config.text(Key::AdminUsername)}});
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
    if (m_mirror)
        notifyStatus(statusLine());
}

void Application::stop()
{
    if (std::exchange(m_isStopped, true))
        return;
    notifyStopping();
    m_context->isStopping = true;
    m_history->stop();
    m_comparison.stop();
    m_rounds.stop();
    {
        const std::lock_guard lock(m_mainMutex);
        m_isMainClosed = true;
    }
    QCoreApplication::sendPostedEvents(&m_main); // who asked before is answered
    // finishes requests in flight, then ends the event streams
    m_server->stop([this] { m_context->events.closeAll(); });
    m_authenticator.stop(); // after this nobody calls the API any more
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

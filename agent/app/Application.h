// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/Authenticator.h"
#include "agent/access/RateLimiter.h"
#include "agent/api/Context.h"
#include "agent/app/EngineCallMetrics.h"
#include "agent/app/MetricsHistory.h"
#include "agent/app/Reloader.h"
#include "agent/config/Config.h"
#include "agent/engine/EngineDoor.h"
#include "agent/health/HealthService.h"
#include "agent/health/HealthWatch.h"
#include "agent/http/Server.h"
#include "agent/mirror/Mirror.h"
#include "agent/mirror/PlanThread.h"
#include "agent/net/HttpClient.h"
#include "agent/telemetry/HttpMetrics.h"
#include "agent/telemetry/LogSink.h"
#include "agent/telemetry/Metrics.h"
#include "shared/core/Clock.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace resync::app {

/// The Resync agent: all its parts, wired. Members are in the order in which they are made; stop()
/// takes them down in the order of docs/threading.md. Thread: the main thread.
class Application
{
public:
    /// \param load reads the configuration again
    /// \a sink outlives this; a reload changes its levels.
    Application(config::Config config, Reloader::Load load, telemetry::LogSink &sink);
    ~Application(); ///< stops
    Application(const Application &) = delete;
    Application &operator=(const Application &) = delete;

    /// Begins to listen and to read the plan. Unavailable: the port is taken.
    [[nodiscard]] Result<> start();
    void stop();
    /// Reads the configuration again; \a by is named in log and event.
    domain::ReloadOutcome reload(const std::string &by);

    [[nodiscard]] std::uint16_t port() const { return m_server->port(); }

private:
    void makeEngine();
    void makeServer();
    void addCollectors();
    void addReloadableParts();
    [[nodiscard]] domain::Health health() const;
    /// Every few seconds: who may still read the open streams, and what has changed in health.
    void lookAround();
    /// Puts events of the agent's own into the log, where there is one.
    void tell(std::vector<domain::Event> events);
    void reloadEngine(const config::Config &next);
    /// Runs \a work on the main thread's event loop; false: the agent is stopping. Thread: any.
    [[nodiscard]] bool postToMain(std::function<void()> work);
    /// What systemctl status shows.
    [[nodiscard]] std::string statusLine() const;
    void logServices() const;
    void announceReady();

    const std::chrono::steady_clock::time_point m_begun = std::chrono::steady_clock::now();
    SystemClock m_clock;
    const config::Config m_config; ///< as at the start; the reloader has the one that runs
    telemetry::LogSink &m_sink;
    Reloader m_reloader;
    QTimer m_comparison; ///< of what runs with what the files hold
    QTimer m_rounds;     ///< lookAround()

    QObject m_main; ///< receives what other threads post to the main one
    std::mutex m_mainMutex;
    bool m_isMainClosed = false; ///< guarded by m_mainMutex

    mirror::PlanThread m_planThread;
    EngineCallMetrics m_engineCalls;
    std::unique_ptr<net::HttpClient> m_httpClient; ///< null: no engine is configured
    std::unique_ptr<engine::EngineDoor> m_engine;  ///< likewise
    std::unique_ptr<mirror::Mirror> m_mirror;      ///< likewise

    std::unique_ptr<health::HealthService> m_health;
    health::HealthWatch m_healthWatch;
    access::Authenticator m_authenticator;
    access::RateLimiter m_invalidations;
    telemetry::Metrics m_metrics;
    std::unique_ptr<telemetry::HttpMetrics> m_httpMetrics;
    std::unique_ptr<MetricsHistory> m_history;

    std::unique_ptr<api::Context> m_context;
    http::Router m_router;
    std::unique_ptr<http::Server> m_server;
    bool m_isStopped = false;
};

} // namespace resync::app

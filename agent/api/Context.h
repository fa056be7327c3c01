// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/Authenticator.h"
#include "agent/access/BrowserGuard.h"
#include "agent/access/RateLimiter.h"
#include "agent/api/EventStreams.h"
#include "agent/api/PlanFigures.h"
#include "agent/api/ReadPool.h"
#include "agent/api/ResponseCache.h"
#include "agent/http/Responder.h"
#include "agent/mirror/Mirror.h"
#include "shared/domain/ConfigReport.h"
#include "shared/domain/Health.h"
#include "shared/domain/MetricsHistory.h"

#include <atomic>
#include <functional>
#include <string>
#include <vector>

namespace resync::api {

struct ApiSettings
{
    bool isPublicRead = false;    ///< reads need no account
    bool areMetricsPublic = true; ///< metrics need no account
    milliseconds invalidateWait{5'000};
    std::string configurationFile;         ///< to name where TWS_HOST belongs
    std::vector<std::string> allowedHosts; ///< names by which browsers may come
};

/// ApiSettings as a reload changes them. Thread: any.
struct LiveSettings
{
    explicit LiveSettings(const ApiSettings &settings)
        : configurationFile(settings.configurationFile)
    {
        apply(settings);
    }
    void apply(const ApiSettings &settings)
    {
        isPublicRead = settings.isPublicRead;
        areMetricsPublic = settings.areMetricsPublic;
        invalidateWait = settings.invalidateWait;
    }

    std::atomic<bool> isPublicRead{false};
    std::atomic<bool> areMetricsPublic{true};
    std::atomic<milliseconds> invalidateWait{milliseconds(0)};
    const std::string configurationFile;
};

/// What the routes are made of; owned by app, outlives the server.
struct Parts
{
    const Clock &clock;
    mirror::Mirror *mirror = nullptr; ///< null: no engine is configured
    access::Authenticator &authenticator;
    access::RateLimiter &invalidations;
    std::function<domain::Health()> health;
    std::function<domain::ConfigReport()> configuration;
    std::function<domain::ConfigSummary()> configurationSummary;
    std::function<std::string()> metrics; ///< Prometheus text 0.0.4
    /// Reads the configuration again for \a by and answers on another thread; false: the agent is
    /// stopping, and there will be no answer.
    std::function<bool(const std::string &by,
                       std::function<void(const domain::ReloadOutcome &)> done)>
        reload;
    /// The series of these names, all when there are none, between two instants.
    std::function<domain::MetricsHistory(Instant, Instant, const std::vector<std::string> &)>
        history;
};

/// Everything a handler may use. Thread: any; the members guard themselves.
struct Context
{
    Context(Parts theParts, ApiSettings theSettings)
        : parts(std::move(theParts))
        , settings(theSettings)
        , browsers(std::move(theSettings.allowedHosts))
    {}

    /// After a reload.
    void apply(ApiSettings changed)
    {
        settings.apply(changed);
        browsers.setHosts(std::move(changed.allowedHosts));
    }

    const Parts parts;
    LiveSettings settings;
    access::BrowserGuard browsers;
    EventStreams events{parts.clock};
    /// Forced refreshes (max_age) of one caller.
    access::RateLimiter refreshes{parts.clock, access::RateLimit{}};
    std::atomic<bool> isStopping{false}; ///< set first: no longer ready
    LatestStarts latestStarts;
    ResponseCache responses;
    ReadPool readPool;
};

} // namespace resync::api

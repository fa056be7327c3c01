// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/Authenticator.h"
#include "agent/access/BrowserGuard.h"
#include "agent/access/RateLimiter.h"
#include "agent/api/PlanFigures.h"
#include "agent/api/ReadPool.h"
#include "agent/api/ResponseCache.h"
#include "agent/http/Responder.h"
#include "agent/mirror/Mirror.h"
#include "shared/domain/ConfigReport.h"
#include "shared/domain/Health.h"

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
};

/// Everything a handler may use. Thread: any; the members guard themselves.
struct Context
{
    Context(Parts theParts, ApiSettings theSettings)
        : parts(std::move(theParts))
        , settings(std::move(theSettings))
    {}

    const Parts parts;
    const ApiSettings settings;
    const access::BrowserGuard browsers{settings.allowedHosts};
    /// Forced refreshes (max_age) of one caller.
    access::RateLimiter refreshes{parts.clock, access::RateLimit{}};
    LatestStarts latestStarts;
    ResponseCache responses;
    ReadPool readPool;
};

} // namespace resync::api

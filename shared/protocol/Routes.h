// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string_view>

namespace resync::protocol {

/// Version of the Resync API, as resources/openapi.yaml states it.
inline constexpr std::string_view ApiVersion = "1.0.0";

/// The paths of the Resync API; {…} stands for one percent-encoded segment.
namespace routes {

inline constexpr std::string_view Health = "/api/health";
inline constexpr std::string_view HealthApp = "/api/health/app";
inline constexpr std::string_view HealthV1 = "/api/v1/health";
inline constexpr std::string_view HealthLive = "/api/v1/health/live";
inline constexpr std::string_view HealthReady = "/api/v1/health/ready";
inline constexpr std::string_view HealthComponent = "/api/v1/health/{component}";
inline constexpr std::string_view Config = "/api/config";
inline constexpr std::string_view ConfigV1 = "/api/v1/config";
inline constexpr std::string_view ConfigReload = "/api/v1/config/reload";
inline constexpr std::string_view ApiMetrics = "/api/metrics";
inline constexpr std::string_view Metrics = "/metrics";
inline constexpr std::string_view CacheInvalidate = "/api/v1/cache/invalidate";
inline constexpr std::string_view CacheStats = "/api/v1/cache/stats";
inline constexpr std::string_view Plan = "/api/v1/plan";
inline constexpr std::string_view Jobs = "/api/v1/jobs";
inline constexpr std::string_view Job = "/api/v1/jobs/{id}";
inline constexpr std::string_view JobChanges = "/api/v1/jobs/changes";
inline constexpr std::string_view JobLog = "/api/v1/jobs/{id}/log";
inline constexpr std::string_view JobRuns = "/api/v1/jobs/{id}/runs";
inline constexpr std::string_view JobDependencies = "/api/v1/jobs/{id}/dependencies";
inline constexpr std::string_view JobImpact = "/api/v1/jobs/{id}/impact";
inline constexpr std::string_view JobStreams = "/api/v1/jobstreams";
inline constexpr std::string_view JobStream = "/api/v1/jobstreams/{id}";
inline constexpr std::string_view Workstations = "/api/v1/workstations";
inline constexpr std::string_view Workstation = "/api/v1/workstations/{id}";
inline constexpr std::string_view Events = "/api/v1/events";
inline constexpr std::string_view MetricsHistory = "/api/v1/metrics/history";
inline constexpr std::string_view AuthLogin = "/api/v1/auth/login";
inline constexpr std::string_view AuthLogout = "/api/v1/auth/logout";
inline constexpr std::string_view AuthTokens = "/api/v1/auth/tokens";
inline constexpr std::string_view AuthToken = "/api/v1/auth/tokens/{id}";
inline constexpr std::string_view Resources = "/api/v1/resources";
inline constexpr std::string_view Prompts = "/api/v1/prompts";
inline constexpr std::string_view CriticalJobs = "/api/v1/critical-jobs";
inline constexpr std::string_view OpenApi = "/api/openapi.json";

/// All of them, in the order of docs/rest-api.md.
inline constexpr std::array All = {Health,       HealthApp,
                                   HealthV1,     HealthLive,
                                   HealthReady,  HealthComponent,
                                   Config,       ConfigV1,
                                   ConfigReload, ApiMetrics,
                                   Metrics,      CacheInvalidate,
                                   CacheStats,   Plan,
                                   Jobs,         JobChanges,
                                   Job,          JobLog,
                                   JobRuns,      JobDependencies,
                                   JobImpact,    JobStreams,
                                   JobStream,    Workstations,
                                   Workstation,  Resources,
                                   Prompts,      CriticalJobs,
                                   Events,       MetricsHistory,
                                   AuthLogin,    AuthLogout,
                                   AuthTokens,   AuthToken,
                                   OpenApi};

} // namespace routes
} // namespace resync::protocol

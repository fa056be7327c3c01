// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/AccessSettings.h"
#include "agent/api/Context.h"
#include "agent/config/Config.h"
#include "agent/engine/EngineSettings.h"
#include "agent/health/HealthService.h"
#include "agent/http/Server.h"
#include "agent/mirror/Mirror.h"
#include "agent/telemetry/LogSink.h"

namespace resync::app {

/// The small settings that each folder takes, read from the configuration.
[[nodiscard]] http::ServerSettings serverSettings(const config::Config &config);
[[nodiscard]] engine::EngineSettings engineSettings(const config::Config &config);
[[nodiscard]] mirror::MirrorSettings mirrorSettings(const config::Config &config);
[[nodiscard]] health::HealthSettings healthSettings(const config::Config &config);
[[nodiscard]] access::AccessSettings accessSettings(const config::Config &config);
[[nodiscard]] api::ApiSettings apiSettings(const config::Config &config);
[[nodiscard]] telemetry::LogSettings logSettings(const config::Config &config);
[[nodiscard]] domain::ConfigSummary configurationSummary(const config::Config &config);

} // namespace resync::app

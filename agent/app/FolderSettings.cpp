// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/FolderSettings.h"

#include "resync/Version.h"

#include <algorithm>
#include <array>
#include <unistd.h>

namespace resync::app {

namespace {

using namespace std::chrono_literals;
using config::Config;
using config::Key;

std::string_view environmentWord(const Config &config)
{
    switch (config.environment()) {
    case config::Environment::Development:
        return "development";
    case config::Environment::Test:
        return "test";
    case config::Environment::Production:
        break;
    }
    return "production";
}

/// Longer than anything that a handler waits for, so that whoever waits hears what became of it:
/// engine_timeout, say. An INVALIDATE_WAIT of tomorrow's reload counts too.
milliseconds handlerTimeout(const Config &config)
{
    constexpr milliseconds LongestInLine = 10s; // of a person's call (EngineCalls.h)
    const auto hosts = static_cast<milliseconds::rep>(config.hosts(Key::TwsHost).size());
    const milliseconds engine = LongestInLine + hosts * config.duration(Key::TwsConnectTimeout) +
                                config.duration(Key::TwsReadTimeout);
    const milliseconds refresh(config::setting(Key::InvalidateWait).max);
    return std::max(engine, refresh) + 10s;
}

std::string ownHostName()
{
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

} // namespace

http::ServerSettings serverSettings(const Config &config)
{
    http::ServerSettings settings;
    settings.host = config.text(Key::ServerHost);
    settings.port = static_cast<std::uint16_t>(config.number(Key::ServerPort));
    if (config.isSet(Key::TlsCertFile)) {
        settings.tlsCertificateFile = config.text(Key::TlsCertFile);
        settings.tlsKeyFile = config.text(Key::TlsKeyFile);
    }
    settings.workers = static_cast<unsigned>(config.number(Key::Workers));
    settings.gracefulTimeout = config.duration(Key::GracefulTimeout);
    settings.handlerTimeout = handlerTimeout(config);
    return settings;
}

engine::EngineSettings engineSettings(const Config &config)
{
    engine::EngineSettings settings;
    const auto port = static_cast<std::uint16_t>(config.number(Key::TwsPort));
    for (const auto &host : config.hosts(Key::TwsHost))
        settings.hosts.push_back({host.host, host.port.value_or(port)});
    settings.scheme = config.text(Key::TwsScheme);
    settings.user = config.text(Key::TwsUser);
    settings.password = config.secret(Key::TwsPassword).reveal();
    settings.apiKey = config.secret(Key::TwsApiKey).reveal();
    settings.verify = config.flag(Key::TwsVerify);
    settings.verifyHostname = config.flag(Key::TwsVerifyHostname);
    settings.caFile = config.text(Key::TwsCaFile);
    settings.connectTimeout = config.duration(Key::TwsConnectTimeout);
    settings.readTimeout = config.duration(Key::TwsReadTimeout);
    settings.maxConnections = static_cast<int>(config.number(Key::TwsMaxConnections));
    settings.refusesDemo = config.environment() == config::Environment::Production;
    settings.maxCallsPerMinute = static_cast<int>(config.number(Key::TwsMaxCallsPerMinute));
    return settings;
}

mirror::MirrorSettings mirrorSettings(const Config &config)
{
    mirror::MirrorSettings settings;
    settings.refreshInterval = config.duration(Key::TwsRefreshInterval);
    settings.fullSweep = config.duration(Key::TwsFullSweep);
    settings.callsLimit = static_cast<std::uint64_t>(config.number(Key::TwsMaxCallsPerMinute));
    return settings;
}

health::HealthSettings healthSettings(const Config &config)
{
    health::HealthSettings settings;
    settings.stateDirectory = config.text(Key::StateDir);
    for (const auto &[group, component] :
         {std::pair("redis", "redis"), std::pair("neo4j", "knowledge"), std::pair("llm", "llm")})
        if (config.isConfigured(group))
            settings.unusedComponents.emplace_back(component);
    return settings;
}

access::AccessSettings accessSettings(const Config &config)
{
    access::AccessSettings settings;
    const auto &password = config.secret(Key::AdminPassword);
    const auto &hash = config.secret(Key::AdminPasswordHash);
    if (!password.isEmpty() || !hash.isEmpty())
        settings.admin = {config.text(Key::AdminUsername), password.reveal(), hash.reveal()};
    settings.usersFile = config.text(Key::UsersFile);
    settings.tokensFile = config.text(Key::TokensFile);
    settings.sessionKey = config.secret(Key::SessionKey).reveal();
    settings.trustedProxies = config.list(Key::TrustedProxies);
    settings.isPlaintextAllowed = config.flag(Key::AllowPlaintextAuth);
    return settings;
}

api::ApiSettings apiSettings(const Config &config)
{
    api::ApiSettings settings;
    settings.isPublicRead = config.flag(Key::PublicRead);
    settings.areMetricsPublic = config.flag(Key::MetricsPublic);
    settings.invalidateWait = config.duration(Key::InvalidateWait);
    settings.allowedHosts = config.list(Key::AllowedHosts);
    settings.allowedHosts.push_back(ownHostName());
    settings.configurationFile = (config.folder() / ".env").string();
    return settings;
}

telemetry::LogSettings logSettings(const Config &config)
{
    telemetry::LogSettings settings;
    settings.levels =
        telemetry::LogLevels::parse(config.text(Key::LogLevel)).value_or(telemetry::LogLevels());
    settings.format = telemetry::logFormatFromWord(config.text(Key::LogFormat))
                          .value_or(telemetry::LogFormat::Auto);
    return settings;
}

domain::ConfigSummary configurationSummary(const Config &config)
{
    domain::ConfigSummary summary;
    summary.environment = environmentWord(config);
    summary.version = Version;
    summary.tws = config.isConfigured("tws");
    summary.redis = config.isConfigured("redis");
    summary.neo4j = config.isConfigured("neo4j");
    summary.llm = config.isConfigured("llm");
    summary.server = config.isConfigured("server");
    summary.admin = config.isConfigured("admin");
    return summary;
}

} // namespace resync::app

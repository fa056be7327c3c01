// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Setting.h"

#include <algorithm>
#include <array>

namespace resync::config {

namespace {

constexpr std::array<std::string_view, 3> Environments{"development", "test", "production"};
constexpr std::array<std::string_view, 2> Schemes{"https", "http"};
constexpr std::array<std::string_view, 3> RedisSchemes{"redis", "rediss", "unix"};
constexpr std::array<std::string_view, 8> Neo4jSchemes{"neo4j",  "neo4j+s",  "neo4j+ssc", "bolt",
                                                       "bolt+s", "bolt+ssc", "http",      "https"};
constexpr std::array<std::string_view, 3> LogFormats{"auto", "text", "json"};
constexpr std::array<std::string_view, 3> AccessLogs{"off", "errors", "all"};

constexpr std::int64_t Second = 1000;

constexpr auto Table = std::to_array<Setting>({
    {.key = Key::AppEnv,
     .name = "APP_ENV",
     .group = "app",
     .type = Type::Choice,
     .defaultText = "development",
     .choices = Environments,
     .description = "The kind of installation; production turns the strict checks on."},

    {.key = Key::TwsHost,
     .name = "TWS_HOST",
     .group = "tws",
     .type = Type::HostList,
     .description = "Host of the engine's REST API, or several between commas, each with its own "
                    "port if needed; empty: no engine is mirrored."},
    {.key = Key::TwsPort,
     .name = "TWS_PORT",
     .group = "tws",
     .type = Type::Number,
     .defaultText = "31116",
     .min = 1,
     .max = 65535,
     .description = "Port of the engine's REST API where TWS_HOST names none."},
    {.key = Key::TwsScheme,
     .name = "TWS_SCHEME",
     .group = "tws",
     .type = Type::Choice,
     .defaultText = "https",
     .choices = Schemes,
     .description = "How the engine is spoken to; http sends the password in clear text."},
    {.key = Key::TwsUser,
     .name = "TWS_USER",
     .group = "tws",
     .type = Type::Text,
     .isReloadable = true,
     .description = "The engine's user that the Resync agent logs in as."},
    {.key = Key::TwsPassword,
     .name = "TWS_PASSWORD",
     .group = "tws",
     .type = Type::Secret,
     .isReloadable = true,
     .description = "Password of TWS_USER."},
    {.key = Key::TwsApiKey,
     .name = "TWS_API_KEY",
     .group = "tws",
     .type = Type::Secret,
     .isReloadable = true,
     .description = "The engine's API key (JWT), in the place of TWS_USER and TWS_PASSWORD."},
    {.key = Key::TwsCaFile,
     .name = "TWS_CA_FILE",
     .group = "tws",
     .type = Type::Path,
     .defaultNote = "the system's certificates",
     .description = "PEM file with the certificates that the engine's certificate is checked "
                    "against."},
    {.key = Key::TwsVerify,
     .name = "TWS_VERIFY",
     .group = "tws",
     .type = Type::Flag,
     .defaultText = "true",
     .description = "Whether the engine's certificate is checked."},
    {.key = Key::TwsVerifyHostname,
     .name = "TWS_VERIFY_HOSTNAME",
     .group = "tws",
     .type = Type::Flag,
     .defaultText = "true",
     .description = "Whether the engine's certificate must name the host that was asked."},
    {.key = Key::TwsMaxConnections,
     .name = "TWS_MAX_CONNECTIONS",
     .group = "tws",
     .type = Type::Number,
     .defaultText = "4",
     .min = 1,
     .max = 64,
     .description = "How many requests the engine gets at once, at most."},
    {.key = Key::TwsConnectTimeout,
     .name = "TWS_CONNECT_TIMEOUT",
     .group = "tws",
     .type = Type::Duration,
     .defaultText = "5",
     .min = 1 * Second,
     .max = 120 * Second,
     .description = "How long a connection to the engine may take to come about."},
    {.key = Key::TwsReadTimeout,
     .name = "TWS_READ_TIMEOUT",
     .group = "tws",
     .type = Type::Duration,
     .defaultText = "30",
     .min = 1 * Second,
     .max = 120 * Second,
     .description = "The longest silence of the engine within an answer, first byte included; a "
                    "whole answer may take four times as long."},
    {.key = Key::TwsRefreshInterval,
     .name = "TWS_REFRESH_INTERVAL",
     .group = "tws",
     .type = Type::Duration,
     .defaultText = "30",
     .min = 1 * Second,
     .max = 3600 * Second,
     .isReloadable = true,
     .description = "How often what can have changed in the plan is read again."},
    {.key = Key::TwsFullSweep,
     .name = "TWS_FULL_SWEEP",
     .group = "tws",
     .type = Type::Duration,
     .defaultText = "900",
     .min = 60 * Second,
     .max = 24 * 3600 * Second,
     .isReloadable = true,
     .description = "Over which time a read of every row of the plan is spread."},
    {.key = Key::TwsMaxCallsPerMinute,
     .name = "TWS_MAX_CALLS_PER_MINUTE",
     .group = "tws",
     .type = Type::Number,
     .defaultText = "600",
     .min = 10,
     .max = 10'000,
     .description = "How many requests the engine gets in a minute, at most."},

    {.key = Key::RedisUrl,
     .name = "REDIS_URL",
     .group = "redis",
     .type = Type::Url,
     .choices = RedisSchemes,
     .isUsed = false,
     .description = "Redis that several Resync agents share: redis://, rediss:// or unix://."},

    {.key = Key::Neo4jUri,
     .name = "NEO4J_URI",
     .group = "neo4j",
     .type = Type::Url,
     .choices = Neo4jSchemes,
     .isUsed = false,
     .description = "Neo4j that keeps knowledge across plans."},
    {.key = Key::Neo4jUser,
     .name = "NEO4J_USER",
     .group = "neo4j",
     .type = Type::Text,
     .isUsed = false,
     .description = "User of Neo4j."},
    {.key = Key::Neo4jPassword,
     .name = "NEO4J_PASSWORD",
     .group = "neo4j",
     .type = Type::Secret,
     .isUsed = false,
     .description = "Password of NEO4J_USER."},
    {.key = Key::Neo4jDatabase,
     .name = "NEO4J_DATABASE",
     .group = "neo4j",
     .type = Type::Text,
     .isUsed = false,
     .description = "Database within Neo4j."},

    {.key = Key::LlmEndpoint,
     .name = "LLM_ENDPOINT",
     .group = "llm",
     .type = Type::Url,
     .choices = Schemes,
     .isUsed = false,
     .description = "Base URL of the language model that the assistant asks."},
    {.key = Key::LlmApiKey,
     .name = "LLM_API_KEY",
     .group = "llm",
     .type = Type::Secret,
     .isUsed = false,
     .description = "Key for LLM_ENDPOINT."},
    {.key = Key::LlmModel,
     .name = "LLM_MODEL",
     .group = "llm",
     .type = Type::Text,
     .isUsed = false,
     .description = "Name of the model at LLM_ENDPOINT."},

    {.key = Key::AdminUsername,
     .name = "ADMIN_USERNAME",
     .group = "admin",
     .type = Type::Text,
     .defaultText = "admin",
     .isReloadable = true,
     .description = "Name of the administrator's account."},
    {.key = Key::AdminPassword,
     .name = "ADMIN_PASSWORD",
     .group = "admin",
     .type = Type::Secret,
     .isReloadable = true,
     .description =
         "Password of the administrator's account; without one there is no such account. "
         "In production at least 12 characters, none of the common ones."},
    {.key = Key::AdminPasswordHash,
     .name = "ADMIN_PASSWORD_HASH",
     .group = "admin",
     .type = Type::Secret,
     .isReloadable = true,
     .description = "Argon2id hash of the administrator's password ($argon2id$…), in the place of "
                    "ADMIN_PASSWORD."},
    {.key = Key::UsersFile,
     .name = "USERS_FILE",
     .group = "admin",
     .type = Type::Path,
     .isReloadable = true,
     .description = "File of the named users, written by resync-agent user: lines "
                    "name:role:argon2id-hash, not readable by others."},
    {.key = Key::TokensFile,
     .name = "TOKENS_FILE",
     .group = "admin",
     .type = Type::Path,
     .defaultNote = "tokens in STATE_DIR",
     .isReloadable = true,
     .description = "File in which the Resync agent keeps the hashes of API tokens."},
    {.key = Key::SessionKey,
     .name = "SESSION_KEY",
     .group = "admin",
     .type = Type::Secret,
     .defaultNote = "random at each start",
     .isReloadable = true,
     .description = "Key that signs session tokens, at least 32 characters; Resync agents behind "
                    "one load balancer need the same."},
    {.key = Key::PublicRead,
     .name = "PUBLIC_READ",
     .group = "admin",
     .type = Type::Flag,
     .defaultText = "false",
     .isReloadable = true,
     .description = "Whether anyone may read the plan without an account."},
    {.key = Key::AllowPlaintextAuth,
     .name = "ALLOW_PLAINTEXT_AUTH",
     .group = "admin",
     .type = Type::Flag,
     .defaultText = "false",
     .isReloadable = true,
     .description = "Whether passwords and tokens over plain HTTP from other hosts are accepted "
                    "without a warning."},

    {.key = Key::ServerHost,
     .name = "SERVER_HOST",
     .group = "server",
     .type = Type::Host,
     .defaultNote = "127.0.0.1; 0.0.0.0 in production",
     .description =
         "Address that the Resync API listens on; only 127.0.0.1 while neither an engine "
         "nor an administrator is configured."},
    {.key = Key::ServerPort,
     .name = "SERVER_PORT",
     .group = "server",
     .type = Type::Number,
     .defaultText = "8000",
     .min = 0,
     .max = 65535,
     .description =
         "Port that the Resync API listens on; 0 takes a free one, which the log names."},
    {.key = Key::TlsCertFile,
     .name = "TLS_CERT_FILE",
     .group = "server",
     .type = Type::Path,
     .defaultNote = "plain HTTP",
     .description = "PEM file with the certificate, and its chain, that the Resync API shows; with "
                    "TLS_KEY_FILE it speaks HTTPS only."},
    {.key = Key::TlsKeyFile,
     .name = "TLS_KEY_FILE",
     .group = "server",
     .type = Type::Path,
     .description = "PEM file with the key of TLS_CERT_FILE, not encrypted."},
    {.key = Key::Workers,
     .name = "WORKERS",
     .group = "server",
     .type = Type::Number,
     .defaultNote = "one less than processors, from 1 to 4",
     .min = 1,
     .max = 64,
     .description = "How many threads answer requests."},
    {.key = Key::GracefulTimeout,
     .name = "GRACEFUL_TIMEOUT",
     .group = "server",
     .type = Type::Duration,
     .defaultText = "10",
     .min = 1 * Second,
     .max = 120 * Second,
     .description = "How long requests in flight may take to finish when the Resync agent stops."},
    {.key = Key::InvalidateWait,
     .name = "INVALIDATE_WAIT",
     .group = "server",
     .type = Type::Duration,
     .defaultText = "5",
     .min = 1 * Second,
     .max = 120 * Second,
     .isReloadable = true,
     .description = "How long an invalidation waits for fresh data before it answers without."},
    {.key = Key::MetricsPublic,
     .name = "METRICS_PUBLIC",
     .group = "server",
     .type = Type::Flag,
     .defaultText = "true",
     .isReloadable = true,
     .description = "Whether the metrics may be read without an account; where not, "
                    "PUBLIC_READ does not open them."},
    {.key = Key::AllowedHosts,
     .name = "ALLOWED_HOSTS",
     .group = "server",
     .type = Type::HostNames,
     .defaultNote = "localhost, addresses and the machine's own name",
     .isReloadable = true,
     .description = "Further host names, without port, under which browsers may use the Resync "
                    "API."},
    {.key = Key::TrustedProxies,
     .name = "TRUSTED_PROXIES",
     .group = "server",
     .type = Type::List,
     .isReloadable = true,
     .description = "Addresses and networks (10.1.0.0/16) of the proxies whose X-Forwarded-For is "
                    "believed."},
    {.key = Key::StateDir,
     .name = "STATE_DIR",
     .group = "server",
     .type = Type::Path,
     .defaultNote = "$STATE_DIRECTORY, else $XDG_STATE_HOME/resync, else ~/.local/state/resync",
     .description =
         "Folder for what the Resync agent keeps between two runs; its disk is watched."},

    {.key = Key::LogLevel,
     .name = "LOG_LEVEL",
     .group = "log",
     .type = Type::LogLevels,
     .defaultText = "info",
     .isReloadable = true,
     .description = "The least important lines to log: debug, info, warning or error; also by "
                    "category (access, app, config, engine, http, mirror), like "
                    "info,mirror=debug. The audit, category access, is always logged."},
    {.key = Key::LogFormat,
     .name = "LOG_FORMAT",
     .group = "log",
     .type = Type::Choice,
     .defaultText = "auto",
     .choices = LogFormats,
     .description = "How log lines are written; auto is text on a terminal and JSON elsewhere."},
    {.key = Key::LogAccess,
     .name = "LOG_ACCESS",
     .group = "log",
     .type = Type::Choice,
     .defaultText = "errors",
     .choices = AccessLogs,
     .isReloadable = true,
     .description = "Which requests get a log line: none, those answered with an error, or all."},
});

constexpr bool isInKeyOrder()
{
    for (std::size_t i = 0; i < Table.size(); ++i) {
        if (static_cast<std::size_t>(Table[i].key) != i)
            return false;
    }
    return true;
}
static_assert(isInKeyOrder(), "setting(Key) finds a line by its position");

} // namespace

std::string_view Setting::unit() const
{
    return type == Type::Duration ? "s" : "";
}

std::string_view Setting::typeWord() const
{
    switch (type) {
    case Type::Number:
        return "number";
    case Type::Duration:
        return "duration";
    case Type::Flag:
        return "flag";
    case Type::Choice:
        return "choice";
    case Type::Secret:
        return "secret";
    case Type::Path:
        return "path";
    case Type::Text:
    case Type::Url:
    case Type::Host:
    case Type::HostNames:
    case Type::HostList:
    case Type::List:
    case Type::LogLevels:
        break;
    }
    return "text";
}

std::span<const Setting> allSettings()
{
    return Table;
}

const Setting &setting(Key key)
{
    return Table[static_cast<std::size_t>(key)];
}

const Setting *findSetting(std::string_view name)
{
    const auto *found = std::find_if(Table.begin(), Table.end(),
                                     [&](const Setting &line) { return line.name == name; });
    return found == Table.end() ? nullptr : found;
}

} // namespace resync::config

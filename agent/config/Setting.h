// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace resync::config {

/// Every setting, in the order of the table (SettingTable.cpp).
enum class Key {
    AppEnv,
    TwsHost,
    TwsPort,
    TwsScheme,
    TwsUser,
    TwsPassword,
    TwsApiKey,
    TwsCaFile,
    TwsVerify,
    TwsVerifyHostname,
    TwsMaxConnections,
    TwsConnectTimeout,
    TwsReadTimeout,
    TwsRefreshInterval,
    TwsFullSweep,
    TwsMaxCallsPerMinute,
    RedisUrl,
    Neo4jUri,
    Neo4jUser,
    Neo4jPassword,
    Neo4jDatabase,
    LlmEndpoint,
    LlmApiKey,
    LlmModel,
    AdminUsername,
    AdminPassword,
    AdminPasswordHash,
    UsersFile,
    TokensFile,
    SessionKey,
    PublicRead,
    AllowPlaintextAuth,
    ServerHost,
    ServerPort,
    TlsCertFile,
    TlsKeyFile,
    Workers,
    GracefulTimeout,
    InvalidateWait,
    MetricsPublic,
    AllowedHosts,
    TrustedProxies,
    StateDir,
    LogLevel,
    LogFormat,
    LogAccess,
};

enum class Type {
    Text,
    Url,       ///< may carry a password, so it is shown without user, password and query
    Number,    ///< whole
    Duration,  ///< bare number: seconds; also 500ms, 30s, 5min, 2h
    Flag,      ///< true, false, 1, 0, yes, no, on, off
    Choice,    ///< one of Setting::choices
    Secret,    ///< never shown
    Path,      ///< a relative one counts from the folder of the file that names it
    Host,      ///< "0.0.0.0", "::1", also in brackets
    HostNames, ///< "resync.example,console.example": hosts without ports
    HostList,  ///< "mdm01,bmdm01:31116,[::1]:31116"
    List,      ///< texts between commas
    LogLevels, ///< "info,mirror=debug"
};

/// One line of the table of settings: the only truth about a setting. Parsing, validation, the
/// configuration report and docs/configuration.md are derived from it.
struct Setting
{
    Key key;
    std::string_view name;  ///< bare upper-case name: "TWS_HOST"
    std::string_view group; ///< app tws redis neo4j llm admin server log
    Type type;
    std::string_view defaultText{}; ///< as it would be written; empty: none, or computed
    std::string_view defaultNote{}; ///< what a computed default depends on, for people
    std::int64_t min = 0;           ///< Number: smallest; Duration: milliseconds
    std::int64_t max = 0;
    std::span<const std::string_view> choices{}; ///< Choice: the words; Url: the schemes

    bool isUsed = true; ///< false: accepted, but this version does nothing with it (not_used_yet)
    bool isReloadable = false;
    std::string_view description{}; ///< one English sentence

    /// "s" for durations, else empty.
    [[nodiscard]] std::string_view unit() const;
    /// The word of the REST contract: text number duration flag choice secret path.
    [[nodiscard]] std::string_view typeWord() const;
};

[[nodiscard]] std::span<const Setting> allSettings();
[[nodiscard]] const Setting &setting(Key key);
/// By its bare upper-case name; nullptr for any other.
[[nodiscard]] const Setting *findSetting(std::string_view name);

} // namespace resync::config

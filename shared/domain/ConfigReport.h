// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"

#include <optional>
#include <string>
#include <vector>

namespace resync::domain {

/// One setting as the Resync agent runs with it. A set secret has the value "********".
struct ConfigItem
{
    std::string key;   ///< bare upper-case name: "TWS_HOST"
    std::string group; ///< "tws", "server" …
    std::string type;  ///< "text", "number", "duration", "flag", "choice", "secret", "path"
    std::string unit;  ///< "s", "" …
    std::optional<std::string> value;
    bool isSecret = false;
    bool isSet = false;
    std::optional<std::string> defaultValue;
    bool isDefault = true;
    std::string layer; ///< environment credential file dotenv settings_env settings default
    std::string file;
    std::optional<int> line;
    bool reloadable = false;
    bool restartPending = false;
    std::string description;

    bool operator==(const ConfigItem &) const = default;
};

struct ReloadReport
{
    Instant at{};
    bool ok = false;
    std::vector<std::string> errors;

    bool operator==(const ReloadReport &) const = default;
};

/// What POST /api/v1/config/reload answers. Either all of it took effect, or nothing.
struct ReloadOutcome
{
    bool ok = false;
    std::vector<std::string> changed;        ///< settings whose new value is in use
    std::vector<std::string> restartPending; ///< settings whose new value waits for a restart
    std::vector<std::string> errors;         ///< why the old configuration stays

    bool operator==(const ReloadOutcome &) const = default;
};

struct ConfigReport
{
    std::string environment;
    std::string version;
    Instant loadedAt{};
    std::string runningHash;
    std::optional<ReloadReport> lastReload;
    std::vector<ConfigItem> items;

    bool operator==(const ConfigReport &) const = default;
};

/// What everyone may see of the configuration: which groups are configured.
struct ConfigSummary
{
    std::string environment;
    std::string version;
    bool tws = false;
    bool redis = false;
    bool neo4j = false;
    bool llm = false;
    bool server = false;
    bool admin = false;

    bool operator==(const ConfigSummary &) const = default;
};

} // namespace resync::domain

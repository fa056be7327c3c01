// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/config/Config.h"
#include "shared/core/Result.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace resync::config {

/// What only another part of the program can tell about a setting: whether the file that it names
/// holds what it should, say.
struct Validator
{
    Key key;
    /// Asked when \a key is set and right by itself; other settings may be missing. An error's
    /// message says what is wrong, without the setting's name and without a secret.
    std::function<Result<>(const Config &config)> validate;
    bool isDefaultVital = true; ///< false: what is wrong with the default is a warning only
};

struct LoadRequest
{
    std::map<std::string, std::string> environment; ///< of the process
    std::optional<std::filesystem::path> configDir; ///< --config-dir
    std::filesystem::path workingDirectory = ".";
    std::filesystem::path systemDirectory = "/etc/resync";
    unsigned cores = std::thread::hardware_concurrency(); ///< 0: not known
    Instant now{};                                        ///< becomes Config::loadedAt
    std::vector<Validator> validators;
    bool isProductionRunning = false; ///< its rules hold, whatever APP_ENV says by now
};

struct LoadOutcome
{
    std::optional<Config> config; ///< none: there are errors
    std::optional<Config> draft;  ///< with errors: what is known; a wrong setting is not set
    std::vector<Problem> errors;  ///< all of them, not only the first
    std::vector<Problem> warnings;

    /// One of both.
    [[nodiscard]] const Config &known() const { return config ? *config : *draft; }
    [[nodiscard]] bool isRefused(std::string_view key) const;
};

/// Reads all sources, checks every value and the rules between them. Sources, strongest first:
/// process environment, systemd credentials ($CREDENTIALS_DIRECTORY), NAME_FILE, .env (in the
/// system directory also resync.env), settings.<APP_ENV>.toml, settings.toml, defaults. The files
/// are those of configDir, else of the working directory if it has any, else of the system
/// directory. An empty value puts a setting back to its default, whatever weaker sources say. A
/// wrong value that a stronger source overrules is a warning. Never waits; reads files only. Writes
/// no log line: the caller does, messages hold no secret.
[[nodiscard]] LoadOutcome load(const LoadRequest &request);

/// The variables of this process.
[[nodiscard]] std::map<std::string, std::string> processEnvironment();

} // namespace resync::config

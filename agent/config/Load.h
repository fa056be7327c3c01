// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/config/Config.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace resync::config {

struct LoadRequest
{
    std::map<std::string, std::string> environment; ///< of the process
    std::optional<std::filesystem::path> configDir; ///< --config-dir
    std::filesystem::path workingDirectory = ".";
    std::filesystem::path systemDirectory = "/etc/resync";
    unsigned cores = std::thread::hardware_concurrency(); ///< 0: not known
    Instant now{};                                        ///< becomes Config::loadedAt
    bool isProductionRunning = false; ///< its rules hold, whatever APP_ENV says by now
};

struct LoadOutcome
{
    std::optional<Config> config; ///< none: there are errors
    std::vector<Problem> errors;  ///< all of them, not only the first
    std::vector<Problem> warnings;
};

/// Reads all sources, checks every value and the rules between them. Sources, strongest first:
/// process environment, systemd credentials ($CREDENTIALS_DIRECTORY), NAME_FILE, .env (in the
/// system directory also resync.env), settings.<APP_ENV>.toml, settings.toml, defaults. The files
/// are those of configDir, else of the working directory if it has any, else of the system
/// directory. An empty value puts a setting back to its default, whatever weaker sources say. Never
/// waits; reads files only. Writes no log line: the caller does, messages hold no secret.
[[nodiscard]] LoadOutcome load(const LoadRequest &request);

/// The variables of this process.
[[nodiscard]] std::map<std::string, std::string> processEnvironment();

} // namespace resync::config

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

namespace resync::app {

enum class Command { Serve, ShowConfiguration, PrintConfigurationManual };

struct CommandLine
{
    Command command = Command::Serve;
    std::optional<std::filesystem::path> configDir;
    bool asJson = false; ///< ShowConfiguration
};

/// Exit codes of resync-agent (docs/operations.md).
inline constexpr int ExitOk = 0;
inline constexpr int ExitRuntime = 1;
inline constexpr int ExitUsage = 2; ///< usage or configuration

/// The command, or the exit code after --help, --version or an error, which are printed here.
struct ParsedCommandLine
{
    std::optional<CommandLine> command;
    int exitCode = ExitOk;
};
[[nodiscard]] ParsedCommandLine parseCommandLine(int argc, char **argv);

} // namespace resync::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace resync::app {

enum class Command { Serve, ShowConfiguration, PrintConfigurationManual, Check, ChangeUsers };

/// `resync-agent user …`.
struct UserCommand
{
    enum class Action { Add, Password, SetRole, Remove };

    Action action = Action::Add;
    std::string name;
    std::string role = "viewer";               ///< Add, SetRole: viewer operator admin
    std::optional<std::filesystem::path> file; ///< --file; none: USERS_FILE
};

struct CommandLine
{
    Command command = Command::Serve;
    std::optional<std::filesystem::path> configDir;
    bool asJson = false; ///< ShowConfiguration, Check
    UserCommand user;    ///< ChangeUsers
};

/// Exit codes of resync-agent (docs/operations.md).
inline constexpr int ExitOk = 0;
inline constexpr int ExitRuntime = 1;
inline constexpr int ExitUsage = 2;   ///< usage or configuration
inline constexpr int ExitFailed = 78; ///< `check` found failures, in the configuration too

/// The command, or the exit code after --help, --version or an error, which are printed here.
struct ParsedCommandLine
{
    std::optional<CommandLine> command;
    int exitCode = ExitOk;
};
[[nodiscard]] ParsedCommandLine parseCommandLine(int argc, char **argv);

} // namespace resync::app

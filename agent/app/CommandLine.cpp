// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/CommandLine.h"

#include "resync/Version.h"

#include <CLI/CLI.hpp>

#include <string>

namespace resync::app {

namespace {

void addUserCommands(CLI::App &user, UserCommand &command)
{
    using Action = UserCommand::Action;
    user.require_subcommand(1);
    user.add_option("--file", command.file, "The users file (default: the setting USERS_FILE)");
    const auto add = [&](Action action, const char *name, const char *description) {
        auto *sub = user.add_subcommand(name, description);
        sub->add_option("name", command.name, "Name of the user")->required();
        sub->callback([&command, action] { command.action = action; });
        return sub;
    };
    const CLI::IsMember roles({"viewer", "operator", "admin"});
    add(Action::Add, "add", "Add a user; the password is asked for, or read from standard input")
        ->add_option("--role", command.role, "viewer, operator or admin")
        ->check(roles)
        ->capture_default_str();
    add(Action::Password, "passwd", "Give a user a new password");
    add(Action::SetRole, "role", "Give a user another role")
        ->add_option("role", command.role, "viewer, operator or admin")
        ->required()
        ->check(roles);
    add(Action::Remove, "remove", "Remove a user");
}

} // namespace

ParsedCommandLine parseCommandLine(int argc, char **argv)
{
    CLI::App app(
        "The Resync agent: mirrors the plan of an HCL Workload Automation engine and serves "
        "it over REST.\nSettings come from the environment, .env and settings.toml; see "
        "docs/configuration.md.");
    app.set_version_flag("--version", std::string("resync-agent ") + Version);
    app.footer("Exit codes: 0 ended as asked, 1 runtime error (a taken port too), 2 usage or "
               "configuration error, 78 check found failures.");
    app.fallthrough(); // --config-dir may follow the command
    CommandLine line;
    std::string directory;
    app.add_option("--config-dir", directory,
                   "Folder of .env and settings.toml (default: the working directory, else "
                   "/etc/resync)")
        ->check(CLI::ExistingDirectory);

    auto *config =
        app.add_subcommand("config", "Print the effective configuration, secrets masked");
    config->add_flag("--json", line.asJson, "As JSON");
    bool isManual = false;
    config->add_flag("--markdown", isManual, "Print the manual of all settings instead");
    auto *check = app.add_subcommand(
        "check", "Check configuration, engine, port, folders and files; one line each");
    check->add_flag("--json", line.asJson, "As JSON");
    auto *user = app.add_subcommand("user", "Add, change and remove the users of USERS_FILE");
    addUserCommands(*user, line.user);
    app.require_subcommand(0, 1);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) { // CLI11's way to end, also for --help
        return {std::nullopt, app.exit(error) == 0 ? ExitOk : ExitUsage};
    }
    if (!directory.empty())
        line.configDir = directory;
    if (config->parsed())
        line.command = isManual ? Command::PrintConfigurationManual : Command::ShowConfiguration;
    if (check->parsed())
        line.command = Command::Check;
    if (user->parsed())
        line.command = Command::ChangeUsers;
    return {line, ExitOk};
}

} // namespace resync::app

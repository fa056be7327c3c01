// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/CommandLine.h"

#include "resync/Version.h"

#include <CLI/CLI.hpp>

#include <string>

namespace resync::app {

ParsedCommandLine parseCommandLine(int argc, char **argv)
{
    CLI::App app(
        "The Resync agent: mirrors the plan of an HCL Workload Automation engine and serves "
        "it over REST.\nSettings come from the environment, .env and settings.toml; see "
        "docs/configuration.md.");
    app.set_version_flag("--version", std::string("resync-agent ") + Version);
    app.footer("Exit codes: 0 ended as asked, 1 runtime error (a taken port too), 2 usage or "
               "configuration error.");
    app.fallthrough(); // --config-dir is understood behind a command, too
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
    return {line, ExitOk};
}

} // namespace resync::app

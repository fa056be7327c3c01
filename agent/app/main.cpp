// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/Application.h"
#include "agent/app/CommandLine.h"
#include "agent/app/FolderSettings.h"
#include "agent/app/StopSignals.h"
#include "agent/config/Load.h"
#include "agent/config/Markdown.h"
#include "shared/core/JsonWriter.h"
#include "shared/core/Log.h"
#include "shared/protocol/ConfigCodec.h"

#include <QCoreApplication>

#include <cstdio>
#include <string>

namespace {

using namespace resync;

/// Installs \a sink for its lifetime.
class InstalledSink
{
public:
    explicit InstalledSink(log::Sink &sink) { log::install(&sink); }
    ~InstalledSink() { log::install(nullptr); }
    InstalledSink(const InstalledSink &) = delete;
    InstalledSink &operator=(const InstalledSink &) = delete;
};

void print(const std::string &text)
{
    std::fputs(text.c_str(), stdout);
}

void printConfiguration(const config::Config &config, bool asJson)
{
    const auto report = config.report();
    if (asJson) {
        std::string body;
        JsonWriter json(body);
        protocol::writeConfigReport(json, report);
        print(body + '\n');
        return;
    }
    for (const auto &item : report.items) {
        std::string line = item.key + " = " + item.value.value_or("(not set)") + "  [" + item.layer;
        if (!item.file.empty())
            line += ' ' + item.file;
        if (item.line)
            line += ':' + std::to_string(*item.line);
        print(line + "]\n");
    }
}

int serve(int argc, char **argv, config::Config config)
{
    const QCoreApplication loop(argc, argv);
    app::Application application(std::move(config));
    const app::StopSignals signals([](int signal) {
        log::info("app", "stopping", {{"signal", signal}});
        QCoreApplication::quit();
    });
    if (const auto started = application.start(); !started) {
        log::error("app", started.error().message);
        return started.error().kind == ErrorKind::InvalidInput ? app::ExitUsage : app::ExitRuntime;
    }
    const int code = QCoreApplication::exec();
    application.stop();
    return code;
}

} // namespace

int main(int argc, char **argv)
{
    const auto line = app::parseCommandLine(argc, argv);
    if (!line.command)
        return line.exitCode;
    if (line.command->command == app::Command::PrintConfigurationManual) {
        print(config::configurationMarkdown());
        return app::ExitOk;
    }

    const SystemClock clock;
    config::LoadRequest request;
    request.environment = config::processEnvironment();
    request.configDir = line.command->configDir;
    request.now = clock.now();
    auto outcome = config::load(request);

    telemetry::LogSink sink(clock, outcome.config ? app::logSettings(*outcome.config)
                                                  : telemetry::LogSettings());
    const InstalledSink installed(sink);
    for (const auto &problem : outcome.warnings)
        log::warning("config", problem.message);
    for (const auto &problem : outcome.errors)
        log::error("config", problem.message);
    if (!outcome.config)
        return app::ExitUsage;
    if (line.command->command == app::Command::ShowConfiguration) {
        printConfiguration(*outcome.config, line.command->asJson);
        return app::ExitOk;
    }
    return serve(argc, argv, std::move(*outcome.config));
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/Audit.h"
#include "agent/app/Application.h"
#include "agent/app/Check.h"
#include "agent/app/CommandLine.h"
#include "agent/app/CoreDumps.h"
#include "agent/app/FolderSettings.h"
#include "agent/app/ProcessSignals.h"
#include "agent/app/UserCommand.h"
#include "agent/app/Validators.h"
#include "agent/config/Load.h"
#include "agent/config/Markdown.h"
#include "shared/core/JsonWriter.h"
#include "shared/core/Log.h"
#include "shared/protocol/ConfigCodec.h"

#include <QCoreApplication>
#include <QTimer>

#include <chrono>
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

config::LoadOutcome loadFor(app::Command command, config::LoadRequest request)
{
    if (command != app::Command::ShowConfiguration)
        request.validators.push_back(app::stateDirValidator());
    return config::load(request);
}

/// "TWS_PORT = 1  [dotenv /etc/resync/.env:3]"
std::string lineOf(const domain::ConfigItem &item)
{
    std::string line = item.key + " = " + item.value.value_or("(not set)") + "  [" + item.layer;
    if (!item.file.empty())
        line += ' ' + item.file;
    if (item.line)
        line += ':' + std::to_string(*item.line);
    return line + "]\n";
}

/// Of a configuration with errors, what there is.
void printConfiguration(const config::LoadOutcome &outcome, bool asJson)
{
    const auto report = outcome.known().report();
    if (asJson) {
        std::string body;
        JsonWriter json(body);
        protocol::writeConfigReport(json, report);
        print(body + '\n');
        return;
    }
    for (const auto &item : report.items) {
        const bool isWrong = !item.isSet && outcome.isRefused(item.key);
        print(isWrong ? item.key + " = (wrong or missing)\n" : lineOf(item));
    }
    if (outcome.config)
        print("# running_hash " + report.runningHash + '\n'); // as /api/v1/config shows it
}

int check(int argc, char **argv, const config::LoadOutcome &outcome, bool asJson)
{
    const QCoreApplication loop(argc, argv);
    const auto results = app::runChecks(outcome);
    print(asJson ? app::checksJson(results) : app::checksText(results));
    return app::haveFailed(results) ? app::ExitFailed : app::ExitOk;
}

int serve(int argc, char **argv, config::Config config, app::Reloader::Load load,
          telemetry::LogSink &sink)
{
    using namespace std::chrono_literals;
    const QCoreApplication loop(argc, argv);
    if (config.environment() == config::Environment::Production)
        app::forbidCoreDumps();
    QTimer repeats;
    QObject::connect(&repeats, &QTimer::timeout, [&sink] { sink.tellRepeats(); });
    repeats.start(5s);
    app::Application application(std::move(config), std::move(load), sink);
    const app::ProcessSignals processSignals(
        [](int signal) {
            log::info("app", "stopping", {{"signal", signal}});
            QCoreApplication::quit();
        },
        [&application] {
            const auto outcome = application.reload("SIGHUP");
            access::auditReload("SIGHUP", {}, {}, outcome.ok);
        });
    if (const auto started = application.start(); !started) {
        log::error("app", started.error().message);
        const bool isMisconfigured = started.error().kind == ErrorKind::InvalidInput;
        return isMisconfigured ? app::ExitUsage : app::ExitRuntime;
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
    if (line.command->command == app::Command::ChangeUsers) // whose file need not be well yet
        return app::runUserCommand(line.command->user, config::load(request));
    request.validators = app::validators();
    auto outcome = loadFor(line.command->command, request);
    if (line.command->command == app::Command::Check)
        return check(argc, argv, outcome, line.command->asJson);

    telemetry::LogSink sink(clock, outcome.config ? app::logSettings(*outcome.config)
                                                  : telemetry::LogSettings());
    const InstalledSink installed(sink);
    for (const auto &problem : outcome.warnings)
        log::warning("config", problem.message);
    for (const auto &problem : outcome.errors)
        log::error("config", problem.message);
    if (line.command->command == app::Command::ShowConfiguration)
        printConfiguration(outcome, line.command->asJson);
    if (!outcome.config)
        return app::ExitUsage;
    if (line.command->command == app::Command::ShowConfiguration)
        return app::ExitOk;
    request.isProductionRunning = outcome.config->environment() == config::Environment::Production;
    const auto load = [request, &clock]() mutable {
        request.now = clock.now();
        return config::load(request);
    };
    return serve(argc, argv, std::move(*outcome.config), load, sink);
}

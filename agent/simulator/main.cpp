// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/CommandLine.h"
#include "agent/simulator/SelfSigned.h"
#include "agent/simulator/Simulator.h"
#include "agent/simulator/StderrSink.h"

#include <csignal>
#include <cstdlib>

namespace {

using namespace resync;
using namespace resync::simulator;

/// Blocks the signals that end the program, in this thread and all that it starts.
sigset_t blockStopSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

int fatal(const Error &error)
{
    log::error("sim", error.message);
    return EXIT_FAILURE;
}

int run(CommandLine line)
{
    const Result<std::string> password = findPassword(line.passwordFile);
    if (!password)
        return fatal(password.error());
    line.settings.api.password = *password;
    std::optional<SelfSigned> certificate;
    if (line.isSelfSigned) {
        Result<SelfSigned> made = SelfSigned::make();
        if (!made)
            return fatal(made.error());
        certificate.emplace(std::move(*made));
        line.settings.tlsCertificateFile = certificate->certificateFile();
        line.settings.tlsKeyFile = certificate->keyFile();
    }
    const sigset_t signals = blockStopSignals();
    const SystemClock clock;
    log::info("sim", "building the plan",
              {{"jobs", line.settings.size.jobs},
               {"workstations", line.settings.size.workstations},
               {"seed", line.settings.size.seed}});
    Simulator simulator(line.settings, clock);
    if (const Result<> started = simulator.start(); !started)
        return fatal(started.error());
    if (!line.portFile.empty()) {
        const Result<> written =
            writePortFile(line.portFile, simulator.port(), simulator.controlPort());
        if (!written)
            return fatal(written.error());
    }
    log::info("sim", "listening",
              {{"host", line.settings.host},
               {"port", simulator.port()},
               {"control_port", simulator.controlPort()}});
    int signal = 0;
    sigwait(&signals, &signal);
    log::info("sim", "stopping", {{"signal", signal}});
    simulator.stop();
    return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char **argv)
{
    const auto line = readCommandLine(argc, argv);
    if (!line)
        return line.error();
    StderrSink sink(log::Level::Info);
    log::install(&sink);
    const int code = run(*line);
    log::install(nullptr);
    return code;
}

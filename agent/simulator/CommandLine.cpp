// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/CommandLine.h"

#include "resync/Version.h"
#include "shared/core/Text.h"

#include <CLI/CLI.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

namespace resync::simulator {

namespace {

constexpr int UsageError = 2;

constexpr const char *ControlHelp =
    R"(On the control port, without credentials (docs/simulator.md says more):
  GET    /counters, POST /counters/reset    calls by operation, the most at once
  GET    /faults, DELETE /faults            what is ordered; take it all back
  POST   /faults                            {"kind": "latency", "value_ms": 500,
                                             "operation": "plan/job", "times": 2}
         kinds: latency hang http_401 http_403 http_405 http_500 http_502 http_503
                http_504 half_body html garbage empty_plan half_plan unknown_words
                huge_field
  GET    /time, POST /time/freeze, /time/resume
  POST   /time/step, /time/skew             {"seconds": 60}
  GET    /truth                             what is really so; ?fields=all: in full
  POST   /jobs/{id}/abend, /jobs/{id}/succeed
  POST   /jobs/change                       {"count": 40000, "to": "successful"},
                                            or "error" or "priority"
  POST   /prompts/{id}/reply                {"yes": true}
  POST   /workstations/{name}               {"linked": false, "limit": 0, "fence": 20}
  POST   /plan/rollover                     {"gap_seconds": 60}
  POST   /host/down, /host/up               shut and open the engine port)";

void addNetworkOptions(CLI::App &app, CommandLine &line)
{
    SimulatorSettings &settings = line.settings;
    app.add_option("--host", settings.host, "address that the engine listens on")
        ->capture_default_str();
    app.add_option(
           "--port", settings.port,
           "engine port (API v2 under /twsd/api/v2, v1 under /twsd, /metrics); 0: any free one")
        ->capture_default_str();
    app.add_option("--control-port", settings.controlPort,
                   "port for counters, faults and time, on 127.0.0.1 only; 0: any free one")
        ->capture_default_str();
    app.add_option("--port-file", line.portFile,
                   "write \"PORT CONTROL_PORT\" here once both are open");
    app.add_option_function<std::string>(
           "--api",
           [&settings](const std::string &word) {
               settings.api.hasV1 = word != "v2";
               settings.api.hasV2 = word != "v1";
           },
           "which API is served: v1, v2 or both; the other answers 404 [both]")
        ->check(CLI::IsMember({"v1", "v2", "both"}));
    auto *certificate = app.add_option("--tls-cert", settings.tlsCertificateFile,
                                       "HTTPS on the engine port: certificate (PEM)");
    auto *key = app.add_option("--tls-key", settings.tlsKeyFile, "its key (PEM)");
    certificate->needs(key);
    key->needs(certificate);
    app.add_flag("--tls", line.isSelfSigned,
                 "HTTPS with a self-signed certificate, made at the start by the program openssl")
        ->excludes(certificate);
    app.add_option("--user", settings.api.user, "user name for Basic authentication")
        ->capture_default_str();
    app.add_option("--password-file", line.passwordFile,
                   "file with the password; without it RESYNC_TWSIM_PASSWORD is used, without that "
                   "a random password, printed once");
}

/// Milliseconds that become their type once they are read.
struct Delays
{
    std::int64_t latency = 0;
    std::int64_t mirrorLag = 0;
};

void addPlanOptions(CLI::App &app, CommandLine &line, Delays &delays)
{
    SimulatorSettings &settings = line.settings;
    app.add_option("--jobs", settings.size.jobs, "jobs in the plan")
        ->check(CLI::Range(PlanSize::MinJobs, PlanSize::MaxJobs))
        ->capture_default_str();
    app.add_option("--workstations", settings.size.workstations, "workstations in the plan")
        ->check(CLI::Range(PlanSize::MinWorkstations, PlanSize::MaxWorkstations))
        ->capture_default_str();
    app.add_option("--seed", settings.size.seed, "same seed and sizes: same plan, same ids")
        ->capture_default_str();
    app.add_option("--speed", settings.timing.speed,
                   "how many times faster than real the plan's time runs; above 1 the times that "
                   "it tells are ahead of the clock; 0: it stands still")
        ->check(CLI::Range(0.0, 10'000.0))
        ->capture_default_str();
    app.add_option("--latency-ms", delays.latency, "delay of every answer")
        ->check(CLI::Range(0, 600'000))
        ->capture_default_str();
    app.add_option("--mirror-lag-ms", delays.mirrorLag,
                   "what the API shows is so much older (of the plan's time) than GET /truth")
        ->check(CLI::Range(0, 3'600'000))
        ->capture_default_str();
}

std::string randomPassword()
{
    std::array<char, 18> bytes{};
    std::random_device device; // the kernel's generator in libstdc++ on Linux
    for (char &byte : bytes)
        byte = static_cast<char>(device() & 0xFFU);
    return base64UrlEncode({bytes.data(), bytes.size()});
}

} // namespace

tl::expected<CommandLine, int> readCommandLine(int argc, char **argv)
{
    CommandLine line;
    Delays delays;
    CLI::App app("resync-twsim: an HCL Workload Automation engine for demonstrations and tests. It "
                 "serves a made-up plan that moves, over API v1 and v2, and says in engine/info "
                 "that it is a demo.",
                 "resync-twsim");
    app.set_version_flag("--version", std::string("resync-twsim ") + Version);
    addNetworkOptions(app, line);
    addPlanOptions(app, line, delays);
    app.footer(ControlHelp);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return tl::unexpected(app.exit(error) == 0 ? 0 : UsageError);
    }
    line.settings.api.latency = milliseconds(delays.latency);
    line.settings.timing.mirrorLag = milliseconds(delays.mirrorLag);
    return line;
}

Result<std::string> findPassword(const std::string &passwordFile)
{
    if (!passwordFile.empty()) {
        std::ifstream file(passwordFile, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        const std::string_view password = trimmed(text);
        if (!file || password.empty())
            return fail(ErrorKind::InvalidInput,
                        "cannot read a password from " + passwordFile + " (missing or empty)");
        return std::string(password);
    }
    if (const char *text = std::getenv("RESYNC_TWSIM_PASSWORD"); text && *text != '\0')
        return std::string(text);
    std::string password = randomPassword();
    std::fprintf(stderr, "password: %s\n", password.c_str());
    return password;
}

Result<> writePortFile(const std::string &path, std::uint16_t port, std::uint16_t controlPort)
{
    const std::string draft = path + ".new";
    std::ofstream file(draft);
    file << port << ' ' << controlPort << '\n';
    file.close();
    std::error_code error;
    if (file)
        std::filesystem::rename(draft, path, error);
    if (!file || error)
        return fail(ErrorKind::Unavailable, "cannot write " + path);
    return {};
}

} // namespace resync::simulator

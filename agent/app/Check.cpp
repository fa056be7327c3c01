// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/Check.h"

#include "agent/app/EngineProbe.h"
#include "agent/app/FolderSettings.h"
#include "agent/app/TlsCheck.h"
#include "shared/core/Clock.h"
#include "shared/core/JsonWriter.h"

#include <algorithm>
#include <cerrno>
#include <initializer_list>
#include <netdb.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace resync::app {

namespace {

using config::Config;
using config::Key;
using State = CheckResult::State;

std::string systemMessage(int number)
{
    return std::generic_category().message(number);
}

void checkConfiguration(const config::LoadOutcome &outcome, std::vector<CheckResult> &results)
{
    for (const auto &problem : outcome.errors)
        results.push_back({"configuration", State::Failed, problem.message});
    if (outcome.config)
        results.push_back({"configuration", State::Ok,
                           "valid for " + outcome.config->text(Key::AppEnv) + "; files of " +
                               outcome.config->folder().string()});
    for (const auto &problem : outcome.warnings)
        results.push_back({"configuration", State::Warning, problem.message});
    for (const auto name : outcome.known().notUsedYet())
        results.push_back(
            {std::string(name), State::Warning, "set, but this version does not use it yet"});
}

/// Whether nothing is wrong with the settings that begin like that, nor with a file as a whole.
bool isSound(const config::LoadOutcome &outcome, std::initializer_list<std::string_view> prefixes)
{
    return std::none_of(outcome.errors.begin(), outcome.errors.end(), [&](const auto &problem) {
        return problem.key.empty() ||
               std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view prefix) {
                   return problem.key.starts_with(prefix);
               });
    });
}

std::string wayOut(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Unauthorized:
        return "check TWS_USER and TWS_PASSWORD (or TWS_API_KEY), and that the account is not "
               "locked";
    case ErrorKind::Timeout:
    case ErrorKind::Unavailable:
        return "check TWS_HOST, TWS_PORT, TWS_SCHEME and TWS_CA_FILE, and the firewall in between";
    default:
        return "check that TWS_HOST and TWS_PORT are the engine's REST API, not its web console";
    }
}

CheckResult checkEngine(engine::EngineSettings settings, const engine::HostAddress &host)
{
    settings.hosts = {host};
    const std::string name = "engine " + toString(host);
    const auto identity = probeEngine(settings);
    if (!identity)
        return {name, State::Failed, identity.error().message + "; " + wayOut(identity.error())};
    return {name, State::Ok,
            "version " + identity->version + (identity->isDemo ? ", a simulator" : "") +
                (identity->isActiveMaster == false ? ", not the active master" : "")};
}

void checkEngines(const Config &config, std::vector<CheckResult> &results)
{
    const auto settings = engineSettings(config);
    for (const auto &host : settings.hosts)
        results.push_back(checkEngine(settings, host));
    if (settings.hosts.empty())
        results.push_back(
            {"engine", State::Failed,
             "none is configured; set TWS_HOST in " + apiSettings(config).configurationFile});
}

std::string listenFaultText(int number)
{
    const std::string message = systemMessage(number);
    switch (number) {
    case EADDRINUSE:
        return message +
               "; end the program that listens there (ss -ltnp; a running Resync agent too), or "
               "change SERVER_HOST or SERVER_PORT";
    case EACCES:
        return message + "; change SERVER_PORT (below 1024 needs CAP_NET_BIND_SERVICE)";
    default:
        return message + "; change SERVER_HOST to an address of this machine (ip address)";
    }
}

/// Empty: somebody can listen there.
std::string listenFault(const std::string &host, std::uint16_t port)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo *found = nullptr;
    const int failed = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
    if (failed != 0)
        return std::string(::gai_strerror(failed)) + "; check SERVER_HOST";
    std::string fault;
    const int descriptor =
        ::socket(found->ai_family, found->ai_socktype | SOCK_CLOEXEC, found->ai_protocol);
    const int yes = 1; // as the server does: a port that is only winding down is free
    if (descriptor < 0 ||
        ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        ::bind(descriptor, found->ai_addr, found->ai_addrlen) != 0 || ::listen(descriptor, 1) != 0)
        fault = listenFaultText(errno);
    if (descriptor >= 0)
        ::close(descriptor);
    ::freeaddrinfo(found);
    return fault;
}

CheckResult checkPort(const Config &config)
{
    const auto settings = serverSettings(config);
    const std::string place = toString(engine::HostAddress{settings.host, settings.port});
    const std::string fault = listenFault(settings.host, settings.port);
    if (!fault.empty())
        return {"port", State::Failed, place + ": " + fault};
    return {"port", State::Ok, place + (settings.port == 0 ? ": any port" : " is free")};
}

/// That they could be read has been seen with the configuration.
void checkFiles(const config::LoadOutcome &outcome, std::vector<CheckResult> &results)
{
    for (const auto &line : config::allSettings()) {
        const bool isRead = line.type == config::Type::Path && line.name.ends_with("_FILE") &&
                            line.key != Key::TokensFile;
        if (isRead && outcome.known().isSet(line.key) && !outcome.isRefused(line.name))
            results.push_back({std::string(line.name), State::Ok,
                               outcome.known().text(line.key) + " is readable"});
    }
}

void checkServerTls(const Config &config, std::vector<CheckResult> &results)
{
    const auto settings = serverSettings(config);
    if (!settings.tlsCertificateFile.empty())
        results.push_back(
            checkTls(settings.tlsCertificateFile, settings.tlsKeyFile, SystemClock().now()));
}

/// What is wrong there is an error, or a warning, of the configuration.
void checkStateDir(const config::LoadOutcome &outcome, std::vector<CheckResult> &results)
{
    const auto &name = config::setting(Key::StateDir).name;
    const bool isTold = std::any_of(outcome.warnings.begin(), outcome.warnings.end(),
                                    [&](const auto &problem) { return problem.key == name; });
    if (!isTold && !outcome.isRefused(name))
        results.push_back(
            {"state_dir", State::Ok, outcome.known().text(Key::StateDir) + " is writable"});
}

CheckResult checkAdministrator(const Config &config)
{
    if (config.isConfigured("admin"))
        return {"admin", State::Ok, "the account " + config.text(Key::AdminUsername) + " is set"};
    return {"admin", State::Warning,
            "there is no administrator's account; set ADMIN_PASSWORD in " +
                apiSettings(config).configurationFile};
}

std::string_view stateWord(State state)
{
    switch (state) {
    case State::Ok:
        return "ok";
    case State::Warning:
        return "warning";
    case State::Failed:
        break;
    }
    return "failed";
}

} // namespace

std::vector<CheckResult> runChecks(const config::LoadOutcome &outcome)
{
    std::vector<CheckResult> results;
    checkConfiguration(outcome, results);
    const Config &config = outcome.known();
    if (isSound(outcome, {"TWS_"}))
        checkEngines(config, results);
    if (isSound(outcome, {"SERVER_"}))
        results.push_back(checkPort(config));
    checkStateDir(outcome, results);
    checkFiles(outcome, results);
    if (isSound(outcome, {"TLS_"}))
        checkServerTls(config, results);
    if (isSound(outcome, {"ADMIN_", "USERS_", "TOKENS_"})) {
        results.push_back({"access", State::Ok, "accounts and API tokens are well"});
        results.push_back(checkAdministrator(config));
    }
    return results;
}

bool haveFailed(const std::vector<CheckResult> &results)
{
    return std::any_of(results.begin(), results.end(),
                       [](const auto &result) { return result.state == State::Failed; });
}

std::string checksText(const std::vector<CheckResult> &results)
{
    std::string text;
    for (const auto &result : results) {
        text += result.state == State::Ok        ? "ok    "
                : result.state == State::Warning ? "warn  "
                                                 : "FAIL  ";
        text += result.name + ": " + result.message + '\n';
    }
    return text;
}

std::string checksJson(const std::vector<CheckResult> &results)
{
    std::string text;
    JsonWriter json(text);
    json.beginObject();
    json.member("ok", !haveFailed(results));
    json.key("checks");
    json.beginArray();
    for (const auto &result : results) {
        json.beginObject();
        json.member("name", result.name);
        json.member("status", stateWord(result.state));
        json.member("message", result.message);
        json.endObject();
    }
    json.endArray();
    json.endObject();
    return text + '\n';
}

} // namespace resync::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/Check.h"

#include "agent/access/Authenticator.h"
#include "agent/app/EngineProbe.h"
#include "agent/app/FolderSettings.h"
#include "agent/app/TlsCheck.h"
#include "shared/core/Clock.h"
#include "shared/core/JsonWriter.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <netdb.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace resync::app {

namespace {

namespace fs = std::filesystem;
using config::Config;
using config::Key;
using State = CheckResult::State;

std::string systemMessage(int number)
{
    return std::generic_category().message(number);
}

CheckResult checkConfiguration(const Config &config)
{
    return {"configuration", State::Ok,
            "valid for " + config.text(Key::AppEnv) + "; files of " + config.folder().string()};
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
        fault = systemMessage(errno) +
                "; end the program that listens there (ss -ltnp; a running Resync agent too), or "
                "change SERVER_HOST or SERVER_PORT";
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

CheckResult checkStateDirectory(const Config &config)
{
    const fs::path directory(config.text(Key::StateDir));
    const std::string way = "; chown it to the user of the Resync agent, or change STATE_DIR";
    std::error_code failed;
    if (fs::exists(directory, failed) && !fs::is_directory(directory, failed))
        return {"state_dir", State::Failed,
                directory.string() + ": is no directory; remove it, or change STATE_DIR"};
    fs::create_directories(directory, failed); // as the agent would
    if (failed)
        return {"state_dir", State::Failed,
                directory.string() + ": cannot be made: " + failed.message() + way};
    std::string file = (directory / ".check-XXXXXX").string();
    const int descriptor = ::mkostemp(file.data(), O_CLOEXEC);
    const bool isWritten = descriptor >= 0 && ::write(descriptor, "x", 1) == 1;
    const int reason = errno;
    if (descriptor >= 0) {
        ::close(descriptor);
        ::unlink(file.c_str());
    }
    if (!isWritten)
        return {"state_dir", State::Failed,
                directory.string() + ": cannot be written: " + systemMessage(reason) + way};
    return {"state_dir", State::Ok, directory.string() + " is writable"};
}

/// Empty: \a path is a file that can be read.
std::string fileFault(const std::string &path)
{
    std::error_code failed;
    if (fs::is_directory(path, failed))
        return "is a directory; name a file";
    if (::access(path.c_str(), R_OK) != 0)
        return systemMessage(errno) +
               "; correct the path, or let the user of the Resync agent read it";
    return {};
}

/// The files that settings name and that the agent only reads.
void checkFiles(const Config &config, std::vector<CheckResult> &results)
{
    for (const auto &line : config::allSettings()) {
        const bool isRead = line.type == config::Type::Path && line.name.ends_with("_FILE") &&
                            line.key != Key::TokensFile;
        if (!isRead || !config.isSet(line.key))
            continue;
        const std::string &path = config.text(line.key);
        if (const auto fault = fileFault(path); !fault.empty())
            results.push_back({std::string(line.name), State::Failed, path + ": " + fault});
        else
            results.push_back({std::string(line.name), State::Ok, path + " is readable"});
    }
}

/// What both files hold; that they can be read has been checked.
void checkServerTls(const Config &config, std::vector<CheckResult> &results)
{
    const auto settings = serverSettings(config);
    const auto &certificate = settings.tlsCertificateFile;
    const auto &key = settings.tlsKeyFile;
    if (!certificate.empty() && fileFault(certificate).empty() && fileFault(key).empty())
        results.push_back(checkTls(certificate, key, SystemClock().now()));
}

/// What the start reads at once, in parts: each tells its own fault.
std::vector<access::AccessSettings> accessParts(access::AccessSettings all)
{
    std::vector<access::AccessSettings> parts(4);
    parts[0].admin = all.admin;
    if (fileFault(all.usersFile).empty()) { // else that has been told
        parts[1].usersFile = std::move(all.usersFile);
        if (all.admin)
            parts[1].admin = access::AdminAccount{std::move(all.admin->name)};
    }
    parts[2].tokensFile = std::move(all.tokensFile);
    parts[3].trustedProxies = std::move(all.trustedProxies);
    return parts;
}

void checkAccess(const Config &config, std::vector<CheckResult> &results)
{
    const SystemClock clock;
    access::Authenticator authenticator(clock, std::nullopt);
    const std::size_t before = results.size();
    for (auto &part : accessParts(accessSettings(config))) {
        if (const auto read = authenticator.reload(std::move(part)); !read)
            results.push_back({"access", State::Failed, read.error().message});
    }
    if (results.size() == before)
        results.push_back({"access", State::Ok, "accounts, API tokens and proxies are well"});
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
    for (const auto &problem : outcome.errors)
        results.push_back({"configuration", State::Failed, problem.message});
    if (outcome.config)
        results.push_back(checkConfiguration(*outcome.config));
    for (const auto &problem : outcome.warnings)
        results.push_back({"configuration", State::Warning, problem.message});
    if (!outcome.config)
        return results;
    for (const auto name : outcome.config->notUsedYet())
        results.push_back(
            {std::string(name), State::Warning, "set, but this version does not use it yet"});
    checkEngines(*outcome.config, results);
    results.push_back(checkPort(*outcome.config));
    results.push_back(checkStateDirectory(*outcome.config));
    checkFiles(*outcome.config, results);
    checkServerTls(*outcome.config, results);
    checkAccess(*outcome.config, results);
    results.push_back(checkAdministrator(*outcome.config));
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Rules.h"

#include "agent/config/PasswordRules.h"

#include <algorithm>
#include <cerrno>
#include <set>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace resync::config {

namespace {

class RuleBook
{
public:
    RuleBook(std::vector<Entry> &entries, const Sources &sources, bool isProductionRunning,
             Problems &problems)
        : m_entries(entries)
        , m_sources(sources)
        , m_isProductionRunning(isProductionRunning)
        , m_problems(problems)
    {}

    void apply()
    {
        checkAdministrator();
        checkSessionKey();
        checkEngine();
        checkTls();
        checkReaders();
        narrowListening();
    }

private:
    Entry &at(Key key) { return m_entries[static_cast<std::size_t>(key)]; }

    [[nodiscard]] const std::string *textOf(Key key)
    {
        return std::get_if<std::string>(&at(key).value);
    }

    [[nodiscard]] const Secret *secretOf(Key key) { return std::get_if<Secret>(&at(key).value); }

    bool isProduction()
    {
        const std::string *environment = textOf(Key::AppEnv);
        return m_isProductionRunning || (environment != nullptr && *environment == "production");
    }

    bool isRefused(Key key)
    {
        const auto &errors = m_problems.errors;
        return std::any_of(errors.begin(), errors.end(), [&](const Problem &problem) {
            return problem.key == setting(key).name;
        });
    }

    std::string nameAndPlace(Key key)
    {
        return std::string(setting(key).name) + " in " + at(key).origin.place();
    }

    void checkAdministrator()
    {
        const std::string *user = textOf(Key::AdminUsername);
        if (user != nullptr && user->find(':') != std::string::npos)
            m_problems.error("ADMIN_USERNAME", nameAndPlace(Key::AdminUsername) +
                                                   ": must not hold a colon (HTTP Basic ends the "
                                                   "name there)");
        checkPasswordHash();
        if (!isProduction() || isRefused(Key::AdminPassword) || isRefused(Key::AdminPasswordHash))
            return;
        const Secret *password = secretOf(Key::AdminPassword);
        if (password == nullptr) {
            if (at(Key::TwsHost).isSet() && !hasPasswordHash())
                m_problems.error("ADMIN_PASSWORD", "ADMIN_PASSWORD is missing: production with "
                                                   "TWS_HOST needs an administrator's password");
            return;
        }
        const auto weakness = passwordWeakness(password->reveal(), user != nullptr ? *user : "");
        if (!weakness.empty())
            m_problems.error("ADMIN_PASSWORD", nameAndPlace(Key::AdminPassword) +
                                                   ": too weak for production, it " +
                                                   std::string(weakness));
    }

    /// A hash that this version does not use makes no account.
    bool hasPasswordHash()
    {
        return setting(Key::AdminPasswordHash).isUsed && at(Key::AdminPasswordHash).isSet();
    }

    void checkPasswordHash()
    {
        const Secret *hash = secretOf(Key::AdminPasswordHash);
        if (hash == nullptr)
            return;
        if (!hash->reveal().starts_with("$argon2id$"))
            m_problems.error("ADMIN_PASSWORD_HASH", nameAndPlace(Key::AdminPasswordHash) +
                                                        ": must be an Argon2id hash that begins "
                                                        "with $argon2id$");
        else if (at(Key::AdminPassword).isSet())
            m_problems.error("ADMIN_PASSWORD_HASH", nameAndPlace(Key::AdminPasswordHash) + " and " +
                                                        nameAndPlace(Key::AdminPassword) +
                                                        ": keep one of them");
    }

    void checkSessionKey()
    {
        constexpr std::size_t MinBytes = 32;
        const Secret *key = secretOf(Key::SessionKey);
        if (key != nullptr && key->reveal().size() < MinBytes)
            m_problems.error("SESSION_KEY",
                             nameAndPlace(Key::SessionKey) + ": must have at least 32 characters");
    }

    void checkEngine()
    {
        if (!at(Key::TwsHost).isSet())
            return;
        const bool hasApiKey = at(Key::TwsApiKey).isSet();
        for (const Key key : {Key::TwsUser, Key::TwsPassword}) {
            if (!hasApiKey && !at(key).isSet() && !isRefused(key))
                m_problems.warning(setting(key).name,
                                   std::string(setting(key).name) +
                                       " is not set: the engine will refuse the login");
        }
        const bool *verifies = std::get_if<bool>(&at(Key::TwsVerify).value);
        if (isProduction() && verifies != nullptr && !*verifies)
            m_problems.warning("TWS_VERIFY", nameAndPlace(Key::TwsVerify) +
                                                 ": false, so anyone in between can pose as the "
                                                 "engine");
    }

    void checkTls()
    {
        checkReadable(Key::TwsCaFile);
        for (const auto &[key, other] : {std::pair(Key::TlsCertFile, Key::TlsKeyFile),
                                         std::pair(Key::TlsKeyFile, Key::TlsCertFile)}) {
            checkReadable(key);
            if (textOf(key) != nullptr && textOf(other) == nullptr && !isRefused(other))
                m_problems.error(setting(other).name, nameAndPlace(key) + ": needs " +
                                                          std::string(setting(other).name) +
                                                          " too, which is not set");
        }
    }

    void checkReadable(Key key)
    {
        const std::string *file = textOf(key);
        if (file == nullptr)
            return;
        std::error_code ignored;
        if (std::filesystem::is_directory(*file, ignored))
            m_problems.error(setting(key).name,
                             nameAndPlace(key) + ": " + *file + " is a directory, not a file");
        else if (::access(file->c_str(), R_OK) != 0)
            m_problems.error(setting(key).name,
                             nameAndPlace(key) + ": " + *file +
                                 " cannot be read: " + std::generic_category().message(errno));
    }

    /// One warning a file, however many secrets it holds.
    void checkReaders()
    {
        std::set<std::string> told;
        for (const Setting &line : allSettings()) {
            const std::string &file = at(line.key).origin.file;
            const bool isExposed = line.type == Type::Secret && isProduction() &&
                                   m_sources.readableByAll.count(file) > 0;
            if (isExposed && told.insert(file).second)
                m_problems.warning(line.name, file + ": holds " + std::string(line.name) +
                                                  " and can be read by every user of this machine; "
                                                  "chmod 0640");
        }
    }

    void narrowListening()
    {
        const bool isOpen =
            at(Key::TwsHost).isSet() || at(Key::AdminPassword).isSet() || hasPasswordHash();
        std::string *host = std::get_if<std::string>(&at(Key::ServerHost).value);
        if (isOpen || host == nullptr || isLoopback(*host))
            return;
        m_problems.warning("SERVER_HOST",
                           "neither TWS_HOST nor ADMIN_PASSWORD is set: listening on "
                           "127.0.0.1 only, not on " +
                               *host);
        *host = "127.0.0.1";
    }

    static bool isLoopback(const std::string &host)
    {
        const bool isName = host.find_first_not_of("0123456789.") != std::string::npos;
        return host == "localhost" || host == "::1" || (host.starts_with("127.") && !isName);
    }

    std::vector<Entry> &m_entries;
    const Sources &m_sources;
    const bool m_isProductionRunning;
    Problems &m_problems;
};

} // namespace

void applyRules(std::vector<Entry> &entries, const Sources &sources, bool isProductionRunning,
                Problems &problems)
{
    RuleBook(entries, sources, isProductionRunning, problems).apply();
}

} // namespace resync::config

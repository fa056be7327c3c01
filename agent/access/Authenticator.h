// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/AccessFigures.h"
#include "agent/access/AccessSettings.h"
#include "agent/access/AccessThread.h"
#include "agent/access/AccountBook.h"
#include "agent/access/ApiTokens.h"
#include "agent/access/KeyedHash.h"
#include "agent/access/Lockout.h"
#include "agent/access/PlaintextWatch.h"
#include "agent/access/RateLimiter.h"
#include "agent/access/Refusal.h"
#include "agent/access/RememberedCredentials.h"
#include "agent/access/Role.h"
#include "agent/access/SessionTokens.h"
#include "agent/access/TrustedProxies.h"
#include "shared/core/Clock.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace resync::access {

/// No credentials were sent.
struct Anonymous
{
    bool operator==(const Anonymous &) const = default;
};

struct Identity
{
    std::string name; ///< an account's, or "token:<name>"; account names hold no colon
    Role role = Role::Viewer;
    std::string sessionId{};               ///< came with a session token; empty: it did not
    std::optional<SessionToken> renewed{}; ///< the token that takes the place of the sent one
    std::string tokenId{};                 ///< of the API token that was sent
    std::string accountMark{};             ///< else: the account's, see SessionTokens
    std::optional<Instant> endsAt{};       ///< of the session, renewed as often as can be

    bool operator==(const Identity &) const = default;
};

/// Credentials were sent, but not taken.
struct Failure
{
    Refusal reason = Refusal::WrongPassword;
    std::chrono::milliseconds retryAfter{0}; ///< LockedOut: rest of the lock; Busy: a guess
    std::string account{};                   ///< the name, if it is known; for the log

    bool operator==(const Failure &) const = default;
};

/// A name and a password as they were sent.
struct Credential
{
    std::string name;
    std::string password;

    bool operator==(const Credential &) const = default;
};

/// The password's hash is slow: the answer comes from Authenticator::verify.
struct Pending
{
    Credential credential;

    bool operator==(const Pending &) const = default;
};

using Verdict = std::variant<Anonymous, Identity, Failure, Pending>;

/// Says who a request comes from. Knows HTTP Basic (RFC 7617) for the administrator and the named
/// users, and Bearer (RFC 6750) for session and API tokens. A plain ADMIN_PASSWORD is compared as a
/// keyed hash in constant time; Argon2id hashes are checked on a thread of their own, and a right
/// credential is remembered for five minutes. Five wrong passwords for one account from one address
/// lock that pair out for a while; a lock is checked before anything that is remembered. Tokens
/// cannot be guessed and lock nobody out. Accounts and tokens follow their files. Logs the start of
/// a lock, and when files change.
/// Thread: any, where nothing else is said; authenticate costs microseconds.
class Authenticator
{
public:
    using Done = std::function<void(Verdict)>; ///< never Anonymous or Pending
    /// How long health tells of credentials over plain HTTP.
    static constexpr std::chrono::hours PlaintextMemory{24};

    /// Knows the administrator; reload() makes more known.
    /// \param admin none: nobody can log in
    Authenticator(const Clock &clock, std::optional<AdminAccount> admin,
                  LockoutSettings lockout = {});
    ~Authenticator(); ///< stops

    /// Reads the files. What it returns puts \a settings in force: sessions, remembered credentials
    /// and tokens of accounts that are gone or changed end, and the audit says what \a by changed.
    /// InvalidInput: the message names file and line. Thread: one at a time; reads files.
    /// \param by account that asked, or "SIGHUP"; empty: nobody, as at the start
    [[nodiscard]] Result<std::function<void()>> prepare(AccessSettings settings,
                                                        const std::string &by);
    /// Both at once, without a line of the audit. InvalidInput: everything stays as it was.
    [[nodiscard]] Result<> reload(AccessSettings settings);
    /// After the HTTP server has stopped: no callback is called any more. Safe to call twice.
    void stop();

    /// Whether anybody can log in: an account or an API token.
    [[nodiscard]] bool hasAccount() const;
    /// Whether anybody can who is an administrator.
    [[nodiscard]] bool hasAdmin() const;

    /// \param authorization value of the Authorization header; nullptr: there is none
    /// \param address who is locked out when it goes wrong, without port
    [[nodiscard]] Verdict authenticate(const std::string *authorization, std::string_view address);
    /// The same for a name and password that came otherwise.
    [[nodiscard]] Verdict authenticate(Credential credential, std::string_view address);
    /// Checks what authenticate left pending; \a done is called once: on a thread of this object,
    /// or at once with Busy. Not at all after stop().
    void verify(Pending pending, std::string address, Done done);

    /// The role that what \a identity came with has now; none: it would be refused, because the
    /// account or its password changed, or its session or token ended. Costs a lookup.
    [[nodiscard]] std::optional<Role> roleOf(const Identity &identity) const;

    /// A new session of the account that \a identity names; nothing: the account is gone.
    [[nodiscard]] std::optional<SessionToken> beginSession(const Identity &identity);
    void endSession(const std::string &id);

    [[nodiscard]] std::vector<ApiToken> apiTokens() const { return m_apiTokens.list(); }
    /// Both answer once, on a thread of this object, or at once with Unavailable (code overloaded).
    void createApiToken(std::string name, Role role, std::optional<Instant> expiresAt,
                        Callback<NewApiToken> done);
    void removeApiToken(std::string id, Callback<> done);

    /// Where a request comes from; see TrustedProxies.
    [[nodiscard]] std::string clientAddress(
        std::string_view peer, const std::vector<std::string_view> &forwardedFor) const;
    /// Warns when they can have been read on the way: neither from this machine nor from a proxy
    /// of ours.
    void noteUnencrypted(std::string_view peer, std::string_view address);
    /// When that was last the case, within PlaintextMemory.
    [[nodiscard]] std::optional<Instant> unencryptedAt() const;
    /// Why a changed file was not taken; empty: all were.
    [[nodiscard]] std::string fileProblem() const;

    /// 30 logins a minute, ten at once, for each account and address.
    [[nodiscard]] RateLimiter &loginLimit() { return m_loginLimit; }

    void count(Refusal refusal);
    [[nodiscard]] AccessFigures figures() const;

private:
    /// What is in force; replaced as a whole.
    struct Policy
    {
        std::shared_ptr<const SessionTokens> sessions;
        AccountBook accounts;
        TrustedProxies proxies;
        bool isPlaintextAllowed = false;
    };
    using SharedPolicy = std::shared_ptr<const Policy>;

    [[nodiscard]] SharedPolicy policy() const { return m_policy.load(); }
    [[nodiscard]] Result<SharedPolicy> makePolicy(const AccessSettings &settings) const;
    void use(SharedPolicy made, std::string_view by);
    [[nodiscard]] Verdict fromToken(std::string_view token);
    [[nodiscard]] Verdict fromSession(const Session &session, const Policy &policy);
    [[nodiscard]] std::optional<std::chrono::milliseconds> lockOf(std::string_view name,
                                                                  std::string_view address);
    void forgetFailures(std::string_view name, std::string_view address);
    [[nodiscard]] KeyedHash::Digest pairOf(std::string_view name, std::string_view address) const;
    [[nodiscard]] KeyedHash::Digest memoryOf(const Credential &credential,
                                             std::string_view passwordHash) const;
    [[nodiscard]] AccessThread::Outcome check(const Credential &credential,
                                              const std::string &address);
    [[nodiscard]] Verdict verdictOf(AccessThread::Outcome outcome, const Credential &credential,
                                    const std::string &address);
    void addFailure(const Credential &credential, std::string_view address);
    [[nodiscard]] Failure failure(Refusal reason, std::string_view name) const;
    void followFiles();
    void setFileProblem(std::string problem);

    const Clock &m_clock;
    KeyedHash m_hash;
    Lockout m_lockout;
    RememberedCredentials m_remembered;
    EndedSessions m_ended;
    ApiTokens m_apiTokens;
    PlaintextWatch m_plaintext;
    RateLimiter m_loginLimit;
    AccessCounters m_counters;
    std::atomic<SharedPolicy> m_policy;

    mutable std::mutex m_mutex; ///< guards the settings and files; held while files are read
    AccessSettings m_settings;
    FileStamp m_usersStamp;            ///< as it was read
    FileStamp m_usersSeen;             ///< as it was found last
    mutable std::mutex m_problemMutex; ///< guards m_fileProblem
    std::string m_fileProblem;

    AccessThread m_thread; ///< last: it uses all of the above
};

} // namespace resync::access

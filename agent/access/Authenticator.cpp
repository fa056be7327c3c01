// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/Authenticator.h"

#include "agent/access/Audit.h"
#include "agent/access/PasswordHash.h"
#include "shared/core/Log.h"
#include "shared/core/Text.h"

#include <utility>

namespace resync::access {

namespace {

constexpr std::chrono::seconds BusyWait{2};

struct Header
{
    std::string_view scheme;
    std::string_view value;
};

std::optional<Header> readHeader(std::string_view header)
{
    const std::string_view text = trimmed(header);
    const auto blank = text.find(' ');
    if (blank == std::string_view::npos)
        return std::nullopt;
    return Header{text.substr(0, blank), trimmed(text.substr(blank))};
}

std::optional<Credential> readBasic(std::string_view value)
{
    const auto decoded = base64Decode(value);
    const auto colon = decoded ? decoded->find(':') : std::string::npos;
    if (colon == std::string::npos)
        return std::nullopt;
    return Credential{decoded->substr(0, colon), decoded->substr(colon + 1)};
}

Identity identityOf(const std::string &name, const Account &account)
{
    Identity identity{name, account.role};
    identity.accountMark = account.mark;
    return identity;
}

void auditAccounts(const AccountBook &old, const AccountBook &next, std::string_view by)
{
    for (const AccountChange &change : old.changesTo(next))
        auditChange({by, {}, change.what, "ok", {}, change.name});
}

Error tooBusy()
{
    return {ErrorKind::Unavailable, "overloaded", "Too many changes are on their way."};
}

} // namespace

Authenticator::Authenticator(const Clock &clock, std::optional<AdminAccount> admin,
                             LockoutSettings lockout)
    : m_clock(clock)
    , m_lockout(clock, lockout)
    , m_remembered(clock)
    , m_apiTokens(clock)
    , m_plaintext(clock)
    , m_loginLimit(clock, RateLimit{})
    , m_thread([this] { followFiles(); })
{
    const std::lock_guard guard(m_mutex);
    m_settings.admin = std::move(admin);
    if (auto made = makePolicy(m_settings))
        m_policy = std::move(*made);
    else
        m_policy = std::make_shared<const Policy>();
}

Authenticator::~Authenticator()
{
    stop();
}

void Authenticator::stop()
{
    m_thread.stop();
    const std::lock_guard guard(m_mutex);
    m_apiTokens.flush();
}

Result<> Authenticator::reload(AccessSettings settings)
{
    return prepare(std::move(settings), {}).map([](const auto &commit) { commit(); });
}

Result<std::function<void()>> Authenticator::prepare(AccessSettings settings, const std::string &by)
{
    const std::lock_guard guard(m_mutex);
    const auto stamp = stampOf(settings.usersFile);
    auto made = makePolicy(settings);
    if (!made)
        return tl::unexpected(made.error());
    auto tokens = ApiTokens::read(settings.tokensFile);
    if (!tokens)
        return tl::unexpected(tokens.error().during("TOKENS_FILE"));
    return [this, settings = std::move(settings), stamp, made = *made, tokens = *tokens, by] {
        const std::lock_guard commitGuard(m_mutex);
        m_apiTokens.take(tokens);
        use(made, by);
        m_settings = settings;
        m_usersStamp = m_usersSeen = stamp;
        if (m_settings.isPlaintextAllowed)
            m_plaintext.forget();
    };
}

/// Everything that is read well ends a problem with files.
void Authenticator::use(SharedPolicy made, std::string_view by)
{
    if (!by.empty())
        auditAccounts(policy()->accounts, made->accounts, by);
    m_policy = std::move(made);
    setFileProblem({});
}

Result<Authenticator::SharedPolicy> Authenticator::makePolicy(const AccessSettings &settings) const
{
    auto made = std::make_shared<Policy>();
    const SharedPolicy current = policy();
    const bool isKeyKept = current && settings.sessionKey == m_settings.sessionKey;
    made->sessions =
        isKeyKept ? current->sessions : std::make_shared<const SessionTokens>(settings.sessionKey);
    auto accounts = AccountBook::make(settings, m_hash, *made->sessions);
    if (!accounts)
        return tl::unexpected(accounts.error());
    auto proxies = TrustedProxies::parse(settings.trustedProxies);
    if (!proxies)
        return tl::unexpected(proxies.error().during("TRUSTED_PROXIES"));
    made->accounts = std::move(*accounts);
    made->proxies = std::move(*proxies);
    made->isPlaintextAllowed = settings.isPlaintextAllowed;
    return made;
}

bool Authenticator::hasAccount() const
{
    return !policy()->accounts.isEmpty() || m_apiTokens.size() > 0;
}

bool Authenticator::hasAdmin() const
{
    return policy()->accounts.hasAdmin() || m_apiTokens.hasAdmin();
}

Verdict Authenticator::authenticate(const std::string *authorization, std::string_view address)
{
    if (authorization == nullptr)
        return Anonymous{};
    const auto header = readHeader(*authorization);
    if (header && equalsIgnoringCase(header->scheme, "Bearer"))
        return fromToken(header->value);
    auto credential = header && equalsIgnoringCase(header->scheme, "Basic")
                          ? readBasic(header->value)
                          : std::nullopt;
    if (!credential)
        return Failure{Refusal::Malformed};
    return authenticate(std::move(*credential), address);
}

Verdict Authenticator::authenticate(Credential credential, std::string_view address)
{
    const auto current = policy();
    const AccountBook &accounts = current->accounts;
    if (const auto rest = lockOf(credential.name, address)) {
        auto locked = failure(Refusal::LockedOut, credential.name);
        locked.retryAfter = *rest;
        return locked;
    }
    if (accounts.isPlainAdmin(credential.name, credential.password, m_hash)) {
        forgetFailures(credential.name, address);
        return identityOf(credential.name, *accounts.find(credential.name));
    }
    if (accounts.decoyHash().empty()) {
        addFailure(credential, address);
        return failure(Refusal::WrongPassword, credential.name);
    }
    const Account *account = accounts.find(credential.name);
    const bool hasHash = account != nullptr && !account->passwordHash.empty();
    const auto &hash = hasHash ? account->passwordHash : accounts.decoyHash();
    if (m_remembered.contains(memoryOf(credential, hash)) && hasHash) {
        ++m_counters.remembered;
        return identityOf(credential.name, *account);
    }
    return Pending{std::move(credential)};
}

void Authenticator::verify(Pending pending, std::string address, Done done)
{
    const Credential credential = std::move(pending.credential);
    const auto key = memoryOf(credential, address); // the same credential from the same place
    auto answer = std::make_shared<Done>(std::move(done));
    const bool isTaken = m_thread.check(
        key, address, [this, credential, address] { return check(credential, address); },
        [this, credential, address, answer](AccessThread::Outcome outcome) {
            (*answer)(verdictOf(outcome, credential, address));
        });
    if (!isTaken)
        (*answer)(verdictOf(Refusal::Busy, credential, address));
}

/// On the access thread. Locks are looked at again: guesses that were sent at once are checked one
/// after the other.
AccessThread::Outcome Authenticator::check(const Credential &credential, const std::string &address)
{
    if (lockOf(credential.name, address))
        return Refusal::LockedOut;
    const auto current = policy();
    const Account *account = current->accounts.find(credential.name);
    const bool hasHash = account != nullptr && !account->passwordHash.empty();
    const auto &hash = hasHash ? account->passwordHash : current->accounts.decoyHash();
    ++m_counters.checks;
    if (!verifyPassword(hash, credential.password) || !hasHash) {
        addFailure(credential, address);
        return Refusal::WrongPassword;
    }
    m_remembered.add(memoryOf(credential, hash));
    forgetFailures(credential.name, address);
    return std::nullopt;
}

Verdict Authenticator::verdictOf(AccessThread::Outcome outcome, const Credential &credential,
                                 const std::string &address)
{
    const auto current = policy();
    const Account *account = current->accounts.find(credential.name);
    if (!outcome && account != nullptr)
        return identityOf(credential.name, *account);
    auto made = failure(outcome.value_or(Refusal::WrongPassword), credential.name);
    if (made.reason == Refusal::Busy)
        made.retryAfter = BusyWait;
    if (made.reason == Refusal::LockedOut)
        made.retryAfter = lockOf(credential.name, address).value_or(BusyWait);
    return made;
}

Verdict Authenticator::fromToken(std::string_view token)
{
    if (token.starts_with(SessionTokens::Prefix)) {
        const auto current = policy();
        const auto session = current->sessions ? current->sessions->read(token) : std::nullopt;
        return session ? fromSession(*session, *current) : Verdict(Failure{Refusal::UnknownToken});
    }
    if (!token.starts_with(ApiTokens::Prefix))
        return Failure{Refusal::Malformed};
    const auto checked = m_apiTokens.check(token);
    if (const auto *refusal = std::get_if<Refusal>(&checked))
        return Failure{*refusal};
    const auto &known = std::get<ApiToken>(checked);
    Identity identity{"token:" + known.name, known.role};
    identity.tokenId = known.id;
    return identity;
}

Verdict Authenticator::fromSession(const Session &session, const Policy &policy)
{
    const Instant now = m_clock.now();
    const Account *account = policy.accounts.find(session.name);
    if (account == nullptr)
        return Failure{Refusal::Revoked};
    if (session.expiresAt <= now)
        return Failure{Refusal::Expired, {}, session.name};
    if (account->mark != session.accountMark || m_ended.contains(session.id))
        return Failure{Refusal::Revoked, {}, session.name};
    Identity identity = identityOf(session.name, *account);
    identity.sessionId = session.id;
    identity.endsAt = session.startedAt + SessionTokens::LongestSession;
    if (const auto longer = policy.sessions->renewed(session, now)) {
        identity.renewed = policy.sessions->tokenOf(*longer);
        ++m_counters.renewals;
    }
    return identity;
}

std::optional<Role> Authenticator::roleOf(const Identity &identity) const
{
    if (!identity.tokenId.empty())
        return m_apiTokens.roleOf(identity.tokenId);
    const auto current = policy();
    const Account *account = current->accounts.find(identity.name);
    const bool isOver = identity.endsAt && *identity.endsAt <= m_clock.now();
    if (account == nullptr || account->mark != identity.accountMark || isOver ||
        (!identity.sessionId.empty() && m_ended.contains(identity.sessionId)))
        return std::nullopt;
    return account->role;
}

std::optional<SessionToken> Authenticator::beginSession(const Identity &identity)
{
    const auto current = policy();
    const Account *account = current->accounts.find(identity.name);
    if (account == nullptr)
        return std::nullopt;
    ++m_counters.logins;
    return current->sessions->tokenOf(
        current->sessions->begin(identity.name, account->mark, m_clock.now()));
}

void Authenticator::endSession(const std::string &id)
{
    m_ended.end(id, m_clock.now());
}

void Authenticator::createApiToken(std::string name, Role role, std::optional<Instant> expiresAt,
                                   Callback<NewApiToken> done)
{
    auto answer = std::make_shared<Callback<NewApiToken>>(std::move(done));
    const bool isTaken = m_thread.run([this, name = std::move(name), role, expiresAt, answer] {
        auto created = [&] {
            const std::lock_guard guard(m_mutex);
            return m_apiTokens.create(name, role, expiresAt);
        }();
        (*answer)(std::move(created));
    });
    if (!isTaken)
        (*answer)(tl::unexpected(tooBusy()));
}

void Authenticator::removeApiToken(std::string id, Callback<> done)
{
    auto answer = std::make_shared<Callback<>>(std::move(done));
    const bool isTaken = m_thread.run([this, id = std::move(id), answer] {
        auto removed = [&] {
            const std::lock_guard guard(m_mutex);
            return m_apiTokens.remove(id);
        }();
        (*answer)(std::move(removed));
    });
    if (!isTaken)
        (*answer)(tl::unexpected(tooBusy()));
}

std::string Authenticator::clientAddress(std::string_view peer,
                                         const std::vector<std::string_view> &forwardedFor) const
{
    if (forwardedFor.empty())
        return std::string(peer);
    return policy()->proxies.clientAddress(peer, forwardedFor);
}

void Authenticator::noteUnencrypted(std::string_view peer, std::string_view address)
{
    if (isLoopback(peer))
        return;
    const auto current = policy();
    if (!current->isPlaintextAllowed && !current->proxies.contains(peer))
        m_plaintext.note(address);
}

std::optional<Instant> Authenticator::unencryptedAt() const
{
    const auto at = m_plaintext.lastSeenAt();
    return at && m_clock.now() - *at < PlaintextMemory ? at : std::nullopt;
}

std::string Authenticator::fileProblem() const
{
    const std::lock_guard guard(m_problemMutex);
    return m_fileProblem;
}

void Authenticator::count(Refusal refusal)
{
    ++m_counters.refusals.at(static_cast<std::size_t>(refusal));
}

AccessFigures Authenticator::figures() const
{
    AccessFigures figures;
    for (std::size_t i = 0; i < figures.refusals.size(); ++i)
        figures.refusals[i] = m_counters.refusals[i];
    figures.lockouts = m_counters.lockouts;
    figures.logins = m_counters.logins;
    figures.renewals = m_counters.renewals;
    figures.remembered = m_counters.remembered;
    figures.checks = m_counters.checks;
    figures.checksInHand = m_thread.checksInHand();
    figures.apiTokens = m_apiTokens.size();
    return figures;
}

/// How long this account has to wait at this address; mostly nobody has, and no hash is made.
std::optional<std::chrono::milliseconds> Authenticator::lockOf(std::string_view name,
                                                               std::string_view address)
{
    return m_lockout.isEmpty() ? std::nullopt : m_lockout.remaining(pairOf(name, address));
}

void Authenticator::forgetFailures(std::string_view name, std::string_view address)
{
    if (!m_lockout.isEmpty())
        m_lockout.forget(pairOf(name, address));
}

KeyedHash::Digest Authenticator::pairOf(std::string_view name, std::string_view address) const
{
    std::string text(address);
    text += '\n'; // cannot be part of an address
    text += name;
    return m_hash.digest(text);
}

KeyedHash::Digest Authenticator::memoryOf(const Credential &credential,
                                          std::string_view passwordHash) const
{
    std::string text = "credential\n" + std::to_string(passwordHash.size()) + '\n' +
                       std::to_string(credential.name.size()) + '\n';
    text += passwordHash;
    text += credential.name;
    text += credential.password;
    return m_hash.digest(text);
}

void Authenticator::addFailure(const Credential &credential, std::string_view address)
{
    const auto lock = m_lockout.addFailure(pairOf(credential.name, address));
    if (!lock)
        return;
    ++m_counters.lockouts;
    // the name is not logged unless it is known: people type passwords into the wrong field
    const bool isKnown = policy()->accounts.find(credential.name) != nullptr;
    log::warning("access", "too many failed logins: locked out",
                 {{"account", isKnown ? std::string_view(credential.name) : UnknownName},
                  {"address", address},
                  {"seconds", std::chrono::ceil<std::chrono::seconds>(*lock).count()}});
}

Failure Authenticator::failure(Refusal reason, std::string_view name) const
{
    Failure made{reason};
    if (policy()->accounts.find(name) != nullptr)
        made.account = name;
    return made;
}

/// On the access thread, again and again. A file that is just being written is left until it has
/// been quiet for one turn, so that half of it is not taken for all.
void Authenticator::followFiles()
{
    const std::lock_guard guard(m_mutex);
    if (auto kept = m_apiTokens.maintain(); !kept) {
        log::error("access", "tokens not read again: " + kept.error().message);
        setFileProblem(kept.error().message);
    }
    if (m_settings.usersFile.empty())
        return;
    const auto stamp = stampOf(m_settings.usersFile);
    const bool isQuiet = std::exchange(m_usersSeen, stamp) == stamp;
    if (!isQuiet || stamp == m_usersStamp)
        return;
    m_usersStamp = stamp;
    auto made = makePolicy(m_settings);
    if (!made) {
        log::error("access", "users not read again: " + made.error().message);
        setFileProblem(made.error().message);
        return;
    }
    use(std::move(*made), TheFile);
    log::info("access", "users read again", {{"file", m_settings.usersFile.string()}});
}

void Authenticator::setFileProblem(std::string problem)
{
    const std::lock_guard guard(m_problemMutex);
    m_fileProblem = std::move(problem);
}

} // namespace resync::access

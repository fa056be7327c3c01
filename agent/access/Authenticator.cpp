// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/Authenticator.h"

#include "shared/core/Log.h"
#include "shared/core/Text.h"

namespace resync::access {

Authenticator::Authenticator(const Clock &clock, std::optional<AdminAccount> admin,
                             LockoutSettings lockout)
    : m_lockout(clock, lockout)
{
    if (admin)
        m_admin = Account{std::string(admin->name), m_hash.digest(admin->name),
                          m_hash.digest(admin->password)};
}

Verdict Authenticator::authenticate(const std::string *authorization, std::string_view peerAddress)
{
    if (authorization == nullptr)
        return Anonymous{};
    const auto credential = readBasic(*authorization);
    if (!credential)
        return Failure{};
    std::string pairText(peerAddress);
    pairText += '\n'; // cannot be part of an address
    pairText += credential->name;
    const KeyedHash::Digest pair = m_hash.digest(pairText);
    if (const auto rest = m_lockout.remaining(pair))
        return Failure{Failure::Reason::LockedOut, *rest};
    if (!isAdmin(*credential))
        return fail(pair, *credential, peerAddress);
    m_lockout.forget(pair);
    return Identity{m_admin->name, Role::Admin};
}

std::optional<Authenticator::Credential> Authenticator::readBasic(std::string_view header)
{
    const std::string_view value = trimmed(header);
    const auto blank = value.find(' ');
    if (blank == std::string_view::npos || !equalsIgnoringCase(value.substr(0, blank), "Basic"))
        return std::nullopt;
    const auto decoded = base64Decode(trimmed(value.substr(blank)));
    const auto colon = decoded ? decoded->find(':') : std::string::npos;
    if (colon == std::string::npos)
        return std::nullopt;
    return Credential{decoded->substr(0, colon), decoded->substr(colon + 1)};
}

/// Both halves are always compared, so that the time tells nothing about a right name.
bool Authenticator::isAdmin(const Credential &credential) const
{
    if (!m_admin)
        return false;
    const bool nameFits = KeyedHash::areEqual(m_hash.digest(credential.name), m_admin->nameDigest);
    const bool passwordFits =
        KeyedHash::areEqual(m_hash.digest(credential.password), m_admin->passwordDigest);
    return static_cast<unsigned>(nameFits) + static_cast<unsigned>(passwordFits) == 2U;
}

Failure Authenticator::fail(const KeyedHash::Digest &pair, const Credential &credential,
                            std::string_view peerAddress)
{
    const auto lock = m_lockout.addFailure(pair);
    if (!lock)
        return Failure{};
    // the name is not logged unless it is known: people type passwords into the wrong field
    const bool isKnown = m_admin && credential.name == m_admin->name;
    log::warning("access", "too many failed logins: locked out",
                 {{"account", isKnown ? std::string_view(m_admin->name) : "(unknown)"},
                  {"address", peerAddress},
                  {"seconds", std::chrono::ceil<std::chrono::seconds>(*lock).count()}});
    return Failure{};
}

} // namespace resync::access

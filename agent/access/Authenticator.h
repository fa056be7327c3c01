// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/KeyedHash.h"
#include "agent/access/Lockout.h"
#include "agent/access/Role.h"
#include "shared/core/Clock.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace resync::access {

/// No credentials were sent.
struct Anonymous
{
    bool operator==(const Anonymous &) const = default;
};

struct Identity
{
    std::string name;
    Role role = Role::Viewer;

    bool operator==(const Identity &) const = default;
};

/// Credentials were sent, but not taken.
struct Failure
{
    enum class Reason { Unauthorized, LockedOut };
    Reason reason = Reason::Unauthorized;
    std::chrono::milliseconds retryAfter{0}; ///< LockedOut: rest of the lock

    bool operator==(const Failure &) const = default;
};

using Verdict = std::variant<Anonymous, Identity, Failure>;

/// The administrator's account; both texts are needed only while the Authenticator is made.
struct AdminAccount
{
    std::string_view name;
    std::string_view password;
};

/// Says who a request comes from. Knows HTTP Basic (RFC 7617) and one administrator's account,
/// whose password it keeps as a keyed hash and compares in constant time. Five wrong passwords for
/// one account from one address lock that pair out for a while; a lock is checked before the
/// password. A header that is no Basic credential is Unauthorized and not counted. Logs the start
/// of a lock. Thread: authenticate may be called from any thread at once; costs microseconds.
class Authenticator
{
public:
    /// \param admin none: nobody can log in
    Authenticator(const Clock &clock, std::optional<AdminAccount> admin,
                  LockoutSettings lockout = {});

    [[nodiscard]] bool hasAdminAccount() const { return m_admin.has_value(); }

    /// \param authorization value of the Authorization header; nullptr: there is none
    /// \param peerAddress who is locked out when it goes wrong, without port
    [[nodiscard]] Verdict authenticate(const std::string *authorization,
                                       std::string_view peerAddress);

private:
    struct Credential
    {
        std::string name;
        std::string password;
    };
    struct Account
    {
        std::string name;
        KeyedHash::Digest nameDigest;
        KeyedHash::Digest passwordDigest;
    };

    [[nodiscard]] static std::optional<Credential> readBasic(std::string_view header);
    [[nodiscard]] bool isAdmin(const Credential &credential) const;
    [[nodiscard]] Failure fail(const KeyedHash::Digest &pair, const Credential &credential,
                               std::string_view peerAddress);

    KeyedHash m_hash;
    std::optional<Account> m_admin;
    Lockout m_lockout;
};

} // namespace resync::access

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/AccessSettings.h"
#include "agent/access/KeyedHash.h"
#include "agent/access/Role.h"
#include "agent/access/SessionTokens.h"
#include "shared/core/Result.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resync::access {

struct Account
{
    Role role = Role::Viewer;
    std::string passwordHash; ///< Argon2id; empty: the password is kept as a keyed digest
    std::string mark;         ///< SessionTokens::mark; changes with the password
};

/// For the audit.
struct AccountChange
{
    std::string name;
    std::string what; ///< "user added as viewer", "user removed", "role changed to admin" …
};

/// Everybody who can log in with a password. Constant; thread: any.
class AccountBook
{
public:
    AccountBook() = default;
    /// Reads the users' file. InvalidInput: it, or the administrator's hash, is not well.
    [[nodiscard]] static Result<AccountBook> make(const AccessSettings &settings,
                                                  const KeyedHash &hash,
                                                  const SessionTokens &sessions);

    [[nodiscard]] bool isEmpty() const { return m_accounts.empty(); }
    [[nodiscard]] bool hasAdmin() const;
    /// nullptr: there is none of this name.
    [[nodiscard]] const Account *find(std::string_view name) const;
    /// Whether these are the administrator's name and plain password. Takes the same time for all.
    [[nodiscard]] bool isPlainAdmin(std::string_view name, std::string_view password,
                                    const KeyedHash &hash) const;
    /// The hash to spend time on for a name that has none of its own, so that the time does not
    /// tell which names exist; empty: nobody has a slow hash.
    [[nodiscard]] const std::string &decoyHash() const { return m_decoyHash; }
    /// What \a next, made with the same hash, has otherwise; by name.
    [[nodiscard]] std::vector<AccountChange> changesTo(const AccountBook &next) const;

private:
    Result<> addAdmin(const AdminAccount &admin, const KeyedHash &hash,
                      const SessionTokens &sessions);
    Result<> addUsers(const AccessSettings &settings, const SessionTokens &sessions);

    std::map<std::string, Account, std::less<>> m_accounts;
    std::optional<KeyedHash::Digest> m_plainAdmin; ///< of name and password
    std::string m_decoyHash;
};

} // namespace resync::access

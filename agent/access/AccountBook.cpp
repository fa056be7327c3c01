// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/AccountBook.h"

#include "agent/access/PasswordHash.h"
#include "agent/access/UsersFile.h"

#include <algorithm>
#include <utility>

namespace resync::access {

namespace {

/// Settings hold no NUL.
std::string joined(std::string_view name, std::string_view password)
{
    std::string both;
    both.reserve(name.size() + 1 + password.size());
    return both.append(name).append(1, '\0').append(password);
}

} // namespace

Result<AccountBook> AccountBook::make(const AccessSettings &settings, const KeyedHash &hash,
                                      const SessionTokens &sessions)
{
    AccountBook book;
    if (settings.admin) {
        if (auto added = book.addAdmin(*settings.admin, hash, sessions); !added)
            return tl::unexpected(added.error());
    }
    if (auto added = book.addUsers(settings, sessions); !added)
        return tl::unexpected(added.error());
    for (const auto &[name, account] : book.m_accounts) {
        if (book.m_decoyHash.empty())
            book.m_decoyHash = account.passwordHash;
    }
    return book;
}

Result<> AccountBook::addAdmin(const AdminAccount &admin, const KeyedHash &hash,
                               const SessionTokens &sessions)
{
    if (admin.passwordHash.empty()) {
        m_plainAdmin = hash.digest(joined(admin.name, admin.password));
        m_accounts[admin.name] = {Role::Admin, {}, sessions.mark(admin.name, admin.password)};
        return {};
    }
    if (auto checked = checkPasswordHash(admin.passwordHash); !checked)
        return tl::unexpected(checked.error().during("ADMIN_PASSWORD_HASH"));
    m_accounts[admin.name] = {Role::Admin, admin.passwordHash,
                              sessions.mark(admin.name, admin.passwordHash)};
    return {};
}

Result<> AccountBook::addUsers(const AccessSettings &settings, const SessionTokens &sessions)
{
    if (settings.usersFile.empty())
        return {};
    auto users = readUsersFile(settings.usersFile, settings.admin ? settings.admin->name : "");
    if (!users)
        return tl::unexpected(users.error().during("USERS_FILE"));
    for (User &user : *users) {
        std::string mark = sessions.mark(user.name, user.passwordHash);
        m_accounts[user.name] = {user.role, std::move(user.passwordHash), std::move(mark)};
    }
    return {};
}

bool AccountBook::hasAdmin() const
{
    return std::any_of(m_accounts.begin(), m_accounts.end(),
                       [](const auto &entry) { return entry.second.role == Role::Admin; });
}

const Account *AccountBook::find(std::string_view name) const
{
    const auto found = m_accounts.find(name);
    return found == m_accounts.end() ? nullptr : &found->second;
}

bool AccountBook::isPlainAdmin(std::string_view name, std::string_view password,
                               const KeyedHash &hash) const
{
    return m_plainAdmin && KeyedHash::areEqual(hash.digest(joined(name, password)), *m_plainAdmin);
}

std::vector<AccountChange> AccountBook::changesTo(const AccountBook &next) const
{
    std::vector<AccountChange> changes;
    for (const auto &[name, account] : m_accounts) {
        const Account *later = next.find(name);
        if (later == nullptr) {
            changes.push_back({name, "user removed"});
            continue;
        }
        if (later->role != account.role)
            changes.push_back({name, "role changed to " + std::string(toString(later->role))});
        const bool isPlain = account.passwordHash.empty() && later->passwordHash.empty();
        if (later->passwordHash != account.passwordHash ||
            (isPlain && next.m_plainAdmin != m_plainAdmin))
            changes.push_back({name, "password changed"});
    }
    for (const auto &[name, account] : next.m_accounts) {
        if (find(name) == nullptr)
            changes.push_back({name, "user added as " + std::string(toString(account.role))});
    }
    return changes;
}

} // namespace resync::access

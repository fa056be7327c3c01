// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace resync::access {

/// The administrator's account of the settings: a password or its Argon2id hash.
struct AdminAccount
{
    std::string name;
    std::string password{};
    std::string passwordHash{};
};

struct AccessSettings
{
    std::optional<AdminAccount> admin;
    std::filesystem::path usersFile;         ///< empty: no named users
    std::filesystem::path tokensFile;        ///< empty: API tokens live as long as the process
    std::string sessionKey;                  ///< empty: random
    std::vector<std::string> trustedProxies; ///< addresses and networks
    bool isPlaintextAllowed = false;         ///< no warning about passwords over plain HTTP
};

} // namespace resync::access

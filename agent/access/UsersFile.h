// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/Role.h"
#include "shared/core/Result.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace resync::access {

/// One line of USERS_FILE: "name:role:argon2id-hash".
struct User
{
    std::string name;
    Role role = Role::Viewer;
    std::string passwordHash;

    bool operator==(const User &) const = default;
};

/// Why \a name is no name of an account; empty: it is one. 1–64 bytes of UTF-8 without colon (HTTP
/// Basic ends the name there), blanks around it and control characters.
[[nodiscard]] std::string_view nameFault(std::string_view name);

/// Reads the lines of \a text; empty ones and those that begin with # are passed over.
/// InvalidInput: the message names every bad line, "FILE line 3: …", without a hash.
/// \param administrator a name that is taken already; empty: none
[[nodiscard]] Result<std::vector<User>> parseUsers(std::string_view text, std::string_view file,
                                                   std::string_view administrator = {});

/// The same for a file, which must exist and be readable by its owner and group alone.
[[nodiscard]] Result<std::vector<User>> readUsersFile(const std::filesystem::path &path,
                                                      std::string_view administrator = {});

} // namespace resync::access

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace resync::app {

/// Changes one line of USERS_FILE ("name:role:argon2id-hash", # comments), and leaves all others as
/// they are. Writes a new file beside it, mode 0640 with owner and group of the old one (of a first
/// one: the group of its folder), and puts it in its place in one step, so that a reader sees
/// either the old or the new one. Two of these at once take turns, 5 s at most. Errors name file
/// and line and never a hash: InvalidInput (a name or a line is wrong), Conflict (there is such a
/// user already), NotFound (there is none), Unavailable (the file cannot be read or written).
class UsersFileEditor
{
public:
    explicit UsersFileEditor(std::filesystem::path file);

    [[nodiscard]] Result<> add(std::string_view name, std::string_view role,
                               std::string_view hash) const;
    [[nodiscard]] Result<> setHash(std::string_view name, std::string_view hash) const;
    [[nodiscard]] Result<> setRole(std::string_view name, std::string_view role) const;
    [[nodiscard]] Result<> remove(std::string_view name) const;

private:
    const std::filesystem::path m_file; ///< no symbolic link: that would be replaced
};

/// Why \a name cannot stand in USERS_FILE; empty: it can. As access::nameFault, and a line that
/// begins with # would be a comment.
[[nodiscard]] std::string_view userNameFault(std::string_view name);

} // namespace resync::app

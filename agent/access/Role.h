// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace resync::access {

/// What an account may do; each role may do what those before it may.
enum class Role { Viewer, Operator, Admin };

/// "viewer", "operator", "admin".
[[nodiscard]] std::string_view toString(Role role);
[[nodiscard]] std::optional<Role> roleFromWord(std::string_view word);

/// Whether \a role is enough where \a needed is asked for.
[[nodiscard]] constexpr bool includes(Role role, Role needed)
{
    return role >= needed;
}

} // namespace resync::access

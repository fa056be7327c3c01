// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/Role.h"

namespace resync::access {

std::string_view toString(Role role)
{
    switch (role) {
    case Role::Viewer:
        return "viewer";
    case Role::Operator:
        return "operator";
    case Role::Admin:
        break;
    }
    return "admin";
}

std::optional<Role> roleFromWord(std::string_view word)
{
    for (const Role role : {Role::Viewer, Role::Operator, Role::Admin}) {
        if (toString(role) == word)
            return role;
    }
    return std::nullopt;
}

} // namespace resync::access

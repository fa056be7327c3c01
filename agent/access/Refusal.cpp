// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/Refusal.h"

namespace resync::access {

std::string_view toString(Refusal refusal)
{
    switch (refusal) {
    case Refusal::NoCredentials:
        return "no_credentials";
    case Refusal::Malformed:
        return "malformed";
    case Refusal::WrongPassword:
        return "wrong_password";
    case Refusal::UnknownToken:
        return "unknown_token";
    case Refusal::Expired:
        return "expired";
    case Refusal::Revoked:
        return "revoked";
    case Refusal::LockedOut:
        return "locked_out";
    case Refusal::Busy:
        return "busy";
    case Refusal::RateLimited:
        return "rate_limited";
    case Refusal::WrongRole:
        return "wrong_role";
    case Refusal::ForeignPage:
        break;
    }
    return "foreign_page";
}

} // namespace resync::access

// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/Error.h"

namespace resync {

std::string_view toString(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::InvalidInput:
        return "invalid_input";
    case ErrorKind::Unauthorized:
        return "unauthorized";
    case ErrorKind::NotFound:
        return "not_found";
    case ErrorKind::NotOffered:
        return "not_offered";
    case ErrorKind::Conflict:
        return "conflict";
    case ErrorKind::Timeout:
        return "timeout";
    case ErrorKind::Unavailable:
        return "unavailable";
    case ErrorKind::Protocol:
        return "protocol";
    case ErrorKind::Cancelled:
        return "cancelled";
    case ErrorKind::Internal:
        break;
    }
    return "internal";
}

bool Error::isTransient() const
{
    return kind == ErrorKind::Timeout || kind == ErrorKind::Unavailable;
}

Error Error::during(std::string_view action) const
{
    return {kind, code, std::string(action) + ": " + message};
}

} // namespace resync

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string_view>

namespace resync::access {

/// Why somebody was turned away; the word is in the log and in the metrics.
enum class Refusal {
    NoCredentials, ///< none were sent where some are needed
    Malformed,     ///< the header is neither Basic nor one of our tokens
    WrongPassword, ///< or an unknown name
    UnknownToken,  ///< made up, deleted, or signed with another key
    Expired,       ///< a session or token whose time is over
    Revoked,       ///< a session that was ended, or whose account changed
    LockedOut,
    Busy, ///< too many passwords are being checked
    RateLimited,
    WrongRole,
    ForeignPage
};

inline constexpr std::array AllRefusals = {
    Refusal::NoCredentials, Refusal::Malformed, Refusal::WrongPassword, Refusal::UnknownToken,
    Refusal::Expired,       Refusal::Revoked,   Refusal::LockedOut,     Refusal::Busy,
    Refusal::RateLimited,   Refusal::WrongRole, Refusal::ForeignPage};

/// "no_credentials", "malformed" …
[[nodiscard]] std::string_view toString(Refusal refusal);

} // namespace resync::access

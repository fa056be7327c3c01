// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace resync {

enum class ErrorKind {
    InvalidInput,
    Unauthorized,
    NotFound,
    NotOffered, ///< the other side does not have this at all; asking again is no use
    Conflict,
    Timeout,
    Unavailable,
    Protocol,
    Cancelled,
    Internal
};

/// "invalid_input", "unauthorized" …: the word that logs and metrics use.
[[nodiscard]] std::string_view toString(ErrorKind kind);

struct Error
{
    ErrorKind kind = ErrorKind::Internal;
    std::string code;    ///< problem code (protocol/Problem.h); empty until a layer knows it
    std::string message; ///< English, for logs; never shown raw to a user

    /// The same call may succeed later, unchanged.
    [[nodiscard]] bool isTransient() const;
    /// The same error with its context in front: "load plan: connection refused".
    [[nodiscard]] Error during(std::string_view action) const;

    bool operator==(const Error &) const = default;
};

} // namespace resync

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"

#include <optional>
#include <string>

namespace resync::domain {

/// What somebody logs in with. A secret.
struct Login
{
    std::string username;
    std::string password;

    bool operator==(const Login &) const = default;
};

/// What they get for it. The token is a secret.
struct LoginSession
{
    std::string token;
    Instant expiresAt{};
    std::string role; ///< viewer operator admin

    bool operator==(const LoginSession &) const = default;
};

/// What an administrator asks for.
struct ApiTokenRequest
{
    std::string name;
    std::string role;
    std::optional<Instant> expiresAt; ///< none: never

    bool operator==(const ApiTokenRequest &) const = default;
};

/// A token for programs.
struct ApiToken
{
    std::string id;
    std::string name;
    std::string role;
    Instant createdAt{};
    std::optional<Instant> expiresAt;  ///< none: never
    std::optional<Instant> lastUsedAt; ///< none: not yet
    std::string token;                 ///< a secret, known when it is made and never again

    bool operator==(const ApiToken &) const = default;
};

} // namespace resync::domain

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"

#include <string>
#include <string_view>

namespace resync::access {

/// An Argon2id hash as text ("$argon2id$v=19$m=19456,t=2,p=1$…"): 19 MiB and two passes (OWASP,
/// Password Storage Cheat Sheet). Internal: no memory. Takes some hundredths of a second.
[[nodiscard]] Result<std::string> hashPassword(std::string_view password);

/// Whether \a encoded is such a hash, and one that can be verified at a bearable cost (up to
/// 256 MiB and 16 passes). InvalidInput: the message says what is wrong, without the hash.
[[nodiscard]] Result<> checkPasswordHash(const std::string &encoded);

/// Takes as long as the hash says, whether the password is right or not. False also without memory.
[[nodiscard]] bool verifyPassword(const std::string &encoded, std::string_view password);

} // namespace resync::access

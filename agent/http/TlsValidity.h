// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/core/Result.h"

#include <string>

namespace resync::http {

/// When a certificate is valid: as long as all of its chain is.
struct TlsValidity
{
    Instant from{};
    Instant until{};
};

/// Reads both PEM files as the server does before it shows them. InvalidInput, naming the file:
/// unreadable, malformed, or not a pair. Does not look at the clock.
[[nodiscard]] Result<TlsValidity> readTlsValidity(const std::string &certificateFile,
                                                  const std::string &keyFile);

} // namespace resync::http

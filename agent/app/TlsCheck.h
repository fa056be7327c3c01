// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/app/Check.h"
#include "agent/http/TlsValidity.h"
#include "shared/core/Instant.h"

#include <string>

namespace resync::app {

/// Reads both files as the server does. InvalidInput: the message names the file and what both must
/// be.
[[nodiscard]] Result<http::TlsValidity> readServerTls(const std::string &certificateFile,
                                                      const std::string &keyFile);

/// Whether clients will take what TLS_CERT_FILE and TLS_KEY_FILE hold: they parse, belong together
/// and are valid at \a now. Less than 30 days left: a warning. The message names the file and the
/// way out.
[[nodiscard]] CheckResult checkTls(const std::string &certificateFile, const std::string &keyFile,
                                   Instant now);

} // namespace resync::app

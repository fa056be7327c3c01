// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/app/Check.h"
#include "shared/core/Instant.h"

#include <string>

namespace resync::app {

/// Whether clients will take what TLS_CERT_FILE and TLS_KEY_FILE hold: they parse, belong together
/// and are valid at \a now. Less than 30 days left: a warning. The message names the file and the
/// way out.
[[nodiscard]] CheckResult checkTls(const std::string &certificateFile, const std::string &keyFile,
                                   Instant now);

} // namespace resync::app

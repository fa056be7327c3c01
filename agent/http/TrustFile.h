// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"

#include <string>

namespace resync::http {

/// Whether \a file can be what certificates are checked against: PEM, with one certificate at
/// least. InvalidInput, naming the file: it is not.
[[nodiscard]] Result<> checkTrustFile(const std::string &file);

} // namespace resync::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"

#include <QString>

namespace resync::console {

/// Reads the file that RESYNC_PASSWORD_FILE names: one line, its end is cut off. InvalidInput: it
/// is readable by others (more than 0600), empty, longer than 4 KiB, not UTF-8. NotFound: not
/// there.
[[nodiscard]] Result<QString> readPasswordFile(const QString &path);

} // namespace resync::console

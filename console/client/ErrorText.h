// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Error.h"

#include <QString>

namespace resync::console {

/// One translated sentence for people: by problem code (api.md §1), else by kind. Never the raw
/// message of \a error.
[[nodiscard]] QString describe(const Error &error);

} // namespace resync::console

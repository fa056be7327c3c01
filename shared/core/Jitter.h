// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"

namespace resync {

/// \a span, at random longer or shorter by at most \a part of it (0.2: ± 20 %).
[[nodiscard]] milliseconds jittered(milliseconds span, double part);

} // namespace resync

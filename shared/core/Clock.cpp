// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/Clock.h"

namespace resync {

Instant SystemClock::now() const
{
    return std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
}

std::chrono::steady_clock::time_point SystemClock::steady() const
{
    return std::chrono::steady_clock::now();
}

} // namespace resync

// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/Jitter.h"

#include <random>

namespace resync {

milliseconds jittered(milliseconds span, double part)
{
    static thread_local std::minstd_rand random(std::random_device{}());
    std::uniform_real_distribution<double> factor(1 - part, 1 + part);
    return milliseconds(
        static_cast<milliseconds::rep>(static_cast<double>(span.count()) * factor(random)));
}

} // namespace resync

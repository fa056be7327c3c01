// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"

#include <chrono>

namespace resync {

/// Time as an argument: production passes a SystemClock, tests one that they move by hand.
/// Thread: any; both queries are safe to call at once.
class Clock
{
public:
    Clock() = default;
    Clock(const Clock &) = delete;
    Clock &operator=(const Clock &) = delete;
    virtual ~Clock() = default;

    /// Wall clock; may jump.
    [[nodiscard]] virtual Instant now() const = 0;
    /// Never goes back; for ages and deadlines.
    [[nodiscard]] virtual std::chrono::steady_clock::time_point steady() const = 0;
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] Instant now() const override;
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override;
};

} // namespace resync

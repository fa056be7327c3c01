// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Clock.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string_view>

namespace resync::access {

/// Notes that credentials came over plain HTTP from another machine, where anyone in between can
/// read them, and logs it, at most once in ten minutes. Thread: any.
class PlaintextWatch
{
public:
    explicit PlaintextWatch(const Clock &clock)
        : m_clock(clock)
    {}

    void note(std::string_view address);
    /// When it was seen last; nothing: never, or before forget().
    [[nodiscard]] std::optional<Instant> lastSeenAt() const;
    void forget() { m_lastSeen = 0; }

private:
    const Clock &m_clock;
    std::atomic<std::int64_t> m_lastSeen{0}; ///< milliseconds of an Instant; 0: never
    std::atomic<std::int64_t> m_lastLogged{0};
};

/// 127.0.0.0/8 and ::1, also as ::ffff:127.0.0.1.
[[nodiscard]] bool isLoopback(std::string_view address);

} // namespace resync::access

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"

#include <chrono>

namespace resync::engine {

/// After the engine refused our login (401): one probe after 5 s, doubling to 5 min, and nobody
/// else meanwhile, since asking on would lock the engine's account. Thread: the plan thread.
class LoginGuard
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::seconds FirstPause{5};
    static constexpr std::chrono::minutes LongestPause{5};

    /// The call must not be sent.
    [[nodiscard]] bool isRefusing(TimePoint now) const;
    /// A call is sent; true: it is the probe, which ends in one of the next three.
    [[nodiscard]] bool begin();
    void onRefused(TimePoint now, bool isProbe);
    void onAccepted();
    void onUndecided(bool isProbe); ///< no answer to the login at all
    /// The next call may go, as the first ever did.
    void forget() { *this = {}; }

    /// The engine accepted the login and did not refuse it since. Until then the calls had better
    /// go one by one, lest the first few lock the account.
    [[nodiscard]] bool isProven() const { return m_isProven; }

    /// Until the next probe; 0 when one is under way or due.
    [[nodiscard]] milliseconds pause(TimePoint now) const;

private:
    bool m_isProven = false;
    bool m_isRefused = false;
    bool m_isProbing = false;
    int m_refusals = 0;
    TimePoint m_nextProbeAt{};
};

} // namespace resync::engine

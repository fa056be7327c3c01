// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"

#include <chrono>
#include <mutex>

namespace resync::engine {

/// Keeps calls from an engine none of whose hosts works: open after some failures in a row, then
/// one trial at a time, by the clock or by a person who asks. Thread: the plan thread; state() any.
class Breaker
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    static constexpr int FailuresToOpen = 5;
    static constexpr std::chrono::seconds TrialPause{5};       ///< ± 20 %
    static constexpr std::chrono::seconds PersonTrialPause{1}; ///< after the last failure

    enum class Admission { Pass, Trial, Refused };
    [[nodiscard]] Admission admit(TimePoint now, bool isPersonAsking);
    /// Every trial ends in one of these three.
    void onSuccess();
    void onFailure(TimePoint now);
    void onUndecided(); ///< cancelled, or an answer that tells nothing of the engine as a whole

    [[nodiscard]] mirror::BreakerState state() const;

private:
    void open(TimePoint now);

    mutable std::mutex m_mutex;
    mirror::BreakerState m_state = mirror::BreakerState::Closed;
    int m_failuresInARow = 0;
    TimePoint m_nextTrialAt{};
    TimePoint m_nextPersonTrialAt{};
};

} // namespace resync::engine

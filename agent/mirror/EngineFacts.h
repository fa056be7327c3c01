// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/EngineReads.h"
#include "shared/core/Clock.h"

#include <chrono>
#include <functional>
#include <optional>

namespace resync::mirror {

/// What the engine tells of the plan as a whole (asked at most once a minute) and of itself (at
/// most every 4 minutes, as often as it renews it). Thread: the plan thread.
class EngineFacts
{
public:
    /// \a changed is called when an answer differs from the last one.
    EngineFacts(EngineReads &reads, const Clock &clock, std::function<void()> changed);

    /// Asks what is due.
    void poll();
    void forgetPlan(); ///< it is another one
    void askAnew();    ///< all is due, and is what it was until an answer says otherwise

    [[nodiscard]] const std::optional<PlanInfo> &planInfo() const { return m_planInfo.value; }
    [[nodiscard]] const std::optional<EngineMetrics> &metrics() const { return m_metrics.value; }

private:
    template<typename T>
    struct Fact
    {
        std::optional<T> value;
        std::optional<std::chrono::steady_clock::time_point> askedAt;
        std::uint64_t round = 0; ///< grows where an answer on its way is to count no more
    };

    template<typename T>
    [[nodiscard]] bool isDue(const Fact<T> &fact, milliseconds pause) const;
    template<typename T>
    Callback<T> keepIn(Fact<T> &fact);

    EngineReads &m_reads;
    const Clock &m_clock;
    const std::function<void()> m_changed;
    Fact<PlanInfo> m_planInfo;
    Fact<EngineMetrics> m_metrics;
};

} // namespace resync::mirror

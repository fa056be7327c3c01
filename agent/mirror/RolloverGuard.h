// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/HotRefresh.h"

#include <chrono>
#include <optional>

namespace resync::mirror {

/// Tells a plan that changed from one that is being exchanged: around the rollover an engine lists
/// few or no jobs, job streams or workstations for a minute or two, or rows of both plans. Such a
/// reading is held back, for at most five minutes. Thread: the plan thread.
class RolloverGuard
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    enum class Verdict : std::uint8_t {
        Accept,
        ReadWhole, ///< this is another plan, or looks like it: read all of it
        Hold       ///< not a whole plan; keep what there is and read again
    };

    /// \param last null: there is no plan yet
    [[nodiscard]] Verdict judge(const HotRead &read, const PlanBatch &batch, bool isWhole,
                                const Snapshot *last, TimePoint now);

    /// The rows that were read are not, or not all, of the plan that is shown.
    [[nodiscard]] static bool isOtherPlan(const PlanBatch &batch, const Snapshot &last);

    [[nodiscard]] bool isHolding() const { return m_since.has_value(); }

private:
    [[nodiscard]] Verdict hold(TimePoint now);

    std::optional<TimePoint> m_since; ///< of the first reading that was held back
};

} // namespace resync::mirror

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/PlanBuilder.h"
#include "agent/simulator/PlanRows.h"
#include "agent/simulator/PlanView.h"
#include "agent/simulator/SimClock.h"

#include <map>
#include <memory>
#include <mutex>

namespace resync::simulator {

/// The plan with its clock, shared by the threads that answer: brings the plan up to the present
/// whenever it is looked at, so that nothing needs to tick in between.
/// Thread: any.
class PlanHost
{
public:
    /// The plan starts between 2:30 and 2:45 hours ago, and so is in the middle of its night.
    PlanHost(const PlanSize &size, const Clock &clock, double speed);

    /// Calls \a reader with the plan as it is now; the view is valid in there only.
    template<typename Reader>
    auto look(Reader reader)
    {
        const std::lock_guard lock(m_mutex);
        return reader(present());
    }

    /// The rows of a filter; to be called from a reader in look() only. Answers that cannot change
    /// are remembered, so that the pages of a big sorted list cost one sort.
    [[nodiscard]] Result<std::shared_ptr<const std::vector<Row>>> select(
        const RowSource &source, std::string_view collection, const std::string &oql);

    void freeze();
    void resume();
    void step(milliseconds span);
    [[nodiscard]] bool isFrozen() const;
    [[nodiscard]] Result<> abend(Row job);

    [[nodiscard]] const Plan &plan() const { return m_plan; } ///< constant

private:
    void catchUp();
    [[nodiscard]] PlanView present();

    mutable std::mutex m_mutex;
    SimClock m_clock;
    const Plan m_plan;
    const Instant m_start;
    PlanLife m_life;
    std::map<std::string, std::shared_ptr<const std::vector<Row>>> m_constantAnswers;
};

} // namespace resync::simulator

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/PlanBuilder.h"
#include "agent/simulator/PlanRows.h"
#include "agent/simulator/PlanView.h"
#include "agent/simulator/Rollover.h"
#include "agent/simulator/SimClock.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace resync::simulator {

struct PlanTiming
{
    double speed = 1;
    milliseconds mirrorLag{0}; ///< what the API shows is so much older than the truth
};

/// The plan with its clock, shared by the threads that answer: brings the plan up to the present
/// whenever it is looked at, so that nothing needs to tick in between. A day ends with the plan
/// extension: another plan, other ids, what was not done is carried forward.
/// Thread: any.
class PlanHost
{
public:
    using Rows = std::shared_ptr<const std::vector<Row>>;
    /// What is done to a plan by hand; called once for the truth and, later, for the mirror.
    using Order = std::function<Result<>(PlanLife &)>;

    /// The plan starts between 2:30 and 2:45 hours ago, and so is in the middle of its night.
    PlanHost(const PlanSize &size, const Clock &clock, const PlanTiming &timing);

    /// Calls \a reader with the plan as the API shows it now; the view is valid in there only.
    template<typename Reader>
    auto look(Reader reader)
    {
        const std::lock_guard lock(m_mutex);
        catchUp();
        return reader(viewOf(m_mirror ? *m_mirror : *m_truth));
    }

    /// The same with what is really so, without the lag of the mirror.
    template<typename Reader>
    auto lookAtTruth(Reader reader)
    {
        const std::lock_guard lock(m_mutex);
        catchUp();
        return reader(viewOf(*m_truth));
    }

    /// The rows of a filter; to be called from a reader in look() only. Answers that cannot change
    /// are remembered, so that the pages of a big sorted list cost one sort.
    [[nodiscard]] Result<Rows> select(const RowSource &source, std::string_view collection,
                                      const std::string &oql);

    void freeze();
    void resume();
    void step(milliseconds span);
    [[nodiscard]] bool isFrozen() const;
    /// The engine's clock: the plan's time and the skew.
    [[nodiscard]] Instant now() const;
    /// Every time that the engine tells is off by so much.
    void setSkew(milliseconds skew);
    [[nodiscard]] milliseconds skew() const;

    /// Does something to the present plan, by rows that were found in it.
    [[nodiscard]] Result<> apply(const Order &order);
    /// Lets \a count jobs change at once, the next ones in the plan's order that can: "successful",
    /// "error" or "priority". Gives how many did. InvalidInput: another word.
    [[nodiscard]] Result<unsigned> change(unsigned count, const std::string &to);
    /// The plan extension, now; for \a gap of the plan's time the engine shows an empty plan.
    void rollOverNow(milliseconds gap);
    [[nodiscard]] bool isPlanEmpty();

private:
    struct Pending
    {
        milliseconds at{0};
        Order order;
    };

    void catchUp();
    void followTruth(milliseconds upTo);
    void rollOverAt(milliseconds begin, milliseconds emptyUntil);
    [[nodiscard]] Result<> applyLocked(const Order &order);
    void forgetTexts();
    [[nodiscard]] PlanView viewOf(const PlanLife &life) const;
    [[nodiscard]] milliseconds elapsed() const { return m_clock.now() - m_start; }

    mutable std::mutex m_mutex;
    const PlanSize m_size;
    const milliseconds m_lag;
    SimClock m_clock;
    milliseconds m_skew{0};
    const Instant m_start;
    std::unique_ptr<const Plan> m_plan;
    std::unique_ptr<PlanLife> m_truth;
    std::unique_ptr<PlanLife> m_mirror; ///< null: there is no lag
    std::deque<Pending> m_pending;      ///< orders that the mirror has not seen yet
    milliseconds m_emptyUntil{0};
    Row m_nextChange = 0;
    std::map<std::string, Rows, std::less<>> m_constantAnswers;
    std::vector<std::string> m_streamKeys; ///< by stream; changes with the plan and the skew
};

} // namespace resync::simulator

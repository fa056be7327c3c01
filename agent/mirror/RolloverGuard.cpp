// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/RolloverGuard.h"

namespace resync::mirror {

namespace {

using namespace std::chrono_literals;

constexpr auto LongestHold = 5min;

bool isFewerThanHalf(std::size_t jobs, const Snapshot &last)
{
    return 2 * jobs < last.jobs->size();
}

} // namespace

bool RolloverGuard::isOtherPlan(const PlanBatch &batch, const Snapshot &last)
{
    const auto &plan = batch.planId();
    const auto &known = last.jobs->planId();
    return batch.isMixed() || (!plan.value().empty() && !known.value().empty() && plan != known);
}

RolloverGuard::Verdict RolloverGuard::judge(const HotRead &read, const PlanBatch &batch,
                                            bool isWhole, const Snapshot *last, TimePoint now)
{
    if (isWhole) {
        const bool isTorn = last != nullptr && isFewerThanHalf(read.jobs, *last);
        if (isTorn || batch.isMixed())
            return hold(now);
        m_since.reset();
        return Verdict::Accept;
    }
    if (isOtherPlan(batch, *last))
        return Verdict::ReadWhole;
    if (read.listed && isFewerThanHalf(*read.listed, *last))
        return Verdict::ReadWhole;
    return 2 * read.gone > last->jobs->size() ? Verdict::ReadWhole : Verdict::Accept;
}

RolloverGuard::Verdict RolloverGuard::hold(TimePoint now)
{
    if (!m_since)
        m_since = now;
    if (now - *m_since < LongestHold)
        return Verdict::Hold;
    m_since.reset();
    return Verdict::Accept;
}

} // namespace resync::mirror

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/RolloverGuard.h"

namespace resync::mirror {

namespace {

using namespace std::chrono_literals;

constexpr auto LongestHold = 5min;

bool isFewerThanHalf(std::size_t rows, std::size_t last)
{
    return 2 * rows < last;
}

bool lacksWorkstations(const HotRead &read, const Snapshot &last)
{
    return read.workstations &&
           isFewerThanHalf(read.workstations->size(), last.workstations->size());
}

/// Streams go one by one; of many that are active most do not.
bool haveStreamsVanished(const HotRead &read, const Snapshot &last)
{
    constexpr std::size_t Many = 10;
    return 2 * read.goneStreams > last.streams->size() ||
           (read.goneStreams >= Many && 2 * read.goneStreams > read.streamsAsked);
}

/// A list of the whole plan is not one.
bool isTorn(const HotRead &read, const PlanBatch &batch, const Snapshot &last)
{
    return isFewerThanHalf(read.jobs, last.jobs->size()) ||
           isFewerThanHalf(batch.streams.rows.size(), last.streams->size()) ||
           lacksWorkstations(read, last);
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
        if (batch.isMixed() || (last != nullptr && isTorn(read, batch, *last)))
            return hold(now);
        m_since.reset();
        return Verdict::Accept;
    }
    const bool isSuspect = isOtherPlan(batch, *last) || lacksWorkstations(read, *last) ||
                           (read.listed && isFewerThanHalf(*read.listed, last->jobs->size())) ||
                           2 * read.gone > last->jobs->size() || haveStreamsVanished(read, *last);
    return isSuspect ? Verdict::ReadWhole : Verdict::Accept;
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

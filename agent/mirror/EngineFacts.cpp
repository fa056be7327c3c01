// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/EngineFacts.h"

#include <utility>

namespace resync::mirror {

namespace {

using namespace std::chrono_literals;

constexpr milliseconds PlanInfoPause = 1min;
constexpr milliseconds MetricsPause = 4min;

} // namespace

EngineFacts::EngineFacts(EngineReads &reads, const Clock &clock, std::function<void()> changed)
    : m_reads(reads)
    , m_clock(clock)
    , m_changed(std::move(changed))
{}

void EngineFacts::poll()
{
    if (isDue(m_planInfo, PlanInfoPause))
        m_reads.fetchPlanInfo(keepIn(m_planInfo));
    if (isDue(m_metrics, MetricsPause))
        m_reads.fetchMetrics(keepIn(m_metrics));
}

void EngineFacts::forgetPlan()
{
    m_planInfo = {std::nullopt, std::nullopt, m_planInfo.round + 1};
}

void EngineFacts::askAnew()
{
    m_planInfo.askedAt.reset();
    ++m_planInfo.round;
    m_metrics.askedAt.reset();
    ++m_metrics.round;
}

template<typename T>
bool EngineFacts::isDue(const Fact<T> &fact, milliseconds pause) const
{
    return !fact.askedAt || m_clock.steady() - *fact.askedAt >= pause;
}

/// Not offered: nothing is known. Any other failure: what was known stays.
template<typename T>
Callback<T> EngineFacts::keepIn(Fact<T> &fact)
{
    fact.askedAt = m_clock.steady();
    return [this, &fact, round = fact.round](Result<T> answer) {
        if (round != fact.round || (!answer && answer.error().kind != ErrorKind::NotOffered))
            return;
        auto value = answer ? std::optional<T>(std::move(*answer)) : std::nullopt;
        if (value == fact.value)
            return;
        fact.value = std::move(value);
        m_changed();
    };
}

} // namespace resync::mirror

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Counters.h"

#include <algorithm>

namespace resync::simulator {

void Counters::begin(std::string_view operation)
{
    const std::lock_guard lock(m_mutex);
    ++m_counts.total;
    ++m_counts.operations[std::string(operation)];
    ++m_counts.inFlight;
    m_counts.maxConcurrency = std::max(m_counts.maxConcurrency, m_counts.inFlight);
}

void Counters::end()
{
    const std::lock_guard lock(m_mutex);
    --m_counts.inFlight;
}

void Counters::noteUnauthorized()
{
    const std::lock_guard lock(m_mutex);
    ++m_counts.unauthorized;
}

void Counters::noteRows(std::size_t count)
{
    const std::lock_guard lock(m_mutex);
    m_counts.rows += count;
}

void Counters::reset()
{
    const std::lock_guard lock(m_mutex);
    Snapshot fresh;
    fresh.inFlight = m_counts.inFlight;
    fresh.maxConcurrency = m_counts.inFlight;
    m_counts = std::move(fresh);
}

Counters::Snapshot Counters::snapshot() const
{
    const std::lock_guard lock(m_mutex);
    return m_counts;
}

} // namespace resync::simulator

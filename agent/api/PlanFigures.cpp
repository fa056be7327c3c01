// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/PlanFigures.h"

#include "shared/domain/Impact.h"

namespace resync::api {

namespace {

Instant instantOf(std::int64_t millis)
{
    return millis == mirror::NoMillis ? domain::NoInstant : Instant(milliseconds(millis));
}

Instant instantOf(const std::optional<Instant> &at)
{
    return at.value_or(domain::NoInstant);
}

} // namespace

std::shared_ptr<const domain::PlanGraph> graphOf(const mirror::Snapshot &snapshot)
{
    const auto &graph = snapshot.graph ? snapshot.graph : snapshot.jobs->graph();
    const bool isOfTheseRows =
        graph && graph->jobCount() == snapshot.jobs->size() &&
        graph->nodeCount() == snapshot.jobs->size() + snapshot.streams->size();
    return isOfTheseRows ? graph : nullptr;
}

PlanFigures::PlanFigures(const mirror::Snapshot &snapshot)
{
    const mirror::JobTable &jobs = *snapshot.jobs;
    const std::size_t count = jobs.size() + snapshot.streams->size();
    m_status.reserve(count);
    m_estimated.reserve(count);
    m_startedAt.reserve(count);
    m_deadlineAt.reserve(count);
    m_critical.reserve(count);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const auto &state = jobs.state().rows[i];
        m_status.push_back(state.status);
        m_estimated.push_back(state.estimated == mirror::NoNumber ? domain::NoSpan
                                                                  : milliseconds(state.estimated));
        m_startedAt.push_back(instantOf(state.startedAt));
        m_deadlineAt.push_back(instantOf(jobs.structure().rows[i].deadlineAt));
        m_critical.push_back(domain::JobFlags{state.flags}.has(domain::JobFlag::Critical) ? 1 : 0);
    }
    for (const mirror::StreamRow &row : *snapshot.streams) {
        m_status.push_back(row.stream.status);
        m_estimated.push_back(domain::NoSpan);
        m_startedAt.push_back(instantOf(row.stream.startedAt));
        m_deadlineAt.push_back(instantOf(row.stream.deadlineAt));
        m_critical.push_back(0);
    }
}

bool LatestStarts::isOf(const mirror::Snapshot &snapshot) const
{
    return m_column && m_jobs.lock() == snapshot.jobs && m_streams.lock() == snapshot.streams &&
           m_graph.lock() == graphOf(snapshot);
}

bool LatestStarts::isReady(const mirror::Snapshot &snapshot) const
{
    if (!graphOf(snapshot))
        return true;
    const std::unique_lock lock(m_mutex, std::try_to_lock); // held: they are being made
    return lock.owns_lock() && isOf(snapshot);
}

LatestStarts::Column LatestStarts::of(const mirror::Snapshot &snapshot)
{
    const auto graph = graphOf(snapshot);
    if (!graph)
        return nullptr;
    const std::lock_guard lock(m_mutex);
    if (!isOf(snapshot)) {
        const PlanFigures figures(snapshot);
        m_column = std::make_shared<const std::vector<Instant>>(
            domain::latestStarts(*graph, figures.columns()));
        m_jobs = snapshot.jobs;
        m_streams = snapshot.streams;
        m_graph = graph;
    }
    return m_column;
}

} // namespace resync::api

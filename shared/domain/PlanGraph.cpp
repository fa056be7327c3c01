// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/PlanGraph.h"

#include <utility>

namespace resync::domain {

namespace {

/// Counts, sums up, fills: offsets and items of all pairs (owner, item), owners 0 … owners−1.
template<typename Pairs>
void compress(std::uint32_t owners, const Pairs &forEachPair, std::vector<std::uint32_t> &offsets,
              std::vector<PlanGraph::Node> &items)
{
    offsets.assign(owners + 1U, 0);
    forEachPair([&](std::uint32_t owner, PlanGraph::Node) { ++offsets[owner + 1U]; });
    for (std::size_t i = 1; i < offsets.size(); ++i)
        offsets[i] += offsets[i - 1];
    items.resize(offsets.back());
    std::vector<std::uint32_t> next(offsets.begin(), offsets.end() - 1);
    forEachPair([&](std::uint32_t owner, PlanGraph::Node item) { items[next[owner]++] = item; });
}

} // namespace

PlanGraph::PlanGraph(std::uint32_t jobs, std::uint32_t streams, std::vector<Edge> edges,
                     std::vector<Node> streamOfJob)
    : m_jobs(jobs)
    , m_streams(streams)
    , m_streamOf(std::move(streamOfJob))
{
    const auto forward = [&](auto each) {
        for (const Edge &edge : edges)
            each(edge.from, edge.to);
    };
    const auto backward = [&](auto each) {
        for (const Edge &edge : edges)
            each(edge.to, edge.from);
    };
    const auto members = [&](auto each) {
        for (Node job = 0; job < m_streamOf.size(); ++job)
            if (m_streamOf[job] != NoNode)
                each(m_streamOf[job] - m_jobs, job);
    };
    compress(nodeCount(), forward, m_successors.offsets, m_successors.items);
    compress(nodeCount(), backward, m_predecessors.offsets, m_predecessors.items);
    compress(m_streams, members, m_jobsOf.offsets, m_jobsOf.items);
}

std::span<const PlanGraph::Node> PlanGraph::Lists::of(Node node) const
{
    if (offsets.empty() || node >= offsets.size() - 1)
        return {};
    return std::span(items).subspan(offsets[node], offsets[node + 1U] - offsets[node]);
}

std::span<const PlanGraph::Node> PlanGraph::predecessors(Node node) const
{
    return m_predecessors.of(node);
}

std::span<const PlanGraph::Node> PlanGraph::successors(Node node) const
{
    return m_successors.of(node);
}

std::span<const PlanGraph::Node> PlanGraph::jobsOf(Node stream) const
{
    return m_jobsOf.of(stream - m_jobs);
}

PlanGraph::Node PlanGraph::streamOf(Node job) const
{
    return job < m_streamOf.size() ? m_streamOf[job] : NoNode;
}

void PlanGraph::appendJobs(Node node, std::vector<Node> &jobs) const
{
    if (!isStream(node)) {
        jobs.push_back(node);
        return;
    }
    const auto members = jobsOf(node);
    jobs.insert(jobs.end(), members.begin(), members.end());
}

std::size_t PlanGraph::bytes() const
{
    const auto words = m_predecessors.offsets.capacity() + m_predecessors.items.capacity() +
                       m_successors.offsets.capacity() + m_successors.items.capacity() +
                       m_jobsOf.offsets.capacity() + m_jobsOf.items.capacity() +
                       m_streamOf.capacity();
    return words * sizeof(Node);
}

} // namespace resync::domain

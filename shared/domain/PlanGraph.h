// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Dependency.h"

#include <cstdint>
#include <span>
#include <vector>

namespace resync::domain {

/// Who waits for whom, as numbers: job nodes 0 … jobs−1 are the rows of the job table, stream nodes
/// jobs … jobs+streams−1 the rows of the stream list. Immutable once built; constant per plan while
/// no row comes or goes. Thread: any.
class PlanGraph
{
public:
    using Node = std::uint32_t;

    struct Edge
    {
        Node from = 0; ///< the predecessor
        Node to = 0;   ///< the one that waits
        DependencyType type = DependencyType::Job;

        bool operator==(const Edge &) const = default;
    };

    PlanGraph() = default;
    /// \param streamOfJob per job its stream node, or NoNode
    PlanGraph(std::uint32_t jobs, std::uint32_t streams, std::vector<Edge> edges,
              std::vector<Node> streamOfJob);

    static constexpr Node NoNode = 0xffff'ffffU;

    [[nodiscard]] std::uint32_t jobCount() const { return m_jobs; }
    [[nodiscard]] std::uint32_t nodeCount() const { return m_jobs + m_streams; }
    [[nodiscard]] bool isStream(Node node) const { return node >= m_jobs; }
    /// Direct neighbours by dependencies alone; a stream's jobs are not among them.
    [[nodiscard]] std::span<const Node> predecessors(Node node) const;
    [[nodiscard]] std::span<const Node> successors(Node node) const;
    [[nodiscard]] Node streamOf(Node job) const;
    [[nodiscard]] std::span<const Node> jobsOf(Node stream) const;
    /// Appends the jobs that \a node is: a job itself, of a stream all that belong to it.
    void appendJobs(Node node, std::vector<Node> &jobs) const;
    [[nodiscard]] std::size_t bytes() const;

private:
    struct Lists ///< compressed rows: of node n, items[offsets[n]] … items[offsets[n+1]−1]
    {
        std::vector<std::uint32_t> offsets;
        std::vector<Node> items;
        [[nodiscard]] std::span<const Node> of(Node node) const;
    };

    std::uint32_t m_jobs = 0;
    std::uint32_t m_streams = 0;
    Lists m_predecessors;
    Lists m_successors;
    Lists m_jobsOf; ///< index: stream node − jobs
    std::vector<Node> m_streamOf;
};

} // namespace resync::domain

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/PlanGraph.h"

namespace resync::domain {

/// A PlanGraph in which each stream is two steps, its begin (its node) and its end (behind all
/// nodes): its jobs wait for the begin, and who waits for the stream waits for the end. So paths
/// run through the jobs of a stream. Borrows the graph.
class WaitGraph
{
public:
    using Node = PlanGraph::Node; ///< a job, a stream's begin, or a stream's end

    explicit WaitGraph(const PlanGraph &graph)
        : m_graph(graph)
    {}

    [[nodiscard]] Node size() const
    {
        return 2 * m_graph.nodeCount() - m_graph.jobCount(); // streams count twice
    }
    [[nodiscard]] bool isJob(Node node) const { return node < m_graph.jobCount(); }
    [[nodiscard]] bool isEnd(Node node) const { return node >= m_graph.nodeCount(); }
    [[nodiscard]] Node endOf(Node stream) const
    {
        return stream + (m_graph.nodeCount() - m_graph.jobCount());
    }
    /// The node of the PlanGraph that \a node is a step of.
    [[nodiscard]] Node planNode(Node node) const
    {
        return isEnd(node) ? node - (m_graph.nodeCount() - m_graph.jobCount()) : node;
    }

    /// Calls \a visit for each step that waits for \a node.
    template<typename Visit>
    void forEachNext(Node node, Visit visit) const
    {
        const Node plain = planNode(node);
        if (isJob(node) || isEnd(node)) {
            for (const Node next : m_graph.successors(plain))
                visit(next);
            const Node stream = isJob(node) ? m_graph.streamOf(node) : PlanGraph::NoNode;
            if (stream != PlanGraph::NoNode)
                visit(endOf(stream));
            return;
        }
        for (const Node job : m_graph.jobsOf(node))
            visit(job);
        if (m_graph.jobsOf(node).empty())
            visit(endOf(node));
    }

    /// Calls \a visit for each step that \a node waits for.
    template<typename Visit>
    void forEachPrevious(Node node, Visit visit) const
    {
        if (isEnd(node)) {
            const Node stream = planNode(node);
            for (const Node job : m_graph.jobsOf(stream))
                visit(job);
            if (m_graph.jobsOf(stream).empty())
                visit(stream);
            return;
        }
        for (const Node previous : m_graph.predecessors(node))
            visit(m_graph.isStream(previous) ? endOf(previous) : previous);
        const Node stream = isJob(node) ? m_graph.streamOf(node) : PlanGraph::NoNode;
        if (stream != PlanGraph::NoNode)
            visit(stream);
    }

private:
    const PlanGraph &m_graph;
};

} // namespace resync::domain

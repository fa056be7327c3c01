// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/GraphBuilder.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace resync::mirror {

namespace {

using domain::DependencyType;
using domain::PlanGraph;

std::optional<std::uint32_t> findStream(const StreamList &streams, std::string_view id)
{
    const auto at = std::lower_bound(streams.begin(), streams.end(), id,
                                     [](const StreamRow &row, std::string_view wanted) {
                                         return row.stream.id.value() < wanted;
                                     });
    if (at == streams.end() || at->stream.id.value() != id)
        return std::nullopt;
    return static_cast<std::uint32_t>(at - streams.begin());
}

class Builder
{
public:
    Builder(const JobTable &jobs, const StreamList &streams)
        : m_jobs(jobs)
        , m_streams(streams)
        , m_jobCount(static_cast<std::uint32_t>(jobs.size()))
    {}

    void addJobs()
    {
        const Structure &structure = m_jobs.structure();
        for (std::uint32_t row = 0; row < m_jobCount; ++row)
            for (const Structure::Dependency &each : structure.dependenciesOf(row)) {
                if (!each.isExternal) {
                    add(each.target, row, each.type);
                    continue;
                }
                const Structure::External &external = structure.externals[each.target];
                addNamed(structure.texts.at(external.id), row, each.type);
            }
    }

    void addStreams(const std::vector<domain::StreamDependencies> &lists)
    {
        for (const domain::StreamDependencies &list : lists) {
            const auto stream = findStream(m_streams, list.stream.value());
            if (!stream)
                continue;
            for (const domain::Dependency &each : list.list)
                for (const auto type : {DependencyType::Job, DependencyType::JobStream})
                    if (each.type == toString(type))
                        addNamed(each.targetId, m_jobCount + *stream, type);
        }
    }

    [[nodiscard]] std::shared_ptr<const PlanGraph> take()
    {
        return std::make_shared<const PlanGraph>(m_jobCount,
                                                 static_cast<std::uint32_t>(m_streams.size()),
                                                 std::move(m_edges), streamOfJob());
    }

private:
    void add(PlanGraph::Node from, PlanGraph::Node to, DependencyType type)
    {
        if (from != to)
            m_edges.push_back({from, to, type});
    }
    void addNamed(std::string_view id, PlanGraph::Node to, DependencyType type)
    {
        if (type == DependencyType::Job) {
            if (const auto row = m_jobs.find(id))
                add(static_cast<PlanGraph::Node>(*row), to, type);
        } else if (type == DependencyType::JobStream) {
            if (const auto stream = findStream(m_streams, id))
                add(m_jobCount + *stream, to, type);
        }
    }

    [[nodiscard]] std::vector<PlanGraph::Node> streamOfJob() const
    {
        const Structure &structure = m_jobs.structure();
        std::vector<PlanGraph::Node> nodes; // of each of the structure's streams
        nodes.reserve(structure.streams.size());
        for (const Structure::Stream &stream : structure.streams) {
            const auto at = findStream(m_streams, structure.texts.at(stream.id));
            nodes.push_back(at ? m_jobCount + *at : PlanGraph::NoNode);
        }
        std::vector<PlanGraph::Node> streamOf;
        streamOf.reserve(m_jobCount);
        for (const Structure::Row &row : structure.rows)
            streamOf.push_back(nodes[row.stream]);
        return streamOf;
    }

    const JobTable &m_jobs;
    const StreamList &m_streams;
    const std::uint32_t m_jobCount;
    std::vector<PlanGraph::Edge> m_edges;
};

} // namespace

std::shared_ptr<const PlanGraph> buildGraph(
    const JobTable &jobs, const StreamList &streams,
    const std::vector<domain::StreamDependencies> &streamDependencies)
{
    Builder builder(jobs, streams);
    builder.addJobs();
    builder.addStreams(streamDependencies);
    return builder.take();
}

std::shared_ptr<const PlanGraph> renumberedGraph(const PlanGraph &graph,
                                                 const std::vector<std::uint32_t> &newRowOf,
                                                 std::uint32_t jobs)
{
    const std::uint32_t oldJobs = graph.jobCount();
    const auto renumber = [&](PlanGraph::Node node) {
        return node < oldJobs ? newRowOf[node] : jobs + (node - oldJobs);
    };
    std::vector<PlanGraph::Edge> edges;
    for (PlanGraph::Node from = 0; from < graph.nodeCount(); ++from)
        for (const PlanGraph::Node to : graph.successors(from))
            if (renumber(from) != NoRow && renumber(to) != NoRow)
                edges.push_back({renumber(from), renumber(to)});
    std::vector<PlanGraph::Node> streamOf(jobs, PlanGraph::NoNode);
    for (PlanGraph::Node job = 0; job < oldJobs; ++job)
        if (newRowOf[job] != NoRow && graph.streamOf(job) != PlanGraph::NoNode)
            streamOf[newRowOf[job]] = renumber(graph.streamOf(job));
    return std::make_shared<const PlanGraph>(jobs, graph.nodeCount() - oldJobs, std::move(edges),
                                             std::move(streamOf));
}

} // namespace resync::mirror

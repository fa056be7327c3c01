// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/SnapshotMerge.h"

#include "agent/mirror/GraphBuilder.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace resync::mirror {

namespace {

StreamList sorted(StreamBatch &batch)
{
    StreamList list;
    list.reserve(batch.rows.size());
    for (auto &[id, stream] : batch.rows)
        list.push_back({std::move(stream), {}});
    std::sort(list.begin(), list.end(),
              [](const auto &a, const auto &b) { return a.stream.id < b.stream.id; });
    return list;
}

/// \a last with the rows of \a batch in their places, without those that are gone.
StreamList overlaid(const StreamList &last, StreamBatch &batch)
{
    StreamList fresh = sorted(batch);
    StreamList list;
    list.reserve(last.size() + fresh.size());
    auto next = fresh.begin();
    for (const StreamRow &row : last) {
        while (next != fresh.end() && next->stream.id < row.stream.id)
            list.push_back(std::move(*next++));
        if (next != fresh.end() && next->stream.id == row.stream.id)
            list.push_back(std::move(*next++));
        else if (!batch.removed.contains(row.stream.id.value()))
            list.push_back(row);
    }
    std::move(next, fresh.end(), std::back_inserter(list));
    return list;
}

class Merge
{
public:
    Merge(const Snapshot *last, MergeKind kind, Instant now)
        : m_last(last)
        , m_kind(kind)
        , m_now(now)
    {
        m_merged.next =
            last != nullptr ? std::make_shared<Snapshot>(*last) : std::make_shared<Snapshot>();
        m_generation = m_merged.next->generation + 1;
    }

    void engine(domain::EngineIdentity identity) { m_merged.next->engine = std::move(identity); }

    void workstations(WorkstationList rows)
    {
        std::sort(rows.begin(), rows.end(),
                  [](const auto &a, const auto &b) { return a.id < b.id; });
        if (m_last != nullptr && *m_last->workstations == rows)
            return;
        m_merged.next->workstations = std::make_shared<const WorkstationList>(std::move(rows));
        renew(Collection::Workstations);
    }

    void jobs(JobBatch batch)
    {
        if (m_kind == MergeKind::Partial && batch.isEmpty())
            return;
        auto merged = mergeJobs(m_last != nullptr ? m_last->jobs.get() : nullptr, std::move(batch),
                                m_kind, m_now, m_generation);
        if (!merged.changed)
            return;
        m_merged.next->jobs = std::move(merged.table);
        m_merged.jobs = std::move(merged.diff);
        renew(Collection::Jobs);
        const JobTable &table = *m_merged.next->jobs;
        m_merged.isNewPlan = m_last == nullptr || m_last->jobs->planId() != table.planId();
        auto &tombstones = m_merged.next->tombstones;
        if (m_merged.isNewPlan) {
            m_merged.next->planGeneration = m_generation;
            tombstones.restart(m_generation);
            m_merged.next->streamDependencies.reset();
            m_merged.next->structureAsOf.reset();
            return;
        }
        tombstones.forgetThoseIn(table);
        tombstones.add(m_merged.jobs.removed, m_generation);
    }

    /// After jobs(): the counts are of the new ones.
    void streams(StreamBatch batch)
    {
        const bool haveJobsChanged =
            m_last == nullptr || m_merged.next->jobs.get() != m_last->jobs.get();
        if (m_kind == MergeKind::Partial && batch.isEmpty() && !haveJobsChanged)
            return;
        StreamList counted =
            m_kind == MergeKind::Partial ? overlaid(*m_last->streams, batch) : sorted(batch);
        countJobs(counted, *m_merged.next->jobs);
        if (m_last != nullptr && *m_last->streams == counted)
            return;
        m_merged.next->streams = std::make_shared<const StreamList>(std::move(counted));
        renew(Collection::JobStreams);
    }

    void dependencies(StreamDependencyMap lists)
    {
        if (lists.empty())
            return;
        if (m_merged.next->streamDependencies)
            for (const auto &[id, list] : *m_merged.next->streamDependencies)
                lists.try_emplace(id, list);
        m_merged.next->streamDependencies =
            std::make_shared<const StreamDependencyMap>(std::move(lists));
    }

    /// At last: tells the jobs what their reasons are told from.
    void surroundings()
    {
        Snapshot &next = *m_merged.next;
        const bool isKnown = next.streamDependencies || !next.jobs->structure().knowledge.empty();
        if (!isKnown)
            next.graph.reset();
        else if (isGraphOutdated())
            next.graph = buildGraph(*next.jobs, *next.streams,
                                    next.streamDependencies ? *next.streamDependencies
                                                            : StreamDependencyMap());
        const Surroundings &known = next.jobs->surroundings();
        const bool isSameZone =
            m_last != nullptr && m_last->engine.timeZone == next.engine.timeZone;
        if (known.graph == next.graph && known.streams == next.streams && isSameZone)
            return;
        next.jobs = next.jobs->with({next.graph, next.streams,
                                     isSameZone ? known.timeZone : TimeZone(next.engine.timeZone)});
    }

    /// Then: a job has changed, too, when only a stream that it waits for made its reason another.
    void reasons()
    {
        const Snapshot &next = *m_merged.next;
        if (m_last == nullptr || m_merged.isNewPlan || !next.graph || next.jobs == m_last->jobs)
            return;
        std::vector<std::uint32_t> changed;
        domain::Job scratch;
        for (const std::uint32_t row : rowsBehindChangedStreams()) {
            const auto last = m_last->jobs->find(next.jobs->keyAt(row));
            if (!last || next.jobs->changedGenerationAt(row) == m_generation)
                continue;
            auto before = m_last->jobs->standing(*last, scratch);
            const auto after = next.jobs->standing(row, scratch);
            if (before == after)
                continue;
            changed.push_back(row);
            m_merged.jobs.changed.push_back(
                changeByPredecessor(row, next.jobs->statusAt(row), std::move(before), after));
        }
        if (changed.empty())
            return;
        std::sort(m_merged.jobs.changed.begin(), m_merged.jobs.changed.end(),
                  [](const JobChange &a, const JobChange &b) { return a.row < b.row; });
        m_merged.next->jobs = next.jobs->withChanged(changed, m_now, m_generation);
        renew(Collection::Jobs);
    }

    [[nodiscard]] MergedPlan take() { return std::move(m_merged); }

private:
    /// Jobs that wait for a stream with another status, or whose stream has another list.
    [[nodiscard]] std::vector<std::uint32_t> rowsBehindChangedStreams() const
    {
        const Snapshot &next = *m_merged.next;
        const domain::PlanGraph &graph = *next.graph;
        std::vector<std::uint32_t> rows;
        auto last = m_last->streams->begin();
        for (std::size_t i = 0; i < next.streams->size(); ++i) {
            const domain::JobStream &stream = (*next.streams)[i].stream;
            const auto node = static_cast<domain::PlanGraph::Node>(graph.jobCount() + i);
            while (last != m_last->streams->end() && last->stream.id < stream.id)
                ++last;
            const bool isKnown = last != m_last->streams->end() && last->stream.id == stream.id;
            if (!isKnown || last->stream.status != stream.status)
                for (const auto successor : graph.successors(node))
                    graph.appendJobs(successor, rows);
            if (hasOtherList(stream.id.value()))
                graph.appendJobs(node, rows);
        }
        std::sort(rows.begin(), rows.end());
        rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
        return rows;
    }

    [[nodiscard]] bool hasOtherList(const std::string &stream) const
    {
        const auto &now = m_merged.next->streamDependencies;
        const auto &before = m_last->streamDependencies;
        if (now == before)
            return false;
        const auto listIn = [&](const auto &map) -> const domain::StreamDependencies * {
            if (!map)
                return nullptr;
            const auto at = map->find(stream);
            return at != map->end() ? &at->second : nullptr;
        };
        const auto *mine = listIn(now);
        const auto *theirs = listIn(before);
        return (mine == nullptr) != (theirs == nullptr) || (mine != nullptr && *mine != *theirs);
    }

    [[nodiscard]] bool isGraphOutdated() const
    {
        const Snapshot &next = *m_merged.next;
        if (m_last == nullptr || !next.graph ||
            next.streamDependencies != m_last->streamDependencies ||
            next.jobs->sharedStructure() != m_last->jobs->sharedStructure())
            return true;
        const auto hasSameId = [](const StreamRow &a, const StreamRow &b) {
            return a.stream.id == b.stream.id;
        };
        return next.streams != m_last->streams &&
               !std::equal(next.streams->begin(), next.streams->end(), m_last->streams->begin(),
                           m_last->streams->end(), hasSameId);
    }

    void renew(Collection collection)
    {
        m_merged.next->generations.at(static_cast<std::size_t>(collection)) = m_generation;
        m_merged.next->generation = m_generation;
    }

    const Snapshot *m_last;
    const MergeKind m_kind;
    const Instant m_now;
    std::uint64_t m_generation = 1;
    MergedPlan m_merged;
};

} // namespace

MergedPlan mergePlan(PlanUpdate update, const Snapshot *last, Instant now)
{
    Merge merge(last, update.kind, now);
    if (update.engine)
        merge.engine(std::move(*update.engine));
    if (update.workstations)
        merge.workstations(std::move(*update.workstations));
    merge.jobs(std::move(update.batch.jobs));
    merge.streams(std::move(update.batch.streams));
    merge.dependencies(std::move(update.batch.streamDependencies));
    merge.surroundings();
    merge.reasons();
    return merge.take();
}

} // namespace resync::mirror

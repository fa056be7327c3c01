// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/SnapshotMerge.h"

#include <algorithm>
#include <utility>

namespace resync::mirror {

namespace {

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
        m_merged.next->graph = m_merged.next->jobs->graph();
        m_merged.jobs = std::move(merged.diff);
        renew(Collection::Jobs);
        const JobTable &table = *m_merged.next->jobs;
        m_merged.isNewPlan = m_last == nullptr || m_last->jobs->planId() != table.planId();
        auto &tombstones = m_merged.next->tombstones;
        if (m_merged.isNewPlan) {
            m_merged.next->planGeneration = m_generation;
            tombstones.restart(m_generation);
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
        if (m_kind == MergeKind::Partial)
            for (const auto &row : *m_last->streams)
                if (!batch.removed.contains(row.stream.id.value()))
                    batch.rows.try_emplace(row.stream.id.value(), row.stream);
        std::vector<domain::JobStream> rows;
        rows.reserve(batch.rows.size());
        for (auto &[id, row] : batch.rows)
            rows.push_back(std::move(row));
        auto counted = countedStreams(std::move(rows), *m_merged.next->jobs);
        if (m_last != nullptr && *m_last->streams == counted)
            return;
        m_merged.next->streams = std::make_shared<const StreamList>(std::move(counted));
        renew(Collection::JobStreams);
    }

    [[nodiscard]] MergedPlan take() { return std::move(m_merged); }

private:
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
    if (update.workstations)
        merge.workstations(std::move(*update.workstations));
    merge.jobs(std::move(update.batch.jobs));
    merge.streams(std::move(update.batch.streams));
    return merge.take();
}

} // namespace resync::mirror

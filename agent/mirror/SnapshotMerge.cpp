// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/SnapshotMerge.h"

#include <algorithm>
#include <utility>

namespace resync::mirror {

namespace {

class Merge
{
public:
    Merge(const Snapshot *last, Instant asOf, Instant now)
        : m_last(last)
        , m_next(last != nullptr ? std::make_shared<Snapshot>(*last) : std::make_shared<Snapshot>())
        , m_generation(m_next->generation + 1)
        , m_asOf(asOf)
        , m_now(now)
    {}

    void workstations(WorkstationList rows)
    {
        std::sort(rows.begin(), rows.end(),
                  [](const auto &a, const auto &b) { return a.id < b.id; });
        const bool hasChanged = m_last == nullptr || *m_last->workstations != rows;
        if (hasChanged)
            m_next->workstations = std::make_shared<const WorkstationList>(std::move(rows));
        renew(Collection::Workstations, hasChanged);
    }

    void jobs(std::vector<domain::Job> rows)
    {
        const auto *previous = m_last != nullptr ? m_last->jobs.get() : nullptr;
        auto built = buildJobTable(std::move(rows), previous, m_now, m_generation);
        if (built.changed)
            m_next->jobs = std::move(built.table);
        renew(Collection::Jobs, built.changed);
    }

    /// After jobs(): the counts are of the new ones.
    void streams(std::vector<domain::JobStream> rows)
    {
        auto counted = countedStreams(std::move(rows), *m_next->jobs);
        const bool hasChanged = m_last == nullptr || *m_last->streams != counted;
        if (hasChanged)
            m_next->streams = std::make_shared<const StreamList>(std::move(counted));
        renew(Collection::JobStreams, hasChanged);
    }

    [[nodiscard]] std::shared_ptr<Snapshot> take() { return std::move(m_next); }

private:
    void renew(Collection collection, bool hasChanged)
    {
        const auto index = static_cast<std::size_t>(collection);
        m_next->asOf.at(index) = m_asOf;
        if (!hasChanged)
            return;
        m_next->generations.at(index) = m_generation;
        m_next->generation = m_generation;
    }

    const Snapshot *m_last;
    std::shared_ptr<Snapshot> m_next;
    const std::uint64_t m_generation;
    const Instant m_asOf;
    const Instant m_now;
};

} // namespace

std::shared_ptr<const Snapshot> mergeRead(PlanRead &read, const Snapshot *last, Instant asOf,
                                          Instant now)
{
    Merge merge(last, asOf, now);
    if (read.workstations)
        merge.workstations(std::move(*read.workstations));
    if (read.jobs)
        merge.jobs(std::move(*read.jobs));
    if (read.streams)
        merge.streams(std::move(*read.streams));
    auto next = merge.take();
    next->engine = std::move(read.engine);
    if (read.divergence)
        next->divergence = read.divergence;
    return next;
}

} // namespace resync::mirror

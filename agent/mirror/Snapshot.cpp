// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/Snapshot.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace resync::mirror {

namespace {

domain::WorkstationCounts countWorkstations(const WorkstationList &list)
{
    domain::WorkstationCounts counts;
    counts.total = static_cast<int>(list.size());
    for (const auto &workstation : list) {
        counts.linked += workstation.linked == true ? 1 : 0;
        counts.unlinked += workstation.linked == false ? 1 : 0;
        counts.running += workstation.running == true ? 1 : 0;
    }
    return counts;
}

/// The stream that extends the plan (user's guide, "FINAL"); of several the last scheduled one.
std::optional<domain::FinalStream> finalOf(const StreamList &streams)
{
    const domain::JobStream *found = nullptr;
    for (const auto &row : streams)
        if (row.stream.name == "FINAL" &&
            (found == nullptr || found->scheduledAt < row.stream.scheduledAt))
            found = &row.stream;
    if (found == nullptr)
        return std::nullopt;
    domain::FinalStream final{found->status, std::nullopt};
    if (found->startedAt && found->estimated && !domain::isFinal(found->status))
        final.expectedEndAt = *found->startedAt + *found->estimated;
    return final;
}

void add(const domain::JobCounts &counts, domain::JobCounts &to)
{
    to.total += counts.total;
    for (std::size_t i = 0; i < domain::StatusCount; ++i)
        to.byStatus.at(i) += counts.byStatus.at(i);
}

} // namespace

void countJobs(StreamList &list, const JobTable &jobs)
{
    const Structure &structure = jobs.structure();
    std::vector<domain::JobCounts> counts(structure.streams.size()); // dense: a hot path
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        domain::JobCounts &of = counts[structure.streamOf[i]];
        ++of.total;
        ++of.byStatus.at(static_cast<std::size_t>(jobs.statusAt(i)));
    }
    std::unordered_map<std::string_view, domain::JobCounts *> byId;
    byId.reserve(counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const auto id = structure.texts.at(structure.streams[i].id);
        if (const auto [at, isNew] = byId.emplace(id, &counts[i]); !isNew)
            add(counts[i], *at->second); // named in two ways
    }
    for (StreamRow &row : list) {
        const auto at = byId.find(row.stream.id.value());
        row.counts = at != byId.end() ? *at->second : domain::JobCounts();
    }
}

domain::Plan planOf(const Snapshot &snapshot)
{
    domain::Plan plan;
    plan.id = snapshot.jobs->planId();
    plan.engine = snapshot.engine;
    plan.timeZone = snapshot.engine.timeZone;
    plan.jobs = snapshot.jobs->counts();
    for (const auto &row : *snapshot.streams)
        ++plan.jobStreams.at(static_cast<std::size_t>(row.stream.status));
    plan.workstations = countWorkstations(*snapshot.workstations);
    plan.final = finalOf(*snapshot.streams);
    plan.rollover = snapshot.rollover;
    if (snapshot.planInfo) {
        plan.runNumber = snapshot.planInfo->runNumber;
        if (const auto &window = snapshot.planInfo->window; window.startsAt || window.endsAt)
            plan.window = window;
        plan.startOfDay = snapshot.planInfo->startOfDay;
    }
    plan.mirror.rung = snapshot.rung;
    plan.mirror.hotAsOf = *std::min_element(snapshot.asOf.begin(), snapshot.asOf.end());
    plan.mirror.sweepAsOf = snapshot.sweepAsOf;
    plan.mirror.structureAsOf = snapshot.structureAsOf;
    plan.mirror.unexplained = snapshot.unexplained;
    plan.mirror.isComplete = snapshot.isComplete;
    plan.mirror.divergence = snapshot.divergence;
    return plan;
}

} // namespace resync::mirror

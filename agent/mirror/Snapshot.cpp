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

} // namespace

void countJobs(StreamList &list, const JobTable &jobs)
{
    std::unordered_map<std::string_view, StreamRow *> byId;
    for (StreamRow &row : list) {
        row.counts = {};
        byId.emplace(row.stream.id.value(), &row);
    }
    const Structure &structure = jobs.structure();
    std::vector<StreamRow *> rowOf; // of each of the structure's streams
    rowOf.reserve(structure.streams.size());
    for (const Structure::Stream &stream : structure.streams) {
        const auto at = byId.find(structure.texts.at(stream.id));
        rowOf.push_back(at == byId.end() ? nullptr : at->second);
    }
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        StreamRow *row = rowOf[structure.rows[i].stream];
        if (row == nullptr)
            continue;
        ++row->counts.total;
        ++row->counts.byStatus.at(static_cast<std::size_t>(jobs.statusAt(i)));
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

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

StreamList countedStreams(std::vector<domain::JobStream> streams, const JobTable &jobs)
{
    std::sort(streams.begin(), streams.end(),
              [](const auto &a, const auto &b) { return a.id < b.id; });
    StreamList list;
    list.reserve(streams.size());
    std::unordered_map<std::string_view, std::size_t> byId;
    for (auto &stream : streams) {
        if (!list.empty() && list.back().stream.id == stream.id)
            continue;
        list.push_back({std::move(stream), {}});
    }
    for (std::size_t i = 0; i < list.size(); ++i)
        byId.emplace(list[i].stream.id.value(), i);
    const Structure &structure = jobs.structure();
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const auto &stream = structure.streams[structure.rows[i].stream];
        const auto at = byId.find(structure.texts.at(stream.id));
        if (at == byId.end())
            continue;
        StreamRow &row = list[at->second];
        ++row.counts.total;
        ++row.counts.byStatus.at(static_cast<std::size_t>(jobs.statusAt(i)));
    }
    return list;
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
        plan.window = snapshot.planInfo->window;
        plan.startOfDay = snapshot.planInfo->startOfDay;
    }
    const bool isReadWhole = snapshot.rung == "full_read"; // then every refresh reads everything
    plan.mirror.rung = snapshot.rung;
    plan.mirror.hotAsOf = snapshot.asOfOf(Collection::Jobs);
    plan.mirror.sweepAsOf = isReadWhole ? plan.mirror.hotAsOf : snapshot.sweepAsOf;
    plan.mirror.structureAsOf = isReadWhole ? plan.mirror.hotAsOf : snapshot.structureAsOf;
    plan.mirror.unexplained = snapshot.unexplained;
    plan.mirror.isComplete = snapshot.divergence == 0;
    plan.mirror.divergence = snapshot.divergence;
    return plan;
}

} // namespace resync::mirror

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/FolderTotals.h"

namespace resync::simulator {

namespace {

void addJobs(std::vector<FolderTotals> &folders, const PlanView &view)
{
    for (Row row = 0; row < view.plan().streams.size(); ++row) {
        const Stream &stream = view.plan().streams[row];
        FolderTotals &folder = folders[stream.folder];
        folder.count += stream.jobs.count;
        for (domain::Status status : domain::AllStatuses) {
            const auto count = view.life().jobCountsOf(row)[static_cast<std::size_t>(status)];
            if (count > 0)
                folder.commonStatus[std::string(engineWord(status))] += count;
        }
    }
}

void addStreams(std::vector<FolderTotals> &folders, const PlanView &view)
{
    for (Row row = 0; row < view.plan().streams.size(); ++row) {
        FolderTotals &folder = folders[view.plan().streams[row].folder];
        ++folder.count;
        ++folder.commonStatus[std::string(engineWord(view.life().streamStatus(row)))];
    }
}

void addWorkstations(std::vector<FolderTotals> &folders, const PlanView &view)
{
    FolderTotals &root = folders.front();
    for (Row row = 0; row < view.plan().workstations.size(); ++row) {
        ++root.count;
        if (view.life().limitsOf(row).isLinked)
            ++root.activeStates["LINKED"];
    }
}

} // namespace

std::optional<ObjectType> objectTypeFromWord(std::string_view word)
{
    if (word == "JOB_IN_PLAN")
        return ObjectType::Job;
    if (word == "JOBSTREAM_IN_PLAN")
        return ObjectType::JobStream;
    if (word == "WORKSTATION_IN_PLAN")
        return ObjectType::Workstation;
    if (word == "RESOURCE_IN_PLAN")
        return ObjectType::Resource;
    if (word == "PROMPT_IN_PLAN")
        return ObjectType::Prompt;
    return std::nullopt;
}

std::vector<FolderTotals> folderTotals(const PlanView &view, ObjectType type)
{
    std::vector<FolderTotals> folders(view.plan().folders.size());
    switch (type) {
    case ObjectType::Job:
        addJobs(folders, view);
        break;
    case ObjectType::JobStream:
        addStreams(folders, view);
        break;
    case ObjectType::Workstation:
        addWorkstations(folders, view);
        break;
    case ObjectType::Resource:
        folders.front().count = view.plan().resources.size();
        break;
    case ObjectType::Prompt:
        folders.front().count = view.plan().prompts.size();
        break;
    }
    return folders;
}

} // namespace resync::simulator

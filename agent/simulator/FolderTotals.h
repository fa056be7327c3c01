// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/PlanView.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace resync::simulator {

using StatusTable = std::map<std::string, std::uint64_t, std::less<>>;

/// What is in one folder of the plan.
struct FolderTotals
{
    std::uint64_t count = 0;
    StatusTable commonStatus;
    StatusTable activeStates;
};

enum class ObjectType { Job, JobStream, Workstation, Resource, Prompt };

/// "JOB_IN_PLAN" …; nothing for other words.
[[nodiscard]] std::optional<ObjectType> objectTypeFromWord(std::string_view word);

/// By row of Plan::folders.
[[nodiscard]] std::vector<FolderTotals> folderTotals(const PlanView &view, ObjectType type);

} // namespace resync::simulator

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Ids.h"

#include <optional>
#include <string>
#include <vector>

namespace resync::domain {

struct ResourceHolder
{
    JobId job;       ///< empty: the engine did not tell
    std::string ref; ///< as the engine writes it; empty: unknown
    std::optional<int> quantity;

    bool operator==(const ResourceHolder &) const = default;
};

/// One logical resource of the plan. Empty text: unknown.
struct Resource
{
    ResourceId id;
    std::string name;
    std::string folder;
    std::string workstation; ///< path
    std::string status;      ///< available not_available undecided
    std::optional<int> quantity;
    std::optional<int> inUse;
    std::optional<int> available;
    std::vector<ResourceHolder> holders;

    bool operator==(const Resource &) const = default;
};

} // namespace resync::domain

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/domain/Ids.h"

#include <optional>
#include <string>
#include <vector>

namespace resync::domain {

/// One workstation of the plan, as the engine told it. Empty text: unknown.
struct Workstation
{
    WorkstationId id;
    std::string name;   ///< "AGT_FIN01"
    std::string folder; ///< path
    std::string type;   ///< lower_snake: "agent", "d_pool", "x_agent"
    std::string os;     ///< lower case
    std::string node;
    std::string domain;
    std::string host; ///< path of the hosting workstation
    std::string version;
    std::optional<bool> linked;
    std::optional<bool> running;
    std::vector<std::string> states; ///< lower_snake
    std::vector<std::string> flags;  ///< lower_snake
    std::optional<int> limit;
    std::optional<int> fence;
    std::optional<int> jobsRequested;
    std::string timeZone;
    std::optional<Instant> startedAt;
    std::optional<Instant> certificateExpiresAt;

    bool operator==(const Workstation &) const = default;
};

} // namespace resync::domain

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/domain/Ids.h"
#include "shared/domain/Statement.h"
#include "shared/domain/Status.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resync::domain {

struct EngineIdentity
{
    std::string host; ///< "mdm01:31116"
    std::string version;
    std::vector<std::string> apis; ///< "v2", "v1"
    std::string timeZone;
    std::optional<bool> isActiveMaster;
    bool isDemo = false; ///< the engine says itself that it is a simulator

    bool operator==(const EngineIdentity &) const = default;
};

struct WorkstationCounts
{
    int total = 0;
    int linked = 0;
    int unlinked = 0;
    int running = 0;

    bool operator==(const WorkstationCounts &) const = default;
};

struct PlanWindow
{
    std::optional<Instant> startsAt;
    std::optional<Instant> endsAt;

    bool operator==(const PlanWindow &) const = default;
};

struct FinalStream
{
    Status status = Status::Undecided;
    std::optional<Instant> expectedEndAt;

    bool operator==(const FinalStream &) const = default;
};

enum class Rollover { None, InProgress, Overdue };
[[nodiscard]] std::string_view toString(Rollover rollover);
[[nodiscard]] std::optional<Rollover> rolloverFromWord(std::string_view word);

struct MirrorState
{
    std::string rung; ///< which query form the mirror uses: "full_read"
    std::optional<Instant> hotAsOf;
    std::optional<Instant> sweepAsOf;
    std::optional<Instant> structureAsOf;
    bool isComplete = false;
    std::optional<int>
        divergence; ///< rows that differed from the engine's counts; none: not measured
    std::vector<std::string> unexplained;

    bool operator==(const MirrorState &) const = default;
};

struct Plan
{
    PlanId id;
    std::optional<int> runNumber;
    std::optional<PlanWindow> window;
    std::string timeZone;
    std::string startOfDay; ///< "00:00"; empty: unknown
    EngineIdentity engine;
    StatusCounts jobs{};
    StatusCounts jobStreams{};
    WorkstationCounts workstations;
    std::optional<FinalStream> final;
    Rollover rollover = Rollover::None;
    MirrorState mirror;

    bool operator==(const Plan &) const = default;
};

} // namespace resync::domain

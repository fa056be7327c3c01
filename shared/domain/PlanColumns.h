// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/domain/PlanGraph.h"
#include "shared/domain/Status.h"

#include <cstdint>
#include <span>

namespace resync::domain {

inline constexpr Instant NoInstant = Instant::min();
inline constexpr milliseconds NoSpan = milliseconds::min();

/// What rules about a PlanGraph need to know of its nodes: one entry a node, jobs before streams;
/// an empty span means unknown for all. Borrowed for the call.
struct PlanColumns
{
    std::span<const Status> status;
    std::span<const milliseconds> estimated; ///< of jobs; NoSpan: unknown
    std::span<const Instant> startedAt;      ///< NoInstant: it has not, or unknown
    std::span<const Instant> deadlineAt;     ///< NoInstant: none
    std::span<const std::uint8_t> critical;  ///< not 0: critical

    [[nodiscard]] Status statusOf(PlanGraph::Node node) const
    {
        return node < status.size() ? status[node] : Status::Undecided;
    }
    [[nodiscard]] milliseconds estimateOf(PlanGraph::Node node) const
    {
        return node < estimated.size() ? estimated[node] : NoSpan;
    }
    [[nodiscard]] Instant startOf(PlanGraph::Node node) const
    {
        return node < startedAt.size() ? startedAt[node] : NoInstant;
    }
    [[nodiscard]] Instant deadlineOf(PlanGraph::Node node) const
    {
        return node < deadlineAt.size() ? deadlineAt[node] : NoInstant;
    }
    [[nodiscard]] bool isCritical(PlanGraph::Node node) const
    {
        return node < critical.size() && critical[node] != 0;
    }
};

/// It has ended well or was cancelled: nobody waits for it any more.
[[nodiscard]] constexpr bool hasEnded(Status status)
{
    return status == Status::Successful || status == Status::Canceled;
}
/// It has not started, or must start again: it can still be held up by others.
[[nodiscard]] constexpr bool canBeHeldUp(Status status)
{
    return !hasEnded(status) && status != Status::Running;
}
/// It goes on only when somebody acts: a restart, a release, an answer.
[[nodiscard]] constexpr bool standsStill(Status status)
{
    return status == Status::Error || status == Status::Held || status == Status::Blocked;
}

} // namespace resync::domain

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/PlanLife.h"
#include "shared/core/Instant.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resync::simulator {

/// The v2 status words of a job or a stream (API "compositeStatus").
struct CompositeStatus
{
    std::string_view status;
    std::string_view substatus; ///< empty: none
    bool isStarted = false;
    bool isError = false;
    bool isCanceled = false;
};

/// "WAITING", "SUCCESSFUL" …: the engine's words.
[[nodiscard]] std::string_view engineWord(domain::Status status);
[[nodiscard]] std::string_view engineWord(WorkstationType type);
[[nodiscard]] std::string_view engineWord(PromptState::Answer answer);

/// A plan and its life at one moment, in the terms of the API: instants instead of spans, status
/// words instead of phases. Holds references; cheap to copy.
class PlanView
{
public:
    /// \a start is when the first plan began; \a streamKeys are all streamKey()s, worked out
    /// before.
    PlanView(const Plan &plan, const PlanLife &life, Instant start,
             const std::vector<std::string> *streamKeys = nullptr)
        : m_plan(plan)
        , m_life(life)
        , m_start(start)
        , m_streamKeys(streamKeys)
    {}

    [[nodiscard]] const Plan &plan() const { return m_plan; }
    [[nodiscard]] const PlanLife &life() const { return m_life; }
    [[nodiscard]] const std::vector<std::string> *streamKeys() const { return m_streamKeys; }
    [[nodiscard]] Instant now() const { return m_start + m_life.now(); }
    [[nodiscard]] Instant at(milliseconds sinceStart) const { return m_start + sinceStart; }
    /// None for a negative span ("not yet").
    [[nodiscard]] std::optional<Instant> maybeAt(milliseconds sinceStart) const;

    [[nodiscard]] CompositeStatus jobStatus(Row job) const;
    /// Of one run of a job; \a attempt from 1.
    [[nodiscard]] CompositeStatus runStatus(Row job, unsigned attempt) const;
    [[nodiscard]] domain::Status runCommonStatus(Row job, unsigned attempt) const;
    [[nodiscard]] std::optional<int> returnCode(Row job, unsigned attempt) const;
    [[nodiscard]] CompositeStatus streamStatus(Row stream) const;

    /// The jobs that use units of a resource now.
    [[nodiscard]] std::vector<Row> holdersOf(Row resource) const;
    /// Counts plan extensions.
    [[nodiscard]] unsigned runNumber() const { return 412 + m_plan.day; }
    /// "AVAILABLE" while a unit is free, "NOT_AVAILABLE" otherwise.
    [[nodiscard]] std::string_view resourceStatus(Row resource) const;

    [[nodiscard]] bool isLate(Row job) const;
    [[nodiscard]] bool hasExceededMaxDuration(Row job) const;
    /// Dependencies of any kind, and how many of them still hold the job back.
    [[nodiscard]] std::uint32_t dependencyCount(Row job) const;
    [[nodiscard]] std::uint32_t unresolvedCount(Row job) const;
    [[nodiscard]] bool isGateOpen(Row job) const;
    /// The agent of a pool that a job is given to; otherwise the job's own workstation.
    [[nodiscard]] Row actualWorkstation(Row job) const;
    /// Unlike in a real network, no process id: unique in the plan.
    [[nodiscard]] std::uint32_t jobNumber(Row job, unsigned attempt) const;

private:
    [[nodiscard]] CompositeStatus waitingStatus(Row job) const;
    [[nodiscard]] CompositeStatus readyStatus(Row job) const;
    [[nodiscard]] bool hasOpenPredecessor(Row job) const;
    [[nodiscard]] std::uint32_t openPredecessors(Row job) const;

    const Plan &m_plan;
    const PlanLife &m_life;
    Instant m_start;
    const std::vector<std::string> *m_streamKeys;
};

} // namespace resync::simulator

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"
#include "shared/domain/Job.h"
#include "shared/domain/JobStream.h"
#include "shared/domain/Plan.h"
#include "shared/domain/Workstation.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace resync::mirror {

/// One page of a collection, already read out of the engine's JSON.
template<typename Row>
struct Page
{
    std::vector<Row> rows;
    std::optional<std::size_t> total; ///< as the engine counts; none: it does not tell
    bool isLast = false;
};

struct PageRequest
{
    std::size_t offset = 0;
    std::size_t limit = 2000; ///< rows, at most 10 000
};

/// The engine's counters towards the call budget and the metrics.
struct EngineCallCounts
{
    std::uint64_t total = 0;
    std::uint64_t failed = 0;
    std::uint64_t lastMinute = 0;
};

/// What the mirror needs of an engine. Every answer comes once, on the plan thread, also when the
/// engine is destroyed meanwhile (Cancelled). Errors: Unavailable (refused, no route, 5xx),
/// Timeout, Unauthorized (401, 403), Protocol (HTML, not JSON, wrong shape), NotFound (an id it
/// does not know), Cancelled. The message names host, operation and what was seen, never a secret.
/// Thread: the plan thread.
class Engine
{
public:
    Engine() = default;
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;
    virtual ~Engine() = default;

    virtual void fetchIdentity(Callback<domain::EngineIdentity> done) = 0;
    virtual void fetchWorkstations(PageRequest page, Callback<Page<domain::Workstation>> done) = 0;
    virtual void fetchJobStreams(PageRequest page, Callback<Page<domain::JobStream>> done) = 0;
    virtual void fetchJobs(PageRequest page, Callback<Page<domain::Job>> done) = 0;
    virtual void fetchJobDetail(const domain::JobId &id, Callback<domain::JobDetail> done) = 0;

    /// Thread: any.
    [[nodiscard]] virtual EngineCallCounts callCounts() const = 0;
};

} // namespace resync::mirror

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Collections.h"
#include "agent/mirror/EngineReads.h"
#include "agent/mirror/IdSet.h"
#include "agent/mirror/PlanBatch.h"
#include "agent/mirror/Snapshot.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace resync::mirror {

/// By which questions the mirror learns what can have changed; down when the engine does not
/// understand one.
enum class Rung : std::uint8_t { OneQuery, SeparateQueries, SweepOnly };
[[nodiscard]] std::string_view toString(Rung rung); ///< "one_query" …

struct Rungs
{
    Rung jobs = Rung::OneQuery;
    Rung streams = Rung::OneQuery;

    [[nodiscard]] Rung lowest() const { return std::max(jobs, streams); }
    bool operator==(const Rungs &) const = default;
};

/// Its state can change without a start: neither waiting nor final.
[[nodiscard]] bool isActive(domain::Status status);

/// What a hot refresh is to read.
struct HotOrder
{
    CollectionSet wanted;
    bool isWhole = false; ///< every row: the first plan, a new plan
    Rungs rungs;
    Instant since{};                       ///< in the engine's clock
    std::shared_ptr<const Snapshot> shown; ///< null only for a whole read
    std::string askAfter; ///< id after which active jobs that did not come back are asked for
};

/// What it brought home beside the rows, which are in the batch.
struct HotRead
{
    domain::EngineIdentity engine;
    std::optional<std::vector<domain::Workstation>> workstations;
    Rungs rungs;
    std::optional<int> missing;  ///< |engine's total − rows read| of a whole read; none: not told
    IdSet jobIds;                ///< that a hot query brought; empty after a whole read
    std::size_t jobs = 0;        ///< rows of jobs
    std::size_t rows = 0;        ///< rows of all lists
    std::size_t gone = 0;        ///< jobs that the engine does not know any more
    std::size_t goneStreams = 0; ///< the same, of streamsAsked: active, but not in the list
    std::size_t streamsAsked = 0;
    /// How many jobs the engine lists at all; asked for only where no row told a plan id.
    std::optional<std::size_t> listed;
    std::string askedUpTo;                          ///< for HotOrder::askAfter of the next refresh
    std::chrono::steady_clock::duration pingTook{}; ///< of the smallest request
    milliseconds clockOffset{};                     ///< the engine's clock minus ours
};

/// Identity, workstations, then the streams and jobs that can have changed and those that are
/// active for us but did not come back; rows go into \a batch, which must outlive the answer, like
/// \a reads. After an error the rows that came before it stay in the batch: they are true. Answers
/// once. Thread: the plan thread.
void readHot(EngineReads &reads, HotOrder order, PlanBatch &batch, Callback<HotRead> done);

/// Of readHot() only the questions what can have changed since \a order.since, by the rungs that
/// the engine is known to understand.
void readMovedRows(EngineReads &reads, const HotOrder &order, PlanBatch &batch,
                   Callback<void> done);

} // namespace resync::mirror

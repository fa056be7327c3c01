// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/TextTable.h"
#include "shared/domain/Job.h"
#include "shared/domain/Plan.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace resync::mirror {

inline constexpr std::int64_t NoMillis = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int32_t NoNumber = std::numeric_limits<std::int32_t>::min();

/// What seldom changes while a plan lives: names, schedule. Rows in the order of their ids (bytes).
struct Structure
{
    struct Stream
    {
        std::uint32_t id = 0;
        std::uint32_t name = 0;
        std::uint32_t workstation = 0;

        bool operator==(const Stream &) const = default;
    };
    struct Row
    {
        std::uint32_t id = 0;
        std::uint32_t name = 0;
        std::uint32_t folder = 0;
        std::uint32_t workstation = 0;
        std::uint32_t stream = 0; ///< index into streams
        std::uint32_t timeZone = 0;
        std::int64_t scheduledAt = NoMillis; ///< times in ms since 1970, UTC
        std::int64_t startAt = NoMillis;
        std::int64_t latestStartAt = NoMillis;
        std::int64_t deadlineAt = NoMillis;
        std::int64_t criticalStartAt = NoMillis;
        std::int64_t maxDuration = NoMillis; ///< ms

        bool operator==(const Row &) const = default;
    };

    TextTable texts;
    std::vector<Stream> streams;
    std::vector<Row> rows;
    domain::PlanId planId;

    bool operator==(const Structure &) const = default;
};

/// What changes by the minute, row for row beside the Structure.
struct State
{
    struct Row
    {
        std::int64_t startedAt = NoMillis;
        std::int64_t endedAt = NoMillis;
        std::int64_t changedAt = NoMillis;
        std::int64_t runNumber = NoMillis;
        std::uint64_t changedGeneration = 0;
        std::int32_t elapsed = NoNumber;   ///< ms
        std::int32_t estimated = NoNumber; ///< ms
        std::int32_t returnCode = NoNumber;
        std::uint32_t runId = 0;
        std::uint32_t runWorkstation = 0;
        std::uint32_t rawStatus = 0;
        std::uint32_t internalStatus = 0;
        std::uint32_t subStatus = 0;
        std::uint32_t rerunType = 0;
        std::int32_t attempt = NoNumber;
        std::int32_t runCount = NoNumber;
        std::int32_t priority = NoNumber;
        std::int32_t dependencies = NoNumber;
        std::int32_t unresolved = NoNumber;
        std::uint16_t flags = 0;
        domain::Status status = domain::Status::Undecided;
        bool hasRun = false;
    };

    TextTable texts;
    std::vector<Row> rows;
};

/// All jobs of one plan, immutable. Thread: any.
class JobTable
{
public:
    JobTable(std::shared_ptr<const Structure> structure, std::shared_ptr<const State> state);

    [[nodiscard]] std::size_t size() const { return m_state->rows.size(); }
    [[nodiscard]] std::string_view idAt(std::size_t row) const;
    [[nodiscard]] std::optional<std::size_t> find(std::string_view id) const;
    /// The first row whose id is greater than \a id; size() when there is none.
    [[nodiscard]] std::size_t firstAfter(std::string_view id) const;

    /// Writes one row into \a job, whose memory is reused.
    void read(std::size_t row, domain::Job &job) const;

    [[nodiscard]] const Structure &structure() const { return *m_structure; }
    [[nodiscard]] const State &state() const { return *m_state; }
    [[nodiscard]] std::shared_ptr<const Structure> sharedStructure() const { return m_structure; }
    [[nodiscard]] const domain::StatusCounts &counts() const { return m_counts; }
    [[nodiscard]] std::size_t bytes() const;

private:
    std::shared_ptr<const Structure> m_structure;
    std::shared_ptr<const State> m_state;
    domain::StatusCounts m_counts{};
};

/// Builds the table of \a jobs (sorted by id here, equal ids once: the later row wins). Rows equal
/// to those of \a previous keep their changedAt and changed generation, the others get \a now and
/// \a generation; an equal Structure is shared. \a changed tells whether any row differs, came or
/// went.
struct BuiltJobs
{
    std::shared_ptr<const JobTable> table;
    bool changed = true;
};
[[nodiscard]] BuiltJobs buildJobTable(std::vector<domain::Job> jobs, const JobTable *previous,
                                      Instant now, std::uint64_t generation);

} // namespace resync::mirror

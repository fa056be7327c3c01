// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/IdKey.h"
#include "agent/mirror/PlanLists.h"
#include "agent/mirror/TextTable.h"
#include "shared/core/TimeZone.h"
#include "shared/domain/Job.h"
#include "shared/domain/PlanGraph.h"
#include "shared/domain/Reason.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace resync::mirror {

inline constexpr std::int64_t NoMillis = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int32_t NoNumber = std::numeric_limits<std::int32_t>::min();
inline constexpr std::int16_t NoShort = std::numeric_limits<std::int16_t>::min();
inline constexpr std::uint32_t NoRow = std::numeric_limits<std::uint32_t>::max();

/// What seldom changes while a plan lives: names, schedule, dependencies. Rows in the order of
/// their ids (bytes of the text). Texts are numbers in \c texts.
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
        static constexpr std::uint32_t NoText = std::numeric_limits<std::uint32_t>::max();

        PackedUuid uuid;
        std::uint32_t opaqueId = NoText; ///< the id's text; NoText: it is uuid
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
    };

    /// What a job waits for: a job of the plan, or something that is only known by its texts.
    struct Dependency
    {
        static constexpr std::uint8_t NoStatus = 0xff;

        std::uint32_t target = 0; ///< row, or index into externals
        bool isExternal = false;
        domain::DependencyType type = domain::DependencyType::Job;
        std::uint8_t status = NoStatus; ///< domain::DependencyStatus when the list was read
    };
    struct External
    {
        std::uint32_t id = 0;
        std::uint32_t kind = 0;
        std::uint32_t ref = 0;
        std::uint32_t name = 0;
        std::uint32_t workstation = 0;
        std::uint32_t detail = 0; ///< names and values, a NUL behind each

        bool operator==(const External &) const = default;
    };
    enum class Knowledge : std::uint8_t { None, Incomplete, Complete };

    TextTable texts;
    std::size_t compactTextBytes = 0; ///< of texts when it was last built from nothing
    std::vector<Stream> streams;
    std::vector<Row> rows;
    std::vector<std::uint32_t> folderOf; ///< rows[n].folder: counting reads nothing else
    std::vector<std::uint32_t> streamOf; ///< rows[n].stream
    /// Dependencies of row n: dependencies[starts[n]] … dependencies[starts[n+1]−1]. All four are
    /// empty until a list was read.
    std::vector<std::uint32_t> dependencyStarts;
    std::vector<Dependency> dependencies;
    std::vector<External> externals;
    std::vector<Knowledge> knowledge; ///< of the dependencies, by row
    domain::PlanId planId;

    [[nodiscard]] std::span<const Dependency> dependenciesOf(std::size_t row) const
    {
        if (dependencyStarts.empty())
            return {};
        return std::span(dependencies)
            .subspan(dependencyStarts[row], dependencyStarts[row + 1] - dependencyStarts[row]);
    }
    [[nodiscard]] Knowledge knowledgeOf(std::size_t row) const
    {
        return knowledge.empty() ? Knowledge::None : knowledge[row];
    }
    /// The first row whose id is not before \a id.
    [[nodiscard]] std::size_t firstNotBefore(const IdKey &id) const;
    [[nodiscard]] std::optional<std::size_t> find(const IdKey &id) const;

    [[nodiscard]] IdKey idOf(const Row &row) const
    {
        return row.opaqueId == Row::NoText ? IdKey(row.uuid) : IdKey(texts.at(row.opaqueId));
    }
};

/// What changes by the minute, row for row beside the Structure. Texts are numbers in \c texts.
struct State
{
    struct Words
    {
        std::uint32_t raw = 0;
        std::uint32_t internal = 0;
        std::uint32_t sub = 0;
        std::uint32_t rerunType = 0;

        bool operator==(const Words &) const = default;
    };
    enum class RunForm : std::uint8_t { None, Uuid, Text };
    struct Row
    {
        std::int64_t startedAt = NoMillis;
        std::int64_t endedAt = NoMillis;
        std::int64_t changedAt = NoMillis;
        std::int64_t runNumber = NoMillis;
        PackedUuid runId;                    ///< RunForm::Text: low is its number in runIds
        std::uint32_t changedGeneration = 0; ///< 32 bits: a refresh a second for 136 years
        std::int32_t elapsed = NoNumber;     ///< ms, cut at 24 days
        std::int32_t estimated = NoNumber;   ///< ms, cut at 24 days; of the next run, if none began
        std::int32_t returnCode = NoNumber;
        std::uint32_t words = 0; ///< index into State::words
        std::uint32_t runWorkstation = 0;
        std::int16_t attempt = NoShort; ///< these five are cut at ±32 767
        std::int16_t runCount = NoShort;
        std::int16_t priority = NoShort;
        std::int16_t dependencies = NoShort;
        std::int16_t unresolved = NoShort;
        std::uint16_t flags = 0;
        domain::Status status = domain::Status::Undecided;
        RunForm run = RunForm::None;
    };

    TextTable texts;
    TextTable runIds;                 ///< those that are no UUIDs
    std::size_t compactTextBytes = 0; ///< of both when they were last built from nothing
    std::vector<Words> words;
    std::vector<Row> rows;
};
static_assert(sizeof(Structure::Row) == 88 && sizeof(State::Row) == 88);

/// What a job's reason is told from besides the jobs; all may be null: not known (yet).
struct Surroundings
{
    std::shared_ptr<const domain::PlanGraph> graph;
    std::shared_ptr<const StreamList> streams; ///< those that graph counts
    TimeZone timeZone;                         ///< the plan's
};

/// All jobs of one plan, immutable. Thread: any.
class JobTable
{
public:
    JobTable(std::shared_ptr<const Structure> structure, std::shared_ptr<const State> state,
             Surroundings surroundings = {});
    /// The same rows among other surroundings.
    [[nodiscard]] std::shared_ptr<const JobTable> with(Surroundings surroundings) const;
    /// The same, but \a rows changed \a now.
    [[nodiscard]] std::shared_ptr<const JobTable> withChanged(
        const std::vector<std::uint32_t> &rows, Instant now, std::uint64_t generation) const;

    [[nodiscard]] std::size_t size() const { return m_state->rows.size(); }
    [[nodiscard]] std::string idAt(std::size_t row) const { return keyAt(row).text(); }
    [[nodiscard]] IdKey keyAt(std::size_t row) const
    {
        return m_structure->idOf(m_structure->rows[row]);
    }
    [[nodiscard]] domain::Status statusAt(std::size_t row) const { return m_statuses[row]; }
    /// Generation in which the row's content last changed.
    [[nodiscard]] std::uint64_t changedGenerationAt(std::size_t row) const
    {
        return m_state->rows[row].changedGeneration;
    }
    [[nodiscard]] std::optional<std::size_t> find(std::string_view id) const;
    [[nodiscard]] std::optional<std::size_t> find(const IdKey &id) const;
    /// The first row whose id is greater than \a id; size() when there is none.
    [[nodiscard]] std::size_t firstAfter(std::string_view id) const;

    /// Writes one row into \a job, whose memory is reused.
    void read(std::size_t row, domain::Job &job) const;
    /// The code of the row's reason; empty: it has none. \a scratch is overwritten in part.
    [[nodiscard]] std::string reasonCode(std::size_t row, domain::Job &scratch) const;
    /// What others make of the row: the code of its reason, its unresolved dependencies.
    using Standing = std::pair<std::string, std::int16_t>;
    [[nodiscard]] Standing standing(std::size_t row, domain::Job &scratch) const
    {
        return {reasonCode(row, scratch), unresolvedAt(row)};
    }
    /// As the engine told when it gave the row, less what the plan resolved since; NoShort:
    /// unknown.
    [[nodiscard]] std::int16_t unresolvedAt(std::size_t row) const;
    /// What the engine told of the row's dependencies so far.
    [[nodiscard]] Structure::Knowledge dependencyKnowledge(std::size_t row) const
    {
        return m_structure->knowledgeOf(row);
    }
    /// The row's own dependencies, not those of its stream. One on a job that ended well is
    /// satisfied, the others are as they were when the list was read.
    [[nodiscard]] std::vector<domain::Dependency> dependenciesOf(std::size_t row) const;

    [[nodiscard]] const domain::PlanId &planId() const { return m_structure->planId; }
    [[nodiscard]] const Structure &structure() const { return *m_structure; }
    [[nodiscard]] const State &state() const { return *m_state; }
    [[nodiscard]] const std::shared_ptr<const Structure> &sharedStructure() const
    {
        return m_structure;
    }
    [[nodiscard]] const std::shared_ptr<const State> &sharedState() const { return m_state; }
    /// May be null.
    [[nodiscard]] const std::shared_ptr<const domain::PlanGraph> &graph() const
    {
        return m_surroundings.graph;
    }
    [[nodiscard]] const Surroundings &surroundings() const { return m_surroundings; }
    [[nodiscard]] const domain::StatusCounts &counts() const { return m_counts; }
    /// Bytes of memory, without the graph.
    [[nodiscard]] std::size_t bytes() const;

private:
    void readSchedule(std::size_t row, domain::Job &job) const;
    void readStructure(std::size_t row, domain::Job &job) const;
    void readState(std::size_t row, domain::Job &job) const;
    [[nodiscard]] std::optional<domain::Statement> reasonFor(std::size_t row,
                                                             const domain::Job &job) const;
    void fillContext(std::size_t row, domain::ReasonContext &context) const;
    [[nodiscard]] domain::ReasonContext::Predecessor predecessorAt(std::size_t row) const;
    [[nodiscard]] bool isResolved(const Structure::Dependency &dependency) const;
    /// The first unresolved predecessor of the stream that the row belongs to.
    void findStreamPredecessor(std::size_t row, domain::ReasonContext &context) const;
    [[nodiscard]] domain::Dependency dependency(const Structure::Dependency &from) const;

    std::shared_ptr<const Structure> m_structure;
    std::shared_ptr<const State> m_state;
    Surroundings m_surroundings;
    std::vector<domain::Status> m_statuses; ///< of the rows: many loops read nothing else
    domain::StatusCounts m_counts{};
};

} // namespace resync::mirror

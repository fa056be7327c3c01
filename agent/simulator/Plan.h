// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/IdBook.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace resync::simulator {

using std::chrono::milliseconds;

/// Row numbers of a Plan's vectors.
using Row = std::uint32_t;

inline constexpr Row NoRow = ~Row{0};

/// Consecutive rows or links: [first, first + count).
struct Span
{
    Row first = 0;
    std::uint32_t count = 0;

    bool operator==(const Span &) const = default;
};

enum class WorkstationType : std::uint8_t { Manager, Broker, ExtendedAgent, Agent, Fta, Pool };

struct Workstation
{
    std::string path; ///< "/AGT_FIN01"; all of them live in the root folder
    WorkstationType type = WorkstationType::Agent;
    bool isWindows = false;
    bool isLinked = true;
    int limit = 20; ///< jobs at once; 0: none starts
    int fence = 0;  ///< a job starts only with a higher priority

    [[nodiscard]] std::string_view name() const { return std::string_view(path).substr(1); }
    bool operator==(const Workstation &) const = default;
};

/// Something that jobs share: so many units, of which each user takes some while it runs.
struct Resource
{
    std::string name; ///< eight characters at most
    Row workstation = 0;
    int quantity = 1;

    bool operator==(const Resource &) const = default;
};

/// A question that holds one job back until somebody says yes.
struct Prompt
{
    std::string name; ///< eight characters at most
    std::uint32_t number = 1;
    std::string text;
    Row job = 0;

    bool operator==(const Prompt &) const = default;
};

/// Spans of time count from the start of the first plan.
struct Stream
{
    std::string name;
    std::uint32_t serial = 0; ///< unique over all days: makes the internal identifier
    bool isCarried = false;   ///< left over from the plan before
    Row folder = 0;
    Row workstation = 0;
    milliseconds scheduledAt{0};
    milliseconds estimated{0}; ///< longest path through its jobs
    Span jobs;
    Span predecessors; ///< of Plan::streamPredecessors
    Span successors;   ///< of Plan::streamSuccessors
    int priority = 10; ///< 0: held, never released
    int limit = -1;    ///< −1: none (shown only)

    bool operator==(const Stream &) const = default;
};

/// How a job ends when it runs.
enum class Fate : std::uint8_t {
    Succeeds,
    RecoversOnRerun, ///< abends, is started again by the engine, succeeds
    Abends,
    FailsToLaunch
};

enum class Recovery : std::uint8_t { Stop, Continue, Rerun };

/// What a job waits for besides its predecessors and its time.
enum class Gate : std::uint8_t {
    None,
    Prompt, ///< asked once its stream is released
    File    ///< arrives at gateOpensAt
};

/// A job that does not take part in the night.
enum class Special : std::uint8_t { None, Canceled, Undecided };

enum class TaskType : std::uint8_t { Unix, Windows, FileTransfer, Database };

struct Job
{
    std::string name;
    Row stream = 0;
    Row workstation = 0;
    std::uint16_t position = 1; ///< in its stream, from 1
    std::uint8_t priority = 10; ///< 0: held
    TaskType task = TaskType::Unix;
    Fate fate = Fate::Succeeds;
    Recovery recovery = Recovery::Stop;
    Gate gate = Gate::None;
    Special special = Special::None;
    bool isCritical = false;
    bool runsOnlyAfterError = false; ///< has one predecessor, and runs if that one abends
    std::uint8_t returnCode = 0;     ///< of the run that abends
    std::uint8_t units = 0;          ///< taken of the resource
    Row resource = NoRow;            ///< NoRow: needs none
    Row prompt = NoRow;              ///< Gate::Prompt: its question
    std::uint32_t serial = 0;        ///< unique over all days: makes the job numbers
    Span predecessors;               ///< of Plan::jobPredecessors
    Span successors;                 ///< of Plan::jobSuccessors
    milliseconds estimated{0};
    milliseconds planned{0}; ///< what a run really takes
    milliseconds gateOpensAt{0};
    milliseconds deadline{0};    ///< 0: none
    milliseconds maxDuration{0}; ///< 0: none

    bool operator==(const Job &) const = default;
};

/// What is planned: constant once built, a pure function of PlanSize, seed and day. What was
/// carried forward comes first, the rest is sorted by scheduledAt; the jobs of a stream are
/// consecutive, and a predecessor's row is always lower than its successor's, so that the graph has
/// no cycle.
struct Plan
{
    IdBook ids{0};
    unsigned day = 0; ///< how many plans were before it
    milliseconds begin{0};
    milliseconds end{std::chrono::hours(24)}; ///< of the production day
    std::vector<std::string> folders;         ///< paths; row 0 is the root
    std::vector<Workstation> workstations;
    std::vector<Stream> streams;
    std::vector<Job> jobs;
    std::vector<Resource> resources;
    std::vector<Prompt> prompts;
    std::vector<Row> jobPredecessors;
    std::vector<Row> jobSuccessors;
    std::vector<Row> streamPredecessors;
    std::vector<Row> streamSuccessors;
    std::vector<Row> jobsById; ///< all rows, sorted by id; empty: not worked out
    std::vector<Row> streamsById;

    [[nodiscard]] const Stream &streamOf(const Job &job) const { return streams[job.stream]; }
};

} // namespace resync::simulator

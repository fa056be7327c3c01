// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Ids.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace resync::domain {

enum class DependencyType : unsigned char {
    Job,
    JobStream,
    Resource,
    Prompt,
    File,
    Internetwork,
    Join
};
[[nodiscard]] std::string_view toString(DependencyType type); ///< "job", "job_stream" … (api.md §5)

enum class DependencyStatus : unsigned char { Satisfied, Unsatisfied, Undecided, Unbound };
[[nodiscard]] std::string_view toString(DependencyStatus status);

/// What one job or stream waits for, as the engine told it. Empty text: unknown.
struct Dependency
{
    std::string type;   ///< job job_stream resource prompt file internetwork join
    std::string status; ///< satisfied unsatisfied undecided unbound
    std::string targetKind;
    std::string targetId;
    std::string targetRef;
    std::string targetName;
    std::string targetWorkstation;
    std::vector<std::pair<std::string, std::string>> detail;

    bool operator==(const Dependency &) const = default;
};

/// All dependencies of one job.
struct JobDependencies
{
    JobId job;
    std::vector<Dependency> list;
    bool isComplete = true; ///< false: the engine counts some, but told none

    bool operator==(const JobDependencies &) const = default;
};

/// All dependencies of one job stream; every job of it waits for them.
struct StreamDependencies
{
    JobStreamId stream;
    std::vector<Dependency> list;
    bool isComplete = true;

    bool operator==(const StreamDependencies &) const = default;
};

} // namespace resync::domain

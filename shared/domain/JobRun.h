// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Job.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resync::domain {

struct LogLine
{
    std::uint64_t number = 0; ///< from 1
    std::string text;

    bool operator==(const LogLine &) const = default;
};

/// A part of one run's job log.
struct JobLog
{
    RunId run;
    std::vector<LogLine> lines;
    std::optional<std::uint64_t> totalLines; ///< none: the engine did not tell yet
    bool isComplete = false;                 ///< the run has ended and its last line is known

    bool operator==(const JobLog &) const = default;
};

/// Which part of a job log.
struct LogRange
{
    RunId run; ///< empty: the current one
    std::optional<std::uint64_t> fromLine;
    std::optional<std::uint64_t> toLine;

    bool operator==(const LogRange &) const = default;
};

} // namespace resync::domain

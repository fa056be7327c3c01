// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/QueryReader.h"
#include "shared/domain/JobRun.h"

#include <cstddef>

namespace resync::api {

/// Which part of a job log is asked for, and how: run, from_line, to_line, tail, follow.
struct LogQuery
{
    static constexpr std::size_t MaxLines = 10'000; ///< of one answer
    static constexpr std::size_t LastLine = 1'000'000'000;

    domain::LogRange range;
    std::size_t tail = 0; ///< 0: no tail
    bool isFollowed = false;
};

/// Reads the parameters, and of a follower that comes back the header Last-Event-ID, which has the
/// last line that it saw. What is wrong is noted in \a reader.
[[nodiscard]] LogQuery readLogQuery(QueryReader &reader, const http::Request &request);

/// The lines of \a log that were asked for, at most MaxLines.
[[nodiscard]] domain::JobLog logPart(const domain::JobLog &log, const LogQuery &query);

} // namespace resync::api

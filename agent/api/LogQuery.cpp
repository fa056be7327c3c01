// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/LogQuery.h"

#include "shared/core/Text.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace resync::api {

namespace {

std::optional<std::uint64_t> readLine(QueryReader &reader, std::string_view name)
{
    const std::size_t number = reader.number(name, 1, LogQuery::LastLine, 0);
    return number == 0 ? std::nullopt : std::optional<std::uint64_t>(number);
}

} // namespace

LogQuery readLogQuery(QueryReader &reader, const http::Request &request)
{
    LogQuery query;
    if (const std::string *run = reader.text("run")) {
        query.range.run = domain::RunId(*run);
        if (run->empty())
            reader.reject("run", "run: must be the id of a run");
    }
    query.range.fromLine = readLine(reader, "from_line");
    query.range.toLine = readLine(reader, "to_line");
    query.tail = reader.number("tail", 1, LogQuery::MaxLines, 0);
    query.isFollowed = reader.flag("follow").value_or(false);
    if (query.tail != 0 && (query.range.fromLine || query.range.toLine))
        reader.reject("tail", "tail: not together with from_line or to_line");
    if (query.range.toLine && *query.range.toLine < query.range.fromLine.value_or(1))
        reader.reject("to_line", "to_line: is before from_line");
    if (query.range.toLine && query.isFollowed)
        reader.reject("follow", "follow: not together with to_line");
    const std::string *seen = request.header("Last-Event-ID"); // a follower comes back
    const auto line = seen != nullptr && query.isFollowed ? parseNatural(*seen) : std::nullopt;
    if (line && *line < LogQuery::LastLine) {
        query.range.fromLine = *line + 1;
        query.tail = 0;
    }
    return query;
}

domain::JobLog logPart(const domain::JobLog &log, const LogQuery &query)
{
    const auto isWanted = [&](const domain::LogLine &line) {
        return line.number >= query.range.fromLine.value_or(1) &&
               line.number <=
                   query.range.toLine.value_or(std::numeric_limits<std::uint64_t>::max());
    };
    domain::JobLog part;
    part.run = log.run;
    part.totalLines = log.totalLines;
    part.isComplete = log.isComplete;
    auto first = log.lines.begin();
    if (query.tail != 0 && log.lines.size() > query.tail)
        first = log.lines.end() - static_cast<std::ptrdiff_t>(query.tail);
    for (auto line = first; line != log.lines.end() && part.lines.size() < LogQuery::MaxLines;
         ++line)
        if (isWanted(*line))
            part.lines.push_back(*line);
    return part;
}

} // namespace resync::api

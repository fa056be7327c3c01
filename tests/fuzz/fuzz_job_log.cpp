// SPDX-License-Identifier: GPL-3.0-or-later
// Two lines and a text: the query of GET …/log, the header Last-Event-ID, and a log as an engine
// sends it.
#include "agent/api/LogQuery.h"
#include "agent/engine/LogLines.h"
#include "agent/http/Target.h"
#include "shared/core/Text.h"
#include "shared/protocol/JobLogCodec.h"
#include "tests/fuzz/Fuzz.h"

#include <algorithm>
#include <string>
#include <string_view>

using namespace resync;
using namespace resync::api;
using resync::fuzz::require;

namespace {

domain::JobLog readLog(std::string_view text)
{
    domain::JobLog log;
    log.lines = engine::logLines(text, 1);
    std::uint64_t next = 1;
    for (const domain::LogLine &line : log.lines) {
        require(line.number == next++, "lines are numbered from 1");
        require(isUtf8(line.text), "a line is UTF-8");
        require(line.text.find('\n') == std::string::npos, "a line is one");
    }
    const auto ends = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    const bool hasRest = !text.empty() && text.back() != '\n';
    require(log.lines.size() == ends + (hasRest ? 1U : 0U), "no line is lost");
    return log;
}

void checkPart(const domain::JobLog &log, const LogQuery &query)
{
    const auto part = logPart(log, query);
    require(part.lines.size() <= LogQuery::MaxLines, "a part keeps its limit");
    require(query.tail == 0 || part.lines.size() == std::min(query.tail, log.lines.size()),
            "a tail is as long as was asked");
    for (const domain::LogLine &line : part.lines)
        require(line.number >= query.range.fromLine.value_or(1) &&
                    line.number <= query.range.toLine.value_or(line.number),
                "a line is of the range");
    std::string body;
    JsonWriter json(body);
    protocol::writeJobLog(json, part, {});
    const auto document = protocol::readJobLog(body);
    require(document && document->log.lines == part.lines, "a log is read as it was sent");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    std::string_view rest = fuzz::textOf(data, size);
    http::Request request;
    request.path = "/api/v1/jobs/1/log";
    const auto rawQuery = fuzz::takeUntil(rest, '\n');
    request.headers.push_back({"Last-Event-ID", std::string(fuzz::takeUntil(rest, '\n'))});
    const auto log = readLog(rest);
    if (!http::decodeQuery(rawQuery, request.query))
        return 0;
    QueryReader reader(request);
    const auto query = readLogQuery(reader, request);
    if (reader.answer())
        return 0;
    require(!query.range.toLine || query.range.fromLine.value_or(1) <= *query.range.toLine,
            "a range is not upside down");
    require(query.range.fromLine.value_or(1) >= 1, "lines begin with 1");
    require(query.range.fromLine.value_or(1) <= LogQuery::LastLine, "a range has an end");
    checkPart(log, query);
    return 0;
}

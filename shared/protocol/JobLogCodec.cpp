// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/JobLogCodec.h"

#include "shared/protocol/FieldTable.h"

namespace resync::protocol {

using domain::JobLog;
using domain::LogLine;

template<>
struct Codec<LogLine>
{
    static void write(JsonWriter &json, const LogLine &line) { writeLogLine(json, line); }
    static void read(const JsonNode &node, LogLine &out)
    {
        if (!node.expectObject())
            return;
        node.member("n").read(out.number);
        node.member("text").read(out.text);
    }
};

namespace {

void writeNumberOf(JsonWriter &json, const JobLog &log, bool isLast)
{
    if (log.lines.empty())
        json.null();
    else
        json.value(isLast ? log.lines.back().number : log.lines.front().number);
}

constexpr std::array Fields = {
    field<&JobLog::run>("run_id"),
    Field<JobLog>{{},
                  "first_line",
                  [](JsonWriter &json, const JobLog &log) { writeNumberOf(json, log, false); }},
    Field<JobLog>{{},
                  "last_line",
                  [](JsonWriter &json, const JobLog &log) { writeNumberOf(json, log, true); }},
    field<&JobLog::totalLines>("total_lines"),
    field<&JobLog::isComplete>("complete"),
    field<&JobLog::lines>("lines"),
};

} // namespace

void writeLogLine(JsonWriter &json, const LogLine &line)
{
    json.beginObject();
    json.member("n", line.number);
    json.member("text", line.text); // an empty line is one
    json.endObject();
}

void writeJobLog(JsonWriter &json, const JobLog &log, const domain::Freshness &freshness)
{
    json.beginObject();
    writeMembers(json, log, Fields);
    json.key("freshness");
    Codec<domain::Freshness>::write(json, freshness);
    json.endObject();
}

Result<JobLogDocument> readJobLog(std::string_view text)
{
    return readDocument<JobLogDocument>(text, [](const JsonNode &node, JobLogDocument &out) {
        readObject(node, out.log, Fields);
        if (!node.hasFailed())
            Codec<domain::Freshness>::read(node.member("freshness"), out.freshness);
    });
}

Result<LogLine> readLogLine(std::string_view text)
{
    return readDocument<LogLine>(text, Codec<LogLine>::read);
}

} // namespace resync::protocol

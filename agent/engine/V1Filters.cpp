// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/V1Filters.h"

#include "agent/engine/OfferBook.h"
#include "agent/engine/Oql.h"
#include "shared/core/JsonWriter.h"

namespace resync::engine {

namespace {

using Form = mirror::RowQuery::Form;

void writeSince(JsonWriter &json, std::string_view name, Instant since)
{
    json.key(name);
    json.beginObject();
    json.member("rangeStart", formatInstant(since));
    json.endObject();
}

void writeStatuses(JsonWriter &json, const std::vector<std::string> &words)
{
    json.key("statusList");
    json.beginArray();
    for (const std::string &word : words)
        json.value(word);
    json.endArray();
}

/// The name that API v1 knows: "/AGT1" of the root folder is AGT1.
std::string_view nameOf(std::string_view path)
{
    return path.rfind('/') == 0 ? path.substr(1) : path;
}

} // namespace

Result<std::string> v1Filter(const mirror::RowQuery &query, const V1FilterNames &names,
                             std::string_view anyName)
{
    const bool isPlain = query.form == Form::Everything;
    if (!isPlain && !names.hasStatuses)
        return tl::unexpected<Error>(notOffered("this query of the list"));
    std::string out;
    JsonWriter json(out);
    json.beginObject();
    json.member(names.name, anyName);
    switch (query.form) {
    case Form::Everything:
        break;
    case Form::Active:
        writeStatuses(json, activeStatusWords());
        break;
    case Form::InError:
        writeStatuses(json, {"ERROR"});
        break;
    case Form::StartedSince:
        writeSince(json, "actualStartTimeRange", query.since);
        break;
    case Form::EndedSince:
        writeSince(json, "actualEndTimeRange", query.since);
        break;
    default:
        return tl::unexpected<Error>(notOffered("this query of the list"));
    }
    json.endObject();
    return out;
}

std::string v1StatusFilter(std::string_view commonStatus, std::string_view anyName)
{
    std::string out;
    JsonWriter json(out);
    json.beginObject();
    json.member("jobName", anyName);
    writeStatuses(json, {std::string(commonStatus)});
    json.endObject();
    return out;
}

std::string v1HistoryFilter(const domain::Job &job)
{
    std::string out;
    JsonWriter json(out);
    json.beginObject();
    json.member("name", job.name);
    json.member("workstationName", nameOf(job.workstation));
    if (!job.stream.name.empty())
        json.member("jobstreamName", job.stream.name);
    json.endObject();
    return out;
}

std::string v1Query(std::string_view filterName, const std::string &filter)
{
    return "{\"filters\":{\"" + std::string(filterName) + "\":" + filter + "}}";
}

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/Oql.h"

#include "shared/core/Text.h"

#include <algorithm>
#include <iterator>

namespace resync::engine {

namespace {

using Form = mirror::RowQuery::Form;

/// An OQL of an ORDER BY alone is not in the published grammar; this holds for every row.
constexpr std::string_view AllNames = "name LIKE '@'";

constexpr OqlFields JobFields = {"jobruns.commonStatus", "jobruns.timeInfo.actualStartTime",
                                 "jobruns.timeInfo.actualEndTime", "id"};
constexpr OqlFields StreamFields = {"commonStatus", "timeInfo.actualStartTime",
                                    "timeInfo.actualEndTime", "id"};
constexpr OqlFields NamedFields = {{}, {}, {}, "name"};

std::string quotedList(const std::vector<std::string> &texts)
{
    std::string out = "[";
    for (const std::string &text : texts)
        out += (out.size() > 1 ? ",'" : "'") + text + '\'';
    return out + ']';
}

std::string in(std::string_view field, const std::vector<std::string> &values)
{
    return std::string(field) + " IN " + quotedList(values);
}

std::string since(std::string_view field, Instant at)
{
    return std::string(field) + " >= '" + formatInstant(at) + '\'';
}

/// How to escape is not documented; no id and no folder of an engine needs it.
bool canBeQuoted(const std::string &text)
{
    return text.find_first_of("'\\") == std::string::npos;
}

Result<std::string> byIds(const std::vector<std::string> &ids)
{
    if (ids.empty() || ids.size() > mirror::RowQuery::MaxIds)
        return fail(ErrorKind::InvalidInput, "a query by id takes 1 to " +
                                                 std::to_string(mirror::RowQuery::MaxIds) + " ids");
    if (!std::all_of(ids.begin(), ids.end(), canBeQuoted))
        return fail(ErrorKind::InvalidInput, "an id with a quote cannot be asked for");
    return in("id", ids);
}

std::string wordOf(domain::Status status)
{
    return toUpper(domain::toString(status));
}

Result<std::string> inFolder(const mirror::RowQuery &query, const OqlFields &fields)
{
    if (!canBeQuoted(query.folder))
        return fail(ErrorKind::InvalidInput, "a folder with a quote cannot be asked for");
    std::string condition = "folder = '" + query.folder + '\'';
    if (query.form == Form::Folder)
        return condition;
    std::vector<std::string> words;
    std::transform(query.statuses.begin(), query.statuses.end(), std::back_inserter(words), wordOf);
    return condition + " AND " + in(fields.status, words);
}

} // namespace

const OqlFields &jobOqlFields()
{
    return JobFields;
}

const OqlFields &jobStreamOqlFields()
{
    return StreamFields;
}

const OqlFields &namedOqlFields()
{
    return NamedFields;
}

const std::vector<std::string> &activeStatusWords()
{
    static const std::vector<std::string> Words = [] {
        std::vector<std::string> words;
        for (const domain::Status status : domain::AllStatuses)
            if (!domain::isFinal(status) && status != domain::Status::Waiting)
                words.push_back(wordOf(status));
        return words;
    }();
    return Words;
}

Result<std::string> oqlCondition(const mirror::RowQuery &query, const OqlFields &fields)
{
    if (query.form == Form::Everything)
        return std::string(AllNames);
    if (query.form == Form::Ids)
        return byIds(query.ids);
    if (query.form == Form::Folder || query.form == Form::FolderStatuses)
        return inFolder(query, fields);
    if (fields.status.empty())
        return fail(ErrorKind::NotOffered, "the list has no status");
    switch (query.form) {
    case Form::Active:
        return in(fields.status, activeStatusWords());
    case Form::StartedSince:
        return since(fields.startedAt, query.since);
    case Form::EndedSince:
        return since(fields.endedAt, query.since);
    case Form::InError:
        return in(fields.status, {"ERROR"});
    default:
        break;
    }
    return '(' + in(fields.status, activeStatusWords()) + " OR " +
           since(fields.startedAt, query.since) + " OR " + since(fields.endedAt, query.since) + ')';
}

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// The query of GET /api/v1/jobs: filter, q, sort, fields, limit, cursor, max_age.
#include "agent/api/ListQuery.h"
#include "agent/api/RowFilter.h"
#include "agent/http/Target.h"
#include "shared/protocol/JobCodec.h"
#include "tests/fuzz/Filters.h"

#include <string>
#include <string_view>
#include <vector>

using namespace resync;
using namespace resync::api;
using resync::fuzz::require;

namespace {

const std::vector<std::string_view> Sortable = {"id", "name", "job_stream", "deadline_at"};

struct ReadQuery
{
    RowFilter filter;
    ListQuery list;
    std::optional<http::Response> refusal;
};

ReadQuery read(const http::Request &request)
{
    QueryReader reader(request);
    ReadQuery out;
    out.filter = readRowFilter(reader, FilterParameters::Jobs, fuzz::filterClock().now);
    out.list =
        readListQuery(reader, "jobs", Sortable, protocol::selectJobFields, out.filter.text());
    out.refusal = reader.answer();
    return out;
}

void checkList(const ListQuery &list)
{
    require(list.limit >= 1 && list.limit <= ListQuery::MaxLimit, "a page keeps its limit");
    require(!list.maxAge || (list.maxAge->count() >= 0 && *list.maxAge <= std::chrono::days(1)),
            "an age is one of a day");
    require(list.sort.size() <= Sortable.size(), "rows are sorted by each field once");
    for (const SortPart &part : list.sort)
        require(part.field < Sortable.size(), "a sort field is one of the list");
    std::string row;
    JsonWriter json(row);
    protocol::writeJob(json, test::fullJob(), list.fields);
    require(fuzz::isJson(row), "a row with these fields is JSON");
}

std::string cacheKey(const ListQuery &list)
{
    std::string key;
    list.appendCacheKey(key);
    return key;
}

/// A cursor of this list leads on with the same query, and with no other order.
void checkCursor(http::Request request, const ListQuery &list)
{
    const Cursor cursor{list.sort.empty() ? "" : "key", "id"};
    std::erase_if(request.query, [](const auto &parameter) { return parameter.first == "cursor"; });
    request.query.emplace_back("cursor", encodeCursor(cursor, list.selection));
    const auto next = read(request);
    require(!next.refusal && next.list.cursor == cursor, "a cursor leads on with the same query");
    require(cacheKey(next.list) != cacheKey(list) || list.cursor == cursor,
            "another page is remembered apart");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    http::Request request;
    request.path = "/api/v1/jobs";
    request.rawQuery = fuzz::textOf(data, size);
    if (!http::decodeQuery(request.rawQuery, request.query))
        return 0;
    const auto query = read(request);
    if (query.refusal) {
        require(query.refusal->status == 400, "a bad parameter is a bad request");
        require(fuzz::isJson(*query.refusal->body), "a refusal is JSON");
        return 0;
    }
    fuzz::checkText(query.filter.terms);
    for (const domain::Filter &each : query.filter.queries)
        fuzz::checkText(each);
    checkList(query.list);
    checkCursor(request, query.list);
    return 0;
}

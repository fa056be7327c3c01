// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/ListQuery.h"

#include <utility>

namespace resync::api {

void ListQuery::appendCacheKey(std::string &key) const
{
    key += selection;
    key += '\n';
    key += std::to_string(limit);
    key += '\n';
    key += std::to_string(fields.bits());
    if (cursor) {
        key += '\n';
        key += encodeCursor(*cursor, selection);
    }
}

ListQuery readListQuery(QueryReader &query, std::string_view name,
                        const std::vector<std::string_view> &sortable, FieldParser parseFields,
                        const std::string &filterText)
{
    ListQuery list;
    list.limit = query.number("limit", 1, ListQuery::MaxLimit, ListQuery::DefaultLimit);
    list.maxAge = query.seconds("max_age");
    list.isFiltered = !filterText.empty();
    list.selection = name;
    list.selection += '\n' + filterText;
    // a list that cannot be sorted has no such parameter
    if (const std::string *sort = sortable.empty() ? nullptr : query.text("sort")) {
        auto parts = parseSort(*sort, sortable);
        if (parts) {
            list.sort = std::move(*parts);
            list.selection += "\nsort=" + *sort;
        } else {
            query.reject("sort", parts.error().message);
        }
    }
    if (const std::string *fields = query.text("fields")) {
        const auto selected = parseFields(*fields);
        if (selected)
            list.fields = *selected;
        else
            query.reject("fields", selected.error().message);
    }
    if (const std::string *text = query.text("cursor")) {
        list.cursor = decodeCursor(*text, list.selection);
        if (!list.cursor)
            query.reject("cursor", "cursor: not one of this list, filter and order",
                         "invalid_cursor");
    }
    return list;
}

} // namespace resync::api

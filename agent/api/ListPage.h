// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/ListQuery.h"
#include "agent/api/PlanAnswer.h"
#include "agent/api/SortedRows.h"
#include "shared/protocol/List.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace resync::api {

/// A list: how its rows are reached, sorted, chosen and written. \a Rows offers size(), idAt(i),
/// firstAfter(id) and row(i, scratch), in the order of ids.
template<typename Rows>
struct ListShape
{
    using Row = typename Rows::Row;
    using Filter = std::function<bool(const Row &)>;

    mirror::Collection collection = mirror::Collection::Jobs; ///< by which it is dated
    std::vector<SortField<Row>> sortFields;
    FieldParser parseFields = nullptr;
    Rows (*rowsOf)(const PlanView &) = nullptr; ///< null: not of the snapshot
    void (*write)(JsonWriter &, const Row &, const protocol::FieldSelection &) = nullptr;
    /// Reads the list's own parameters: the rows that are wanted (empty: all), and in \a text the
    /// canonical form of the filter.
    Filter (*readFilter)(QueryReader &, Instant now, std::string &text) = nullptr;

    [[nodiscard]] std::vector<std::string_view> sortNames() const
    {
        std::vector<std::string_view> names;
        for (const auto &field : sortFields)
            names.push_back(field.name);
        return names;
    }
};

/// The rows in the order of \a parts, which are not empty.
template<typename Rows>
[[nodiscard]] SortedRows sortRows(const ListShape<Rows> &shape, const Rows &rows,
                                  const SortParts &parts)
{
    typename Rows::Row scratch;
    std::vector<std::string> keys;
    keys.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        keys.push_back(sortKey(rows.row(i, scratch), parts, shape.sortFields));
    return SortedRows::make(std::move(keys));
}

template<typename Rows>
[[nodiscard]] std::string cursorBehind(const Rows &rows, std::size_t row, const SortedRows *sorted,
                                       std::size_t position, const ListQuery &query)
{
    Cursor cursor;
    cursor.id = rows.idAt(row);
    if (sorted != nullptr)
        cursor.key = sorted->keys[position];
    return encodeCursor(cursor, query.selection);
}

/// One page with its envelope. \a sorted: null: the default order.
template<typename Rows>
[[nodiscard]] std::string renderPage(const ListShape<Rows> &shape, const Rows &rows,
                                     const SortedRows *sorted, const ListQuery &query,
                                     const typename ListShape<Rows>::Filter &filter,
                                     const protocol::Stamp &stamp)
{
    using Row = typename Rows::Row;
    const auto rowAt = [&](std::size_t position) {
        return sorted ? std::size_t(sorted->rows[position]) : position;
    };
    std::size_t begin = 0;
    if (query.cursor)
        begin =
            sorted ? sorted->firstAfter(*query.cursor, rows) : rows.firstAfter(query.cursor->id);
    std::string body;
    body.reserve(std::min(query.limit, rows.size() - begin) * 1024 + 512);
    JsonWriter json(body);
    protocol::beginList(json);
    Row scratch;
    std::size_t total = filter ? 0 : rows.size();
    std::size_t written = 0;
    std::size_t last = 0;
    bool hasMore = false;
    // with a filter every row is looked at, for the total; without one only the page
    for (std::size_t i = filter ? 0 : begin; i < rows.size(); ++i) {
        const bool isFull = written == query.limit;
        if (!filter && isFull) {
            hasMore = true;
            break;
        }
        const Row &row = rows.row(rowAt(i), scratch);
        if (filter && !filter(row))
            continue;
        total += filter ? 1U : 0U;
        hasMore = hasMore || isFull;
        if (i < begin || isFull)
            continue;
        shape.write(json, row, query.fields);
        last = i;
        ++written;
    }
    const auto next =
        hasMore ? cursorBehind(rows, rowAt(last), sorted, last, query) : std::string();
    protocol::endList(json, total, next, stamp);
    return body;
}

} // namespace resync::api

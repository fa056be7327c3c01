// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/Answer.h"
#include "agent/api/Gzip.h"
#include "agent/api/ListQuery.h"
#include "agent/api/PlanAnswer.h"
#include "agent/api/SortedRows.h"
#include "shared/protocol/List.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace resync::api {

/// A list of the plan: how its rows are reached, sorted, chosen and written. \a Rows offers size(),
/// idAt(i), firstAfter(id) and row(i, scratch), in the order of ids.
template<typename Rows>
struct ListShape
{
    using Row = typename Rows::Row;
    using Filter = std::function<bool(const Row &)>;

    mirror::Collection collection;
    std::vector<SortField<Row>> sortFields;
    FieldParser parseFields;
    Rows (*rowsOf)(const mirror::Snapshot &);
    void (*write)(JsonWriter &, const Row &, const protocol::FieldSelection &);
    /// Reads the list's own parameters: the rows that are wanted (empty: all), and in \a text the
    /// canonical form of the filter.
    Filter (*readFilter)(QueryReader &, Instant now, std::string &text);

    [[nodiscard]] std::vector<std::string_view> sortNames() const
    {
        std::vector<std::string_view> names;
        for (const auto &field : sortFields)
            names.push_back(field.name);
        return names;
    }
};

/// Serves GET of one list: cached, light or on the read pool.
template<typename Rows>
class ListRoute
{
public:
    using Row = typename Rows::Row;
    using Filter = typename ListShape<Rows>::Filter;

    ListRoute(Context &context, ListShape<Rows> shape)
        : m_context(context)
        , m_shape(std::move(shape))
        , m_sortNames(m_shape.sortNames())
        , m_sorted(std::make_shared<SortedRowsCache>())
    {}

    void serve(SharedCall call) const
    {
        QueryReader reader(call->request);
        std::string filterText;
        auto filter = m_shape.readFilter(reader, m_context.parts.clock.now(), filterText);
        auto query = readListQuery(reader, toString(m_shape.collection), m_sortNames,
                                   m_shape.parseFields, filterText);
        if (auto refusal = reader.answer()) {
            call->send(std::move(*refusal));
            return;
        }
        const auto maxAge = query.maxAge;
        auto show = [this, query = std::move(query),
                     filter = std::move(filter)](const SharedCall &current, const PlanView &view) {
            this->show(current, view, query, filter);
        };
        withPlan(m_context, std::move(call), m_shape.collection, maxAge, std::move(show));
    }

private:
    void show(const SharedCall &call, const PlanView &view, const ListQuery &query,
              const Filter &filter) const
    {
        if (sendIfUnchanged(*call, view))
            return;
        const bool isGzip = acceptsGzip(call->request);
        const std::string key = cacheKey(view, query, isGzip);
        if (auto body = m_context.responses.find(key)) {
            sendPlanBody(*call, view, std::move(body), isGzip);
            return;
        }
        auto work = [this, call, view, query, filter, key, isGzip] {
            auto body = render(view, query, filter);
            auto shared =
                std::make_shared<const std::string>(isGzip ? gzip(body) : std::move(body));
            m_context.responses.keep(key, shared);
            sendPlanBody(*call, view, std::move(shared), isGzip);
        };
        if (query.isLight() && !isGzip)
            work();
        else if (!m_context.readPool.post(std::move(work)))
            call->send(problemAnswer(
                protocol::makeProblem("overloaded", "Too many heavy reads are waiting."),
                call->request, std::chrono::seconds(1)));
    }

    [[nodiscard]] std::string cacheKey(const PlanView &view, const ListQuery &query,
                                       bool isGzip) const
    {
        std::string key(toString(m_shape.collection));
        key += isGzip ? " gzip " : " plain ";
        key += view.stamp.revision;
        key += ' ';
        if (view.stamp.freshness.asOf)
            appendInstant(key, *view.stamp.freshness.asOf);
        key += ' ';
        if (view.stamp.freshness.reason)
            key += toString(*view.stamp.freshness.reason);
        key += '\n';
        key += query.cacheKey();
        return key;
    }

    [[nodiscard]] std::string render(const PlanView &view, const ListQuery &query,
                                     const Filter &filter) const
    {
        const Rows rows = m_shape.rowsOf(*view.snapshot);
        const auto sorted = sortedRows(view, rows, query.sort);
        const auto rowAt = [&](std::size_t position) {
            return sorted ? std::size_t(sorted->rows[position]) : position;
        };
        std::size_t begin = 0;
        if (query.cursor)
            begin = sorted ? sorted->firstAfter(*query.cursor, rows)
                           : rows.firstAfter(query.cursor->id);
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
            m_shape.write(json, row, query.fields);
            last = i;
            ++written;
        }
        const auto next =
            hasMore ? cursorBehind(rows, rowAt(last), sorted.get(), last, query) : std::string();
        protocol::endList(json, total, next, view.stamp);
        return body;
    }

    [[nodiscard]] std::string cursorBehind(const Rows &rows, std::size_t row,
                                           const SortedRows *sorted, std::size_t position,
                                           const ListQuery &query) const
    {
        Cursor cursor;
        cursor.id = rows.idAt(row);
        if (sorted != nullptr)
            cursor.key = sorted->keys[position];
        return encodeCursor(cursor, query.selection);
    }

    /// The order for \a parts, made once per revision; null: the default order.
    [[nodiscard]] std::shared_ptr<const SortedRows> sortedRows(const PlanView &view,
                                                               const Rows &rows,
                                                               const SortParts &parts) const
    {
        if (parts.empty())
            return nullptr;
        return m_sorted->find(view.snapshot->generationOf(m_shape.collection), parts, [&] {
            Row scratch;
            std::vector<std::string> keys;
            keys.reserve(rows.size());
            for (std::size_t i = 0; i < rows.size(); ++i)
                keys.push_back(sortKey(rows.row(i, scratch), parts, m_shape.sortFields));
            return SortedRows::make(std::move(keys));
        });
    }

    Context &m_context;
    ListShape<Rows> m_shape;
    std::vector<std::string_view> m_sortNames;
    std::shared_ptr<SortedRowsCache> m_sorted;
};

} // namespace resync::api

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/Answer.h"
#include "agent/api/Gzip.h"
#include "agent/api/ListPage.h"
#include "agent/api/PlanAnswer.h"

#include <memory>
#include <string>
#include <utility>

namespace resync::api {

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
    {
        if (const auto actBy = m_shape.parseFields("act_by"))
            m_actBy = actBy->bits();
    }

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
    static constexpr std::size_t UsualKeyBytes = 128; ///< revision, time, some parameters

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
        auto maker = m_context.responses.join(key, [call, view, isGzip](ResponseCache::Body body) {
            body ? sendPlanBody(*call, view, std::move(body), isGzip) : sendOverloaded(*call);
        });
        if (maker)
            make(std::move(maker), view, query, filter, isGzip);
    }

    void make(std::shared_ptr<ResponseCache::Maker> maker, const PlanView &view,
              const ListQuery &query, const Filter &filter, bool isGzip) const
    {
        const bool tellsLatestStarts = (query.fields.bits() & m_actBy) != 0;
        const bool isReady = !tellsLatestStarts || m_context.latestStarts.isReady(*view.snapshot);
        const bool isLight = query.isLight() && !isGzip && isReady;
        auto work = [this, maker = std::move(maker), view = view, query, filter, isGzip,
                     tellsLatestStarts]() mutable {
            if (tellsLatestStarts)
                view.latestStarts = m_context.latestStarts.of(*view.snapshot);
            auto body = render(view, query, filter);
            maker->make(std::make_shared<const std::string>(isGzip ? gzip(body) : std::move(body)));
        };
        if (isLight)
            return work();
        // refused, the work is thrown away, and with it the maker: all who wait are told
        static_cast<void>(m_context.readPool.post(std::move(work)));
    }

    [[nodiscard]] std::string cacheKey(const PlanView &view, const ListQuery &query,
                                       bool isGzip) const
    {
        std::string key;
        key.reserve(UsualKeyBytes);
        key += toString(m_shape.collection);
        key += isGzip ? " gzip " : " plain ";
        key += view.stamp.revision;
        key += ' ';
        if (view.stamp.freshness.asOf)
            key += std::to_string(view.stamp.freshness.asOf->time_since_epoch().count());
        key += ' ';
        if (view.stamp.freshness.reason)
            key += toString(*view.stamp.freshness.reason);
        key += '\n';
        query.appendCacheKey(key);
        return key;
    }

    [[nodiscard]] std::string render(const PlanView &view, const ListQuery &query,
                                     const Filter &filter) const
    {
        const Rows rows = m_shape.rowsOf(view);
        const auto sorted = sortedRows(view, rows, query.sort);
        return renderPage(m_shape, rows, sorted.get(), query, filter, view.stamp);
    }

    /// The order for \a parts, made once per revision; null: the default order.
    [[nodiscard]] std::shared_ptr<const SortedRows> sortedRows(const PlanView &view,
                                                               const Rows &rows,
                                                               const SortParts &parts) const
    {
        if (parts.empty())
            return nullptr;
        return m_sorted->find(view.snapshot->generationOf(m_shape.collection), parts,
                              [&] { return sortRows(m_shape, rows, parts); });
    }

    Context &m_context;
    ListShape<Rows> m_shape;
    std::vector<std::string_view> m_sortNames;
    std::uint64_t m_actBy = 0; ///< the field that takes a walk over the whole plan; 0: none such
    std::shared_ptr<SortedRowsCache> m_sorted;
};

} // namespace resync::api

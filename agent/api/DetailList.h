// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/Answer.h"
#include "agent/api/ListPage.h"
#include "agent/api/VectorRows.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace resync::api {

/// Serves GET of one list that is read on demand, dated by when it was read.
template<typename Row>
class DetailListRoute
{
public:
    using Rows = VectorRows<Row>;
    using List = std::vector<Row>;
    /// Reads the rows, in the order of their ids. Answers once, on any thread.
    using Fetch = std::function<void(Context &, const http::Request &, const PlanView &,
                                     mirror::DatedCallback<List>, mirror::DetailDemand)>;

    /// \a isOfPlan: the rows are made of rows of the plan, too.
    DetailListRoute(Context &context, std::string_view name, ListShape<Rows> shape, Fetch fetch,
                    bool isOfPlan)
        : m_context(context)
        , m_name(name)
        , m_shape(std::move(shape))
        , m_sortNames(m_shape.sortNames())
        , m_fetch(std::move(fetch))
        , m_isOfPlan(isOfPlan)
    {}

    void serve(SharedCall call) const
    {
        QueryReader reader(call->request);
        std::string filterText;
        auto filter = m_shape.readFilter(reader, m_context.parts.clock.now(), filterText);
        auto query = readListQuery(reader, m_name, m_sortNames, m_shape.parseFields, filterText);
        if (auto refusal = reader.answer()) {
            call->send(std::move(*refusal));
            return;
        }
        auto show = [this, query = std::move(query),
                     filter = std::move(filter)](const SharedCall &current, const PlanView &view) {
            m_fetch(
                m_context, current->request, view,
                [this, current, view, query, filter](Result<mirror::Dated<List>> answer) {
                    this->show(current, view, query, filter, std::move(answer));
                },
                demand(current, query.maxAge));
        };
        withPlan(m_context, std::move(call), mirror::Collection::Jobs, std::nullopt,
                 std::move(show));
    }

private:
    /// A forced refresh is counted once, however many questions it takes, and only when it takes
    /// one.
    [[nodiscard]] mirror::DetailDemand demand(const SharedCall &call,
                                              std::optional<milliseconds> maxAge) const
    {
        mirror::DetailDemand demand{maxAge, {}, m_context.settings.invalidateWait, {}};
        if (maxAge)
            demand.mayAsk = [&context = m_context, call, isCounted = false]() mutable {
                isCounted = isCounted || mayForceRefresh(context, *call);
                return isCounted;
            };
        return demand;
    }

    void show(const SharedCall &call, const PlanView &plan, const ListQuery &query,
              const typename ListShape<Rows>::Filter &filter,
              Result<mirror::Dated<List>> answer) const
    {
        if (!answer) {
            call->send(problemAnswer(answer.error(), call->request));
            return;
        }
        const auto view = datedView(m_context, plan, *answer, m_isOfPlan);
        if (sendIfUnchanged(*call, view))
            return;
        onReadPool(m_context, call, [this, call, view, query, filter, list = answer->value] {
            const Rows rows(*list);
            const auto sorted =
                query.sort.empty() ? SortedRows() : sortRows(m_shape, rows, query.sort);
            auto body = renderPage(m_shape, rows, query.sort.empty() ? nullptr : &sorted, query,
                                   filter, view.stamp);
            sendPlanBody(*call, view, std::make_shared<const std::string>(std::move(body)), false);
        });
    }

    Context &m_context;
    std::string_view m_name;
    ListShape<Rows> m_shape;
    std::vector<std::string_view> m_sortNames;
    Fetch m_fetch;
    const bool m_isOfPlan;
};

} // namespace resync::api

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/Call.h"
#include "agent/api/Context.h"
#include "shared/protocol/FreshnessCodec.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace resync::api {

/// One reading of the plan, as every answer about it needs it.
struct PlanView
{
    std::shared_ptr<const mirror::Snapshot> snapshot;
    protocol::Stamp stamp;
    std::string entityTag;
    LatestStarts::Column latestStarts; ///< null: not known, or not asked for
};

/// The snapshot with the freshness of \a collection (none: of the whole plan, its oldest part).
/// \a isPending: newer data were asked for and did not come in time. Errors: why there is no plan.
[[nodiscard]] Result<PlanView> viewPlan(const Context &context,
                                        std::optional<mirror::Collection> collection,
                                        bool isPending);

/// The row with until when it must be restarted, where \a view knows.
void readJob(const PlanView &view, std::size_t row, domain::Job &job);

/// The view that answers with what was read on demand meanwhile: dated by it, tagged with its
/// version. \a isOfPlan: it is made of rows of the plan, too, and as stale as they are.
template<typename T>
[[nodiscard]] PlanView datedView(const Context &context, PlanView view,
                                 const mirror::Dated<T> &value, bool isOfPlan = false)
{
    return datedView(context, std::move(view), {nullptr, value.asOf, value.error, value.version},
                     isOfPlan);
}
[[nodiscard]] PlanView datedView(const Context &context, PlanView view,
                                 const mirror::Dated<void> &value, bool isOfPlan);

/// The view with a tag of \a content: for what is made of more than one collection.
[[nodiscard]] PlanView taggedView(const Context &context, PlanView view, std::string_view content);

/// Counts a forced refresh of this caller; false: 429 is on its way.
[[nodiscard]] bool mayForceRefresh(Context &context, Call &call);

/// Does \a work on the read pool; answers 503 itself when that is full.
void onReadPool(Context &context, const SharedCall &call, std::function<void()> work);
void sendOverloaded(Call &call);

/// 503 not_configured, which says where to configure an engine.
[[nodiscard]] Error notConfigured(const Context &context);

/// Calls \a then with a view, after waiting for \a maxAge if given; answers itself when there is
/// none.
void withPlan(Context &context, SharedCall call, std::optional<mirror::Collection> collection,
              std::optional<milliseconds> maxAge,
              std::function<void(const SharedCall &, const PlanView &)> then);

/// The body for \a call, or nothing for an object that is not in the plan.
using BodyWriter = std::function<std::optional<std::string>(const PlanView &)>;

/// Answers one object of the plan: parameters (max_age), freshness, ETag, 304, 404.
void servePlanObject(Context &context, SharedCall call,
                     std::optional<mirror::Collection> collection, BodyWriter write);

/// True when the client has this version; then 304 is sent.
[[nodiscard]] bool sendIfUnchanged(Call &call, const PlanView &view);
/// 200 with the headers of every plan answer; \a isGzip: the body is compressed.
void sendPlanBody(Call &call, const PlanView &view, ResponseCache::Body body, bool isGzip);

} // namespace resync::api

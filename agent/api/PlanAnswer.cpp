// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/PlanAnswer.h"

#include "agent/api/AccessAnswer.h"
#include "agent/api/Answer.h"
#include "agent/api/QueryReader.h"

#include <algorithm>
#include <utility>

namespace resync::api {

namespace {

/// The oldest part decides how the whole plan is labelled.
domain::Freshness wholeFreshness(const mirror::Mirror &mirror, const mirror::Snapshot *snapshot)
{
    domain::Freshness whole = mirror.freshness(mirror::Collection::Jobs, snapshot);
    for (const auto collection : mirror::AllCollections) {
        const auto part = mirror.freshness(collection, snapshot);
        if (part.asOf < whole.asOf)
            whole.asOf = part.asOf;
        if (!whole.reason)
            whole.reason = part.reason;
    }
    return whole;
}

Error noPlan(const mirror::Mirror &mirror)
{
    const auto status = mirror.status();
    if (status.lastError)
        return *status.lastError;
    return {ErrorKind::Unavailable, "no_plan", "the plan is being read for the first time"};
}

domain::StaleReason reasonOf(const Error &error)
{
    return error.code == "refresh_pending" ? domain::StaleReason::RefreshPending
                                           : mirror::reasonOfError(error);
}

bool isFreshEnough(const Context &context, std::optional<mirror::Collection> collection,
                   milliseconds maxAge)
{
    const auto snapshot = context.parts.mirror->snapshot();
    if (!snapshot)
        return false;
    const auto &asOf = snapshot->asOfOf(collection.value_or(mirror::Collection::Jobs));
    return asOf && context.parts.clock.now() - *asOf <= maxAge;
}

} // namespace

bool mayForceRefresh(Context &context, Call &call)
{
    return takeFromLimit(context, call,
                         {context.refreshes, "refresh",
                          "Forced refreshes (max_age) are limited to 30 a minute.",
                          std::string(call.who()) + ' ' + call.address});
}

void onReadPool(Context &context, const SharedCall &call, std::function<void()> work)
{
    if (!context.readPool.post(std::move(work)))
        sendOverloaded(*call);
}

void sendOverloaded(Call &call)
{
    call.send(
        problemAnswer(protocol::makeProblem("overloaded", "Too many heavy reads are waiting."),
                      call.request, std::chrono::seconds(1)));
}

void readJob(const PlanView &view, std::size_t row, domain::Job &job)
{
    view.snapshot->jobs->read(row, job);
    if (!view.latestStarts || !domain::standsStill(job.status))
        return;
    const Instant latest = view.latestStarts->at(row);
    if (latest != domain::NoInstant)
        job.actBy = latest;
}

PlanView datedView(const Context &context, PlanView view, const mirror::Dated<void> &value,
                   bool isOfPlan)
{
    const mirror::Mirror &mirror = *context.parts.mirror;
    auto &freshness = view.stamp.freshness;
    freshness.asOf = value.asOf;
    freshness.reason =
        value.error ? reasonOf(*value.error) : mirror.staleReasonOfDetail(value.asOf);
    std::uint64_t version = value.version;
    if (isOfPlan) {
        const auto plan = mirror.freshness(mirror::Collection::Jobs, view.snapshot.get());
        freshness.asOf = std::min(freshness.asOf, plan.asOf);
        if (!freshness.reason)
            freshness.reason = plan.reason;
        // neither number ever falls: a sum seen before means both
        version += view.snapshot->generationOf(mirror::Collection::Jobs);
    }
    view.entityTag = entityTag(mirror.epoch(), version, freshness.isStale());
    return view;
}

PlanView taggedView(const Context &context, PlanView view, std::string_view content)
{
    view.entityTag =
        entityTag(context.parts.mirror->epoch(), std::hash<std::string_view>()(content),
                  view.stamp.freshness.isStale());
    return view;
}

Error notConfigured(const Context &context)
{
    return {ErrorKind::Unavailable, "not_configured",
            "No engine is configured: set TWS_HOST in " + context.settings.configurationFile +
                " and restart the Resync agent."};
}

Result<PlanView> viewPlan(const Context &context, std::optional<mirror::Collection> collection,
                          bool isPending)
{
    const mirror::Mirror &mirror = *context.parts.mirror;
    PlanView view;
    view.snapshot = mirror.snapshot();
    if (!view.snapshot)
        return tl::unexpected<Error>(noPlan(mirror));
    auto &freshness = view.stamp.freshness;
    freshness = collection ? mirror.freshness(*collection, view.snapshot.get())
                           : wholeFreshness(mirror, view.snapshot.get());
    if (isPending && !freshness.reason)
        freshness.reason = domain::StaleReason::RefreshPending;
    view.stamp.revision = mirror.revision(view.snapshot->generation);
    const auto generation =
        collection ? view.snapshot->generationOf(*collection) : view.snapshot->generation;
    view.entityTag = entityTag(mirror.epoch(), generation, freshness.isStale());
    return view;
}

void withPlan(Context &context, SharedCall call, std::optional<mirror::Collection> collection,
              std::optional<milliseconds> maxAge,
              std::function<void(const SharedCall &, const PlanView &)> then)
{
    mirror::Mirror *mirror = context.parts.mirror;
    if (mirror == nullptr) {
        call->send(problemAnswer(notConfigured(context), call->request));
        return;
    }
    auto show = [call, then = std::move(then)](const Result<PlanView> &view) {
        if (view)
            then(call, *view);
        else
            call->send(problemAnswer(view.error(), call->request));
    };
    if (!maxAge) {
        const auto view = viewPlan(context, collection, false);
        if (view)
            mirror->countHit(collection.value_or(mirror::Collection::Jobs));
        return show(view);
    }
    const bool isAskedAnyway = mirror->isRefreshComing(context.parts.clock.now() - *maxAge);
    if (!isFreshEnough(context, collection, *maxAge) && !isAskedAnyway &&
        !mayForceRefresh(context, *call))
        return;
    mirror->awaitFresh(collection.value_or(mirror::Collection::Jobs), *maxAge,
                       context.settings.invalidateWait,
                       [&context, collection, show = std::move(show)](bool isFresh) {
                           show(viewPlan(context, collection, !isFresh));
                       });
}

bool sendIfUnchanged(Call &call, const PlanView &view)
{
    if (!matchesEntityTag(call.request, view.entityTag))
        return false;
    http::Response response;
    response.status = 304;
    response.headers.push_back({"ETag", view.entityTag});
    addFreshness(response, view.stamp.freshness);
    call.send(std::move(response));
    return true;
}

void sendPlanBody(Call &call, const PlanView &view, ResponseCache::Body body, bool isGzip)
{
    http::Response response;
    response.contentType = JsonContentType;
    response.body = std::move(body);
    response.headers.reserve(5);
    if (!view.entityTag.empty())
        response.headers.push_back({"ETag", view.entityTag});
    addFreshness(response, view.stamp.freshness);
    if (isGzip)
        response.headers.push_back({"Content-Encoding", "gzip"});
    call.send(std::move(response));
}

void servePlanObject(Context &context, SharedCall call,
                     std::optional<mirror::Collection> collection, BodyWriter write)
{
    QueryReader query(call->request);
    const auto maxAge = query.seconds("max_age");
    if (auto refusal = query.answer()) {
        call->send(std::move(*refusal));
        return;
    }
    withPlan(context, std::move(call), collection, maxAge,
             [write = std::move(write)](const SharedCall &current, const PlanView &view) {
                 auto body = write(view);
                 if (!body) {
                     current->send(problemAnswer(
                         protocol::makeProblem("not_found", "The plan has no object with this id."),
                         current->request));
                     return;
                 }
                 if (sendIfUnchanged(*current, view))
                     return;
                 sendPlanBody(*current, view, std::make_shared<const std::string>(std::move(*body)),
                              false);
             });
}

} // namespace resync::api

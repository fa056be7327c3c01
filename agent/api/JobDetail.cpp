// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/JobDetail.h"

#include "agent/api/Answer.h"

#include <utility>

namespace resync::api {

namespace {

/// The jobs as they are now; who waited in vain for newer ones is still told so.
Result<PlanView> viewAgain(const Context &context, const PlanView &before)
{
    auto now = viewPlan(context, mirror::Collection::Jobs, false);
    const bool wasPending = before.stamp.freshness.reason == domain::StaleReason::RefreshPending;
    if (now && wasPending && now->stamp.freshness.asOf <= before.stamp.freshness.asOf)
        return viewPlan(context, mirror::Collection::Jobs, true);
    return now;
}

} // namespace

void sendNoSuchJob(Call &call)
{
    call.send(problemAnswer(protocol::makeProblem("not_found", "The plan has no job with this id."),
                            call.request));
}

Instant changedAt(const PlanView &view, std::size_t row)
{
    return Instant(milliseconds(view.snapshot->jobs->state().rows[row].changedAt));
}

void withJobDetail(
    Context &context, SharedCall call, std::optional<milliseconds> maxAge,
    std::function<void(const SharedCall &, const PlanView &, std::size_t, const FetchedDetail &)>
        then)
{
    auto fetch = [&context, maxAge, then = std::move(then)](const SharedCall &current,
                                                            const PlanView &before) {
        const std::string &id = current->request.parameters.at(0);
        const auto known = before.snapshot->jobs->find(id);
        if (!known)
            return sendNoSuchJob(*current);
        context.parts.mirror->details().fetchJob(
            domain::JobId(id),
            [&context, current, before, then](const FetchedDetail &detail) {
                const auto view = viewAgain(context, before);
                const auto row = view
                                     ? view->snapshot->jobs->find(current->request.parameters.at(0))
                                     : std::nullopt;
                if (row)
                    then(current, *view, *row, detail);
                else
                    sendNoSuchJob(*current);
            },
            {maxAge, changedAt(before, *known), context.settings.invalidateWait, {}});
    };
    withPlan(context, std::move(call), mirror::Collection::Jobs, maxAge, std::move(fetch));
}

} // namespace resync::api

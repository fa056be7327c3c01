// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/JobRoutes.h"

#include "agent/api/JobDetail.h"
#include "agent/api/JobList.h"
#include "agent/api/NetworkRoutes.h"
#include "shared/protocol/JobCodec.h"
#include "shared/protocol/Routes.h"

#include <memory>
#include <string>
#include <utility>

namespace resync::api {

namespace {

/// What is said when the engine could not be asked: the parts are unknown, and why.
domain::JobDetail unknownDetail(const Error &error)
{
    const auto code =
        error.code.empty() ? std::string(protocol::defaultProblemCode(error.kind)) : error.code;
    domain::JobDetail detail;
    detail.issues.push_back(
        {"detail_" + code, {}, "The engine did not give the details of this job."});
    return detail;
}

/// What was read last, with the references that the plan knows; labelled when it could not be
/// renewed.
domain::JobDetail labelled(const PlanView &view, const mirror::Dated<domain::JobDetail> &detail)
{
    domain::JobDetail made = *detail.value;
    if (made.dependencies)
        addTargetRefs(view, *made.dependencies);
    if (detail.error)
        made.issues.push_back({"detail_stale",
                               {{"as_of", formatInstant(detail.asOf)}},
                               "The engine did not give the details again: they are older."});
    return made;
}

void sendJob(Context &context, const SharedCall &call, PlanView view, std::size_t row,
             const FetchedDetail &detail)
{
    if (detail)
        view = datedView(context, std::move(view), *detail, true);
    if (detail && sendIfUnchanged(*call, view))
        return;
    if (!detail || detail->error)
        view.entityTag.clear(); // half an answer is not to be revalidated
    view.latestStarts = context.latestStarts.of(*view.snapshot);
    domain::Job job;
    readJob(view, row, job);
    std::string body;
    JsonWriter json(body);
    protocol::writeJobDocument(
        json, job, detail ? labelled(view, *detail) : unknownDetail(detail.error()), view.stamp);
    sendPlanBody(*call, view, std::make_shared<const std::string>(std::move(body)), false);
}

void serveJob(Context &context, SharedCall call)
{
    QueryReader query(call->request);
    const auto maxAge = query.seconds("max_age");
    if (auto refusal = query.answer()) {
        call->send(std::move(*refusal));
        return;
    }
    withJobDetail(context, std::move(call), maxAge,
                  [&context](const SharedCall &current, const PlanView &view, std::size_t row,
                             const FetchedDetail &detail) {
                      const auto send = [&context, current, view, row, detail] {
                          sendJob(context, current, view, row, detail);
                      };
                      if (context.latestStarts.isReady(*view.snapshot))
                          send();
                      else
                          onReadPool(context, current, send);
                  });
}

} // namespace

void addJobRoutes(RouteTable &table)
{
    auto list = std::make_shared<ListRoute<JobRows>>(table.context(), jobListShape());
    table.get(protocol::routes::Jobs, Access::Plan,
              [list](Context &, SharedCall call) { list->serve(std::move(call)); });
    table.get(protocol::routes::Job, Access::Plan, serveJob);
}

} // namespace resync::api

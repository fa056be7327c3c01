// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/ChangesRoute.h"

#include "agent/api/Answer.h"
#include "agent/api/PlanAnswer.h"
#include "agent/api/QueryReader.h"
#include "shared/core/Text.h"
#include "shared/protocol/ChangesCodec.h"
#include "shared/protocol/JobCodec.h"
#include "shared/protocol/Routes.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace resync::api {

namespace {

ChangesQuery readQuery(QueryReader &reader)
{
    ChangesQuery query;
    query.limit = reader.number("limit", 1, ChangesQuery::MaxLimit, ChangesQuery::DefaultLimit);
    query.maxAge = reader.seconds("max_age");
    if (const std::string *fields = reader.text("fields")) {
        const auto selected = protocol::selectJobFields(*fields);
        if (selected)
            query.fields = *selected;
        else
            reader.reject("fields", selected.error().message);
    }
    const std::string *text = reader.text("since");
    const auto since = text != nullptr ? parseSince(*text) : std::nullopt;
    if (since)
        query.since = *since;
    else
        reader.reject("since", "since: must be a revision, as a list or this feed gave it");
    return query;
}

/// Rows that changed after \a position, in the order in which they are told.
std::vector<std::uint32_t> changedRows(const mirror::JobTable &jobs, const ChangePosition &position)
{
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < jobs.size(); ++row) {
        const auto changed = jobs.changedGenerationAt(row);
        const bool isTold =
            changed == position.partial && changed != 0 && jobs.idAt(row) <= position.id;
        if (changed > position.generation && !isTold)
            rows.push_back(row);
    }
    // rows are in the order of their ids already
    std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
        return jobs.changedGenerationAt(a) < jobs.changedGenerationAt(b);
    });
    return rows;
}

/// How far a reader has come who has the first \a told of \a rows.
ChangePosition positionAfter(const mirror::JobTable &jobs, const std::vector<std::uint32_t> &rows,
                             std::size_t told, const ChangePosition &before)
{
    const auto last = jobs.changedGenerationAt(rows[told - 1]);
    if (jobs.changedGenerationAt(rows[told]) != last)
        return {last, 0, {}};
    std::uint64_t whole = before.generation;
    for (std::size_t i = 0; i < told; ++i)
        if (jobs.changedGenerationAt(rows[i]) < last)
            whole = jobs.changedGenerationAt(rows[i]);
    return {whole, last, jobs.idAt(rows[told - 1])};
}

void serveChanges(Context &context, SharedCall call)
{
    QueryReader reader(call->request);
    auto query = readQuery(reader);
    if (auto refusal = reader.answer()) {
        call->send(std::move(*refusal));
        return;
    }
    const auto maxAge = query.maxAge;
    withPlan(context, std::move(call), mirror::Collection::Jobs, maxAge,
             [&context, query = std::move(query)](const SharedCall &current, const PlanView &view) {
                 const std::string &epoch = context.parts.mirror->epoch();
                 if (isGone(query.since, *view.snapshot, epoch)) {
                     current->send(problemAnswer(
                         protocol::makeProblem("revision_gone",
                                               "What changed since this revision is not known any "
                                               "more: read the list."),
                         current->request));
                     return;
                 }
                 if (sendIfUnchanged(*current, view))
                     return;
                 onReadPool(context, current, [&context, current, view = view, query]() mutable {
                     view.latestStarts = context.latestStarts.of(*view.snapshot);
                     auto body = renderChanges(view, query, context.parts.mirror->epoch());
                     sendPlanBody(*current, view,
                                  std::make_shared<const std::string>(std::move(body)), false);
                 });
             });
}

} // namespace

std::string ChangePosition::text(const std::string &epoch) const
{
    std::string out = epoch + '.' + std::to_string(generation);
    if (partial != 0)
        out += '.' + std::to_string(partial) + '.' + base64UrlEncode(id);
    return out;
}

std::optional<Since> parseSince(std::string_view text)
{
    const auto parts = split(text, '.');
    if (parts[0].empty() || (parts.size() != 2 && parts.size() != 4))
        return std::nullopt;
    Since since;
    since.epoch = parts[0];
    const auto generation = parseNatural(parts[1]);
    if (!generation)
        return std::nullopt;
    since.position.generation = *generation;
    if (parts.size() == 2)
        return since;
    const auto partial = parseNatural(parts[2]);
    auto id = base64UrlDecode(parts[3]);
    if (!partial || *partial <= *generation || !id)
        return std::nullopt;
    since.position.partial = *partial;
    since.position.id = std::move(*id);
    return since;
}

bool isGone(const Since &since, const mirror::Snapshot &snapshot, const std::string &epoch)
{
    const auto generation = since.position.generation;
    return since.epoch != epoch || generation > snapshot.generation ||
           generation < snapshot.planGeneration || generation < snapshot.tombstones.completeFrom();
}

std::string renderChanges(const PlanView &view, const ChangesQuery &query, const std::string &epoch)
{
    const mirror::Snapshot &snapshot = *view.snapshot;
    const mirror::JobTable &jobs = *snapshot.jobs;
    const ChangePosition &before = query.since.position;
    const auto rows = changedRows(jobs, before);
    const std::size_t told = std::min(rows.size(), query.limit);
    const bool hasMore = told < rows.size();
    const ChangePosition now = hasMore ? positionAfter(jobs, rows, told, before)
                                       : ChangePosition{snapshot.generation, 0, {}};

    std::string body;
    JsonWriter json(body);
    protocol::beginChanges(json, now.text(epoch));
    domain::Job job;
    for (std::size_t i = 0; i < told; ++i) {
        readJob(view, rows[i], job);
        protocol::writeJob(json, job, query.fields);
    }
    auto removed = snapshot.tombstones.after(before.generation);
    removed.resize(removed.size() - snapshot.tombstones.after(now.generation).size());
    std::erase_if(removed, [&](std::string_view id) { return jobs.find(id).has_value(); });
    protocol::endChanges(json, removed, hasMore, view.stamp.freshness);
    return body;
}

void addChangesRoute(RouteTable &table)
{
    table.get(protocol::routes::JobChanges, Access::Plan, serveChanges);
}

} // namespace resync::api

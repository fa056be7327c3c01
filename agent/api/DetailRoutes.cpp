// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/DetailRoutes.h"

#include "agent/api/DetailList.h"
#include "agent/api/JobDetail.h"
#include "agent/api/JobList.h"
#include "agent/api/RowFilter.h"
#include "shared/protocol/CriticalJobCodec.h"
#include "shared/protocol/PromptCodec.h"
#include "shared/protocol/ResourceCodec.h"
#include "shared/protocol/Routes.h"
#include "shared/protocol/RunCodec.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace resync::api {

namespace {

using domain::CriticalJob;
using domain::Job;
using domain::JobRun;
using domain::Prompt;
using domain::Resource;
using mirror::Dated;
using mirror::DatedCallback;
using mirror::Details;
using protocol::CriticalJobRow;

template<typename Row, auto Member>
void addMember(SortKey &key, const Row &row, bool isDescending)
{
    key.add(row.*Member, isDescending);
}

template<typename Row>
void addId(SortKey &key, const Row &row, bool isDescending)
{
    key.add(VectorRows<Row>::idOf(row), isDescending);
}

/// One of the words that a member can have, repeated: OR. Nothing: the parameter is not there.
std::vector<std::string> readWords(QueryReader &query, std::string_view name,
                                   const std::vector<std::string_view> &known, std::string &text)
{
    auto words = query.texts(name);
    query.checkWords(name, words, known);
    for (const std::string &word : words)
        text += std::string(name) + '=' + word + '\n';
    return words;
}

bool isOneOf(const std::vector<std::string> &words, std::string_view word)
{
    return words.empty() || std::find(words.begin(), words.end(), word) != words.end();
}

// ---- runs

/// A run with its place in the list, as runs of the history may have no id.
struct RunRow
{
    std::string position;
    JobRun run;
};

void appendRuns(std::vector<RunRow> &rows, const std::vector<JobRun> &runs, bool isHistory)
{
    for (const JobRun &run : runs) {
        // the engine's history can hold runs of this plan
        const bool isKnown = isHistory && run.run.startedAt &&
                             std::any_of(rows.begin(), rows.end(), [&](const RunRow &row) {
                                 return row.run.run.startedAt == run.run.startedAt;
                             });
        if (isKnown)
            continue;
        char position[16] = {};
        std::snprintf(position, sizeof(position), "%06zu", rows.size());
        rows.push_back({position, run});
        rows.back().run.isHistory = isHistory;
    }
}

std::vector<JobRun> newestFirst(std::vector<JobRun> runs)
{
    std::reverse(runs.begin(), runs.end());
    return runs;
}

/// The current run as the job's own row tells it.
std::vector<JobRun> runOf(const Job &job)
{
    const bool isOnlyExpected = job.run && job.run->id.isEmpty() && !job.run->startedAt;
    if (!job.run || isOnlyExpected)
        return {};
    return {{*job.run, job.status, job.internalStatus, job.returnCode, false}};
}

bool isNotOffered(const Result<Dated<std::vector<JobRun>>> &runs)
{
    return !runs && runs.error().kind == ErrorKind::NotOffered;
}

/// When the job's own row was read, and in which generation it last changed.
struct RowDate
{
    Instant asOf{};
    std::uint64_t generation = 0;
};

/// What both sources gave; what one of them failed to give is labelled.
Result<Dated<std::vector<RunRow>>> joined(const Job &job, const RowDate &row,
                                          const Result<Dated<std::vector<JobRun>>> &plan,
                                          const Result<Dated<std::vector<JobRun>>> &history)
{
    if (!plan && !isNotOffered(plan))
        return tl::unexpected<Error>(plan.error());
    std::vector<RunRow> rows;
    Dated<std::vector<RunRow>> made;
    made.asOf = plan ? plan->asOf : row.asOf;
    made.version = plan ? plan->version : row.generation;
    if (plan)
        made.error = plan->error;
    appendRuns(rows, plan ? newestFirst(*plan->value) : runOf(job), false);
    if (history) {
        appendRuns(rows, *history->value, true);
        made.asOf = std::min(made.asOf, history->asOf);
        made.version += history->version;
        if (!made.error)
            made.error = history->error;
    } else if (!isNotOffered(history)) {
        made.error = history.error();
    }
    made.value = std::make_shared<const std::vector<RunRow>>(std::move(rows));
    return made;
}

void fetchRuns(Context &context, const http::Request &request, const PlanView &view,
               DatedCallback<std::vector<RunRow>> done, mirror::DetailDemand demand)
{
    const auto row = view.snapshot->jobs->find(request.parameters.at(0));
    if (!row) {
        done(fail(ErrorKind::NotFound, "not_found", "The plan has no job with this id."));
        return;
    }
    auto job = std::make_shared<Job>();
    view.snapshot->jobs->read(*row, *job);
    const RowDate date{view.snapshot->asOfOf(mirror::Collection::Jobs).value_or(Instant()),
                       view.snapshot->jobs->changedGenerationAt(*row)};
    demand.notBefore = changedAt(view, *row);
    Details &details = context.parts.mirror->details();
    details.fetchRuns(
        job->id,
        [&details, job, date, demand, done = std::move(done)](auto plan) {
            details.fetchRunHistory(
                *job,
                [job, date, done, plan = std::move(plan)](const auto &history) {
                    done(joined(*job, date, plan, history));
                },
                demand);
        },
        demand);
}

ListShape<VectorRows<RunRow>> runShape()
{
    ListShape<VectorRows<RunRow>> shape;
    shape.parseFields = protocol::selectRunFields;
    shape.write = [](JsonWriter &json, const RunRow &row, const protocol::FieldSelection &fields) {
        protocol::writeJobRun(json, row.run, fields);
    };
    shape.readFilter = [](QueryReader &query, Instant,
                          std::string &text) -> ListShape<VectorRows<RunRow>>::Filter {
        const auto sources = readWords(query, "source", {"plan", "history"}, text);
        if (sources.empty())
            return {};
        return [sources](const RunRow &row) {
            return isOneOf(sources, row.run.isHistory ? "history" : "plan");
        };
    };
    return shape;
}

// ---- resources and prompts

ListShape<VectorRows<Resource>> resourceShape()
{
    ListShape<VectorRows<Resource>> shape;
    shape.sortFields = {
        {"id", addId<Resource>},
        {"name", addMember<Resource, &Resource::name>},
        {"folder", addMember<Resource, &Resource::folder>},
        {"workstation", addMember<Resource, &Resource::workstation>},
        {"status", addMember<Resource, &Resource::status>},
        {"quantity", addMember<Resource, &Resource::quantity>},
        {"in_use", addMember<Resource, &Resource::inUse>},
        {"available", addMember<Resource, &Resource::available>},
    };
    shape.parseFields = protocol::selectResourceFields;
    shape.write = protocol::writeResource;
    shape.readFilter = [](QueryReader &query, Instant now,
                          std::string &text) -> ListShape<VectorRows<Resource>>::Filter {
        auto filter = readRowFilter(query, FilterParameters::Resources, now);
        text = filter.text();
        const auto statuses =
            readWords(query, "status", {"available", "not_available", "undecided"}, text);
        if (text.empty())
            return {};
        return [filter = std::move(filter), statuses](const Resource &row) {
            domain::FilterSubject subject;
            subject.workstation = row.workstation;
            subject.folder = row.folder;
            subject.name = row.name;
            return isOneOf(statuses, row.status) && filter.matches(subject);
        };
    };
    return shape;
}

ListShape<VectorRows<Prompt>> promptShape()
{
    ListShape<VectorRows<Prompt>> shape;
    shape.sortFields = {
        {"id", addId<Prompt>},
        {"name", addMember<Prompt, &Prompt::name>},
        {"number",
         [](SortKey &key, const Prompt &row, bool down) {
             key.add(row.number ? std::optional<std::int64_t>(*row.number) : std::nullopt, down);
         }},
        {"status", addMember<Prompt, &Prompt::status>},
        {"type", addMember<Prompt, &Prompt::type>},
        {"asked_at", addMember<Prompt, &Prompt::askedAt>},
        {"answered_at", addMember<Prompt, &Prompt::answeredAt>},
    };
    shape.parseFields = protocol::selectPromptFields;
    shape.write = protocol::writePrompt;
    shape.readFilter = [](QueryReader &query, Instant,
                          std::string &text) -> ListShape<VectorRows<Prompt>>::Filter {
        const auto statuses =
            readWords(query, "status", {"not_asked", "asked", "answered_yes", "answered_no"}, text);
        if (statuses.empty())
            return {};
        return [statuses](const Prompt &row) { return isOneOf(statuses, row.status); };
    };
    return shape;
}

// ---- critical jobs

/// The row of the plan that the engine means; API versions can have different ids.
std::optional<std::size_t> rowOf(const CriticalJob &critical, const mirror::JobTable &jobs,
                                 const std::vector<std::size_t> &criticalRows)
{
    if (const auto row = jobs.find(critical.id.value()))
        return row;
    Job job;
    for (const std::size_t row : criticalRows) {
        jobs.read(row, job);
        if (job.name == critical.jobName && job.stream.name == critical.streamName &&
            (!critical.streamScheduledAt || job.scheduledAt == critical.streamScheduledAt) &&
            (critical.workstation.empty() || job.workstation == critical.workstation))
            return row;
    }
    return std::nullopt;
}

std::vector<std::size_t> flaggedRows(const mirror::JobTable &jobs)
{
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < jobs.size(); ++i)
        if (domain::JobFlags{jobs.state().rows[i].flags}.has(domain::JobFlag::Critical))
            rows.push_back(i);
    return rows;
}

/// The critical jobs of the plan, and those that only the engine's list names.
std::vector<CriticalJobRow> criticalRows(const PlanView &view, const std::vector<CriticalJob> &told)
{
    const mirror::JobTable &jobs = *view.snapshot->jobs;
    const auto flagged = flaggedRows(jobs);
    std::vector<CriticalJobRow> rows;
    std::vector<std::size_t> taken;
    for (const CriticalJob &critical : told) {
        CriticalJobRow row{{}, critical};
        if (const auto at = rowOf(critical, jobs, flagged)) {
            readJob(view, *at, row.job);
            taken.push_back(*at);
        } else {
            row.job.id = critical.id;
            row.job.name = critical.jobName;
            row.job.workstation = critical.workstation;
            row.job.stream.name = critical.streamName;
            row.job.scheduledAt = critical.streamScheduledAt;
            row.job.flags.set(domain::JobFlag::Critical);
        }
        rows.push_back(std::move(row));
    }
    for (const std::size_t at : flagged) {
        if (std::find(taken.begin(), taken.end(), at) != taken.end())
            continue;
        readJob(view, at, rows.emplace_back().job);
    }
    std::sort(rows.begin(), rows.end(),
              [](const auto &a, const auto &b) { return a.job.id < b.job.id; });
    return rows;
}

/// What the engine cannot say of the deadlines (API v2 alone cannot) stays null in the plan's rows.
void fetchCriticalJobs(Context &context, const http::Request &, const PlanView &view,
                       DatedCallback<std::vector<CriticalJobRow>> done, mirror::DetailDemand demand)
{
    context.parts.mirror->details().fetchCriticalJobs(
        [&context, view = view, done = std::move(done)](const auto &told) mutable {
            using List = std::vector<CriticalJobRow>;
            if (!told && told.error().kind != ErrorKind::NotOffered) {
                done(tl::unexpected<Error>(told.error()));
                return;
            }
            view.latestStarts = context.latestStarts.of(*view.snapshot);
            const auto rows = criticalRows(view, told ? *told->value : std::vector<CriticalJob>());
            auto made = std::make_shared<const List>(rows);
            done(told ? Dated<List>{made, told->asOf, told->error, told->version}
                      : Dated<List>{made, view.stamp.freshness.asOf.value_or(Instant()), {}});
        },
        std::move(demand));
}

ListShape<VectorRows<CriticalJobRow>> criticalShape()
{
    ListShape<VectorRows<CriticalJobRow>> shape;
    using Row = CriticalJobRow;
    shape.sortFields = {
        {"id", addId<Row>},
        {"name", [](SortKey &key, const Row &row, bool down) { key.add(row.job.name, down); }},
        {"status",
         [](SortKey &key, const Row &row, bool down) { key.add(toString(row.job.status), down); }},
        {"deadline_at",
         [](SortKey &key, const Row &row, bool down) { key.add(row.job.deadlineAt, down); }},
        {"risk", [](SortKey &key, const Row &row, bool down) { key.add(row.critical.risk, down); }},
        {"estimated_end_at", [](SortKey &key, const Row &row,
                                bool down) { key.add(row.critical.estimatedEndAt, down); }},
    };
    shape.parseFields = protocol::selectCriticalJobFields;
    shape.write = protocol::writeCriticalJob;
    shape.readFilter = [](QueryReader &query, Instant now,
                          std::string &text) -> ListShape<VectorRows<Row>>::Filter {
        auto filter = readRowFilter(query, FilterParameters::CriticalJobs, now);
        text = filter.text();
        const auto risks = readWords(query, "risk", {"high", "potential", "on_track"}, text);
        if (text.empty())
            return {};
        return [filter = std::move(filter), risks](const Row &row) {
            return isOneOf(risks, row.critical.risk) &&
                   filter.matches(domain::FilterSubject::of(row.job));
        };
    };
    return shape;
}

/// A list just as the engine tells it.
template<auto Fetch>
auto asTold()
{
    return [](Context &context, const http::Request &, const PlanView &, auto done,
              mirror::DetailDemand demand) {
        (context.parts.mirror->details().*Fetch)(std::move(done), std::move(demand));
    };
}

template<typename Row>
void addList(RouteTable &table, std::string_view path, std::string_view name,
             ListShape<VectorRows<Row>> shape, typename DetailListRoute<Row>::Fetch fetch,
             bool isOfPlan)
{
    auto list = std::make_shared<DetailListRoute<Row>>(table.context(), name, std::move(shape),
                                                       std::move(fetch), isOfPlan);
    table.get(path, Access::Plan,
              [list](Context &, SharedCall call) { list->serve(std::move(call)); });
}

} // namespace

void addDetailRoutes(RouteTable &table)
{
    namespace routes = protocol::routes;
    addList<RunRow>(table, routes::JobRuns, "runs", runShape(), fetchRuns, false);
    addList<Resource>(table, routes::Resources, "resources", resourceShape(),
                      asTold<&Details::fetchResources>(), false);
    addList<Prompt>(table, routes::Prompts, "prompts", promptShape(),
                    asTold<&Details::fetchPrompts>(), false);
    addList<CriticalJobRow>(table, routes::CriticalJobs, "critical-jobs", criticalShape(),
                            fetchCriticalJobs, true);
}

} // namespace resync::api

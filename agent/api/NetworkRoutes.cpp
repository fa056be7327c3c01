// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/NetworkRoutes.h"

#include "agent/api/Answer.h"
#include "agent/api/ListQuery.h"
#include "agent/api/PlanAnswer.h"
#include "agent/api/QueryReader.h"
#include "shared/domain/Impact.h"
#include "shared/protocol/DependencyCodec.h"
#include "shared/protocol/ImpactCodec.h"
#include "shared/protocol/JobCodec.h"
#include "shared/protocol/Routes.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace resync::api {

namespace {

using domain::Dependency;
using domain::PlanGraph;
using Node = PlanGraph::Node;

constexpr std::size_t MaxDepth = 5;
constexpr std::size_t MaxNeighbours = 1'000; ///< of one direction

/// Sends a document that is of no one collection, or tells that the client has it; \a write writes
/// it with the stamp that it is given.
template<typename Write>
void sendTagged(const Context &context, Call &call, const PlanView &view, const Write &write)
{
    std::string body;
    JsonWriter unstamped(body);
    write(unstamped, protocol::Stamp()); // when only time passes, the tag stays
    const PlanView tagged = taggedView(context, view, body);
    if (sendIfUnchanged(call, tagged))
        return;
    body.clear();
    JsonWriter json(body);
    write(json, view.stamp);
    sendPlanBody(call, tagged, std::make_shared<const std::string>(std::move(body)), false);
}

// ---- dependencies

/// A node of the plan as the end of a dependency.
Dependency dependencyOn(const PlanView &view, Node node)
{
    Dependency made;
    const std::size_t jobs = view.snapshot->jobs->size();
    domain::Status status = domain::Status::Undecided;
    if (node < jobs) {
        domain::Job job;
        view.snapshot->jobs->read(node, job);
        made.type = toString(domain::DependencyType::Job);
        made.targetId = job.id.value();
        made.targetRef = domain::jobRef(job);
        made.targetName = job.name;
        made.targetWorkstation = job.workstation;
        status = job.status;
    } else {
        const domain::JobStream &stream = view.snapshot->streams->at(node - jobs).stream;
        made.type = toString(domain::DependencyType::JobStream);
        made.targetId = stream.id.value();
        made.targetRef = domain::streamRef(stream);
        made.targetName = stream.name;
        made.targetWorkstation = stream.workstation;
        status = stream.status;
    }
    made.targetKind = made.type;
    made.detail = {{"target_status", std::string(toString(status))}};
    return made;
}

/// How a dependency on something with this status stands.
std::string_view standing(domain::Status status)
{
    if (domain::hasEnded(status))
        return toString(domain::DependencyStatus::Satisfied);
    return toString(status == domain::Status::Undecided ? domain::DependencyStatus::Undecided
                                                        : domain::DependencyStatus::Unsatisfied);
}

domain::Status statusOf(const PlanView &view, Node node)
{
    const std::size_t jobs = view.snapshot->jobs->size();
    return node < jobs ? view.snapshot->jobs->statusAt(node)
                       : view.snapshot->streams->at(node - jobs).stream.status;
}

enum class Direction { Back, Forward };

/// Walks the graph level by level.
class Neighbours
{
public:
    Neighbours(const PlanView &view, const PlanGraph &graph, Direction direction)
        : m_view(view)
        , m_graph(graph)
        , m_direction(direction)
    {}

    /// \a skipFirst: the first level is known already
    [[nodiscard]] std::vector<Dependency> of(Node job, std::size_t depth, bool skipFirst)
    {
        m_seen.insert(job);
        std::vector<Node> level = {job};
        for (std::size_t at = 1; at <= depth && !level.empty(); ++at)
            level = step(level, at, skipFirst && at == 1);
        return std::move(m_found);
    }
    [[nodiscard]] bool isCut() const { return m_isCut; }

private:
    std::vector<Node> step(const std::vector<Node> &level, std::size_t depth, bool isSkipped)
    {
        std::vector<Node> next;
        const auto visit = [&](Node from, Node node, bool isOfStream) {
            if (!m_seen.insert(node).second)
                return;
            next.push_back(node);
            if (isSkipped && !isOfStream)
                return;
            if (m_found.size() == MaxNeighbours) {
                m_isCut = true;
                return;
            }
            Dependency found = dependencyOn(m_view, node);
            const Node awaited = m_direction == Direction::Back ? node : from;
            found.status = standing(statusOf(m_view, awaited));
            found.detail.emplace_back("depth", std::to_string(depth));
            if (isOfStream)
                found.detail.emplace_back("of", "job_stream");
            m_found.push_back(std::move(found));
        };
        for (const Node from : level) {
            for (const Node node : neighbours(from))
                visit(from, node, false);
            const Node stream = m_graph.isStream(from) ? PlanGraph::NoNode : m_graph.streamOf(from);
            if (stream != PlanGraph::NoNode)
                for (const Node node : neighbours(stream))
                    visit(stream, node, true);
        }
        return next;
    }

    [[nodiscard]] std::span<const Node> neighbours(Node node) const
    {
        return m_direction == Direction::Back ? m_graph.predecessors(node)
                                              : m_graph.successors(node);
    }

    const PlanView &m_view;
    const PlanGraph &m_graph;
    const Direction m_direction;
    std::unordered_set<Node> m_seen;
    std::vector<Dependency> m_found;
    bool m_isCut = false;
};

domain::Statement issue(std::string_view code, std::string_view text)
{
    return {std::string(code), {}, std::string(text)};
}

void sendDependencies(const Context &context, const SharedCall &call, PlanView view, Node job,
                      std::size_t depth, const FetchedDetail &detail)
{
    if (detail)
        view = datedView(context, std::move(view), *detail, true);
    auto made = dependenciesOf(view, job, depth, detail);
    sendTagged(context, *call, view, [&](JsonWriter &json, const protocol::Stamp &stamp) {
        made.stamp = stamp;
        protocol::writeDependencies(json, made);
    });
}

void serveDependencies(Context &context, SharedCall call)
{
    QueryReader reader(call->request);
    const std::size_t depth = reader.number("depth", 1, MaxDepth, 1);
    const auto maxAge = reader.seconds("max_age");
    if (auto refusal = reader.answer()) {
        call->send(std::move(*refusal));
        return;
    }
    withJobDetail(context, std::move(call), maxAge,
                  [&context, depth](const SharedCall &current, const PlanView &view,
                                    std::size_t row, const FetchedDetail &detail) {
                      onReadPool(context, current, [&context, depth, current, view, row, detail] {
                          sendDependencies(context, current, view, static_cast<Node>(row), depth,
                                           detail);
                      });
                  });
}

// ---- impact

std::string refOf(const PlanView &view, Node node)
{
    return dependencyOn(view, node).targetRef;
}

void serveImpact(Context &context, SharedCall call)
{
    QueryReader reader(call->request);
    const std::size_t limit =
        reader.number("limit", 1, ListQuery::MaxLimit, ListQuery::DefaultLimit);
    const auto maxAge = reader.seconds("max_age");
    protocol::FieldSelection fields;
    if (const std::string *text = reader.text("fields")) {
        const auto selected = protocol::selectJobFields(*text);
        if (selected)
            fields = *selected;
        else
            reader.reject("fields", selected.error().message);
    }
    if (auto refusal = reader.answer()) {
        call->send(std::move(*refusal));
        return;
    }
    const auto show = [&context, limit, fields](const SharedCall &current, const PlanView &view) {
        const auto row = view.snapshot->jobs->find(current->request.parameters.at(0));
        if (!row) {
            sendNoSuchJob(*current);
            return;
        }
        const auto graph = graphOf(*view.snapshot);
        if (!graph) {
            current->send(problemAnswer(
                protocol::makeProblem("no_plan",
                                      "The dependencies of the plan have not been read yet."),
                current->request, std::chrono::seconds(30)));
            return;
        }
        onReadPool(context, current,
                   [&context, current, view = view, row, graph, limit, fields]() mutable {
                       view.latestStarts = context.latestStarts.of(*view.snapshot);
                       auto impact = impactDocument(view, *graph, static_cast<Node>(*row), limit,
                                                    context.parts.clock.now());
                       sendTagged(context, *current, view,
                                  [&](JsonWriter &json, const protocol::Stamp &stamp) {
                                      impact.stamp = stamp;
                                      protocol::writeImpact(json, impact, fields);
                                  });
                   });
    };
    withPlan(context, std::move(call), mirror::Collection::Jobs, maxAge, show);
}

} // namespace

void addTargetRefs(const PlanView &view, std::vector<Dependency> &dependencies)
{
    const mirror::Snapshot &snapshot = *view.snapshot;
    for (Dependency &dependency : dependencies) {
        if (!dependency.targetRef.empty() || dependency.targetId.empty())
            continue;
        if (dependency.targetKind == toString(domain::DependencyType::Job)) {
            if (const auto row = snapshot.jobs->find(dependency.targetId))
                dependency.targetRef = refOf(view, static_cast<Node>(*row));
        } else if (dependency.targetKind == toString(domain::DependencyType::JobStream)) {
            const auto at = std::find_if(snapshot.streams->begin(), snapshot.streams->end(),
                                         [&](const mirror::StreamRow &row) {
                                             return row.stream.id.value() == dependency.targetId;
                                         });
            if (at != snapshot.streams->end())
                dependency.targetRef = domain::streamRef(at->stream);
        }
    }
}

protocol::Dependencies dependenciesOf(const PlanView &view, Node job, std::size_t depth,
                                      const FetchedDetail &detail)
{
    protocol::Dependencies made;
    made.stamp = view.stamp;
    const auto graph = graphOf(*view.snapshot);
    const bool isTold = detail && detail->value->dependencies;
    if (isTold) {
        made.predecessors = *detail->value->dependencies;
        addTargetRefs(view, *made.predecessors);
        for (Dependency &dependency : *made.predecessors)
            dependency.detail.emplace_back("depth", "1");
    }
    bool isCut = false;
    if (graph) {
        Neighbours back(view, *graph, Direction::Back);
        auto further = back.of(job, depth, isTold);
        if (!isTold)
            made.predecessors.emplace();
        made.predecessors->insert(made.predecessors->end(),
                                  std::make_move_iterator(further.begin()),
                                  std::make_move_iterator(further.end()));
        Neighbours forward(view, *graph, Direction::Forward);
        made.successors = forward.of(job, depth, false);
        isCut = back.isCut() || forward.isCut();
    } else {
        made.issues.push_back(issue("dependencies_not_loaded",
                                    "The dependencies of the plan have not been read yet."));
    }
    if (!detail)
        made.issues.push_back(
            issue("detail_" + std::string(protocol::makeProblem(detail.error()).code),
                  "The engine did not give the dependencies of this job."));
    else if (detail->error)
        made.issues.push_back(
            issue("detail_stale", "The engine could not be asked again: a part is older."));
    if (isCut)
        made.issues.push_back(issue("cut", "There are more than are listed."));
    return made;
}

protocol::ImpactDocument impactDocument(const PlanView &view, const PlanGraph &graph, Node job,
                                        std::size_t limit, Instant now)
{
    const PlanFigures figures(*view.snapshot);
    const domain::Impact impact = domain::impactOf(graph, figures.columns(), job, now);
    protocol::ImpactDocument made;
    made.stamp = view.stamp;
    made.summary.direct = impact.direct;
    made.summary.total = static_cast<std::uint32_t>(impact.jobs.size());
    made.summary.critical = impact.critical;
    made.summary.actBy = impact.actBy;
    for (const auto &risk : impact.deadlinesAtRisk) {
        if (made.summary.deadlinesAtRisk.size() == MaxNeighbours)
            break; // the earliest come first
        made.summary.deadlinesAtRisk.push_back(
            {refOf(view, risk.node), risk.deadlineAt, risk.expectedEndAt});
    }
    for (std::size_t i = 0; i < impact.jobs.size() && i < limit; ++i)
        readJob(view, impact.jobs[i], made.items.emplace_back());
    return made;
}

void addNetworkRoutes(RouteTable &table)
{
    table.get(protocol::routes::JobDependencies, Access::Plan, serveDependencies);
    table.get(protocol::routes::JobImpact, Access::Plan, serveImpact);
}

} // namespace resync::api

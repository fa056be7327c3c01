// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Impact.h"

#include "shared/domain/WaitGraph.h"

#include <algorithm>

namespace resync::domain {

namespace {

using Node = WaitGraph::Node;

/// Steps that were reached, numbered in the order in which they were.
class Reached
{
public:
    explicit Reached(std::size_t steps)
        : m_numbers(steps, None)
    {}

    void add(Node node)
    {
        if (m_numbers[node] != None)
            return;
        m_numbers[node] = static_cast<std::uint32_t>(m_nodes.size());
        m_nodes.push_back(node);
    }
    [[nodiscard]] std::size_t size() const { return m_nodes.size(); }
    [[nodiscard]] Node at(std::size_t number) const { return m_nodes[number]; }
    /// Not less than size(): not reached.
    [[nodiscard]] std::size_t numberOf(Node node) const { return m_numbers[node]; }

private:
    static constexpr std::uint32_t None = 0xffff'ffffU;

    std::vector<Node> m_nodes;
    std::vector<std::uint32_t> m_numbers; ///< by step
};

/// Time from a beginning to the end of a step.
struct Length
{
    milliseconds span{0};
    bool isKnown = true;

    void add(milliseconds estimate)
    {
        isKnown = isKnown && estimate != NoSpan;
        if (estimate != NoSpan)
            span += estimate;
    }
    void raiseTo(const Length &other)
    {
        isKnown = isKnown && other.isKnown;
        span = std::max(span, other.span);
    }
};

/// What a job still needs once it goes on; a job that runs is credited what it ran.
milliseconds remainingOf(const PlanColumns &columns, Node job, Instant now)
{
    const milliseconds estimate = columns.estimateOf(job);
    if (columns.statusOf(job) != Status::Running || estimate == NoSpan)
        return estimate;
    const Instant start = columns.startOf(job);
    return start == NoInstant ? NoSpan : std::max(milliseconds(0), start + estimate - now);
}

Reached reachedFrom(const WaitGraph &steps, const PlanColumns &columns, Node job)
{
    Reached reached(steps.size());
    reached.add(job);
    for (std::size_t i = 0; i < reached.size(); ++i)
        steps.forEachNext(reached.at(i), [&](Node next) {
            const Status status = columns.statusOf(steps.planNode(next));
            // a stream that runs still has jobs that wait
            if (steps.isJob(next) ? canBeHeldUp(status) : !hasEnded(status))
                reached.add(next);
        });
    return reached;
}

/// Lengths by number of the step, the longest path counting; what lies on a cycle or behind one
/// stays unknown.
template<typename Next, typename Weight>
std::vector<Length> longestPaths(const Reached &reached, Next forEachNext, Weight weight)
{
    std::vector<std::uint32_t> waits(reached.size(), 0);
    const auto follow = [&](std::size_t from, auto visit) {
        forEachNext(reached.at(from), [&](Node next) {
            const std::size_t number = reached.numberOf(next);
            if (number < reached.size())
                visit(number);
        });
    };
    for (std::size_t i = 0; i < reached.size(); ++i)
        follow(i, [&](std::size_t next) { ++waits[next]; });

    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < reached.size(); ++i)
        if (waits[i] == 0)
            ready.push_back(i);
    std::vector<Length> lengths(reached.size());
    std::vector<bool> isDone(reached.size(), false);
    while (!ready.empty()) {
        const std::size_t i = ready.back();
        ready.pop_back();
        isDone[i] = true;
        lengths[i].add(weight(reached.at(i)));
        follow(i, [&](std::size_t next) {
            lengths[next].raiseTo(lengths[i]);
            if (--waits[next] == 0)
                ready.push_back(next);
        });
    }
    for (std::size_t i = 0; i < reached.size(); ++i)
        lengths[i].isKnown = lengths[i].isKnown && isDone[i];
    return lengths;
}

std::uint32_t countDirect(const PlanGraph &graph, const PlanColumns &columns, Node job)
{
    std::vector<Node> jobs;
    for (const Node next : graph.successors(job))
        graph.appendJobs(next, jobs);
    std::erase_if(jobs,
                  [&](Node next) { return next == job || !canBeHeldUp(columns.statusOf(next)); });
    std::sort(jobs.begin(), jobs.end());
    return static_cast<std::uint32_t>(std::unique(jobs.begin(), jobs.end()) - jobs.begin());
}

/// The steps at which a deadline of the plan is kept or not.
bool hasDeadline(const WaitGraph &steps, const PlanColumns &columns, Node step)
{
    return (steps.isJob(step) || steps.isEnd(step)) &&
           columns.deadlineOf(steps.planNode(step)) != NoInstant;
}

} // namespace

Impact impactOf(const PlanGraph &graph, const PlanColumns &columns, PlanGraph::Node job,
                Instant now)
{
    Impact impact;
    if (job >= graph.jobCount())
        return impact;
    const WaitGraph steps(graph);
    const Status own = columns.statusOf(job);
    const Reached reached = reachedFrom(steps, columns, job);
    const auto lengths = longestPaths(
        reached, [&](Node node, auto visit) { steps.forEachNext(node, visit); },
        [&](Node step) {
            const bool isOver = step == job && hasEnded(own);
            return steps.isJob(step) && !isOver ? remainingOf(columns, step, now) : milliseconds(0);
        });

    impact.direct = countDirect(graph, columns, job);
    bool isActByKnown = standsStill(own);
    for (std::size_t i = 0; i < reached.size(); ++i) {
        const Node step = reached.at(i);
        if (steps.isJob(step) && step != job) {
            impact.jobs.push_back(step);
            impact.critical += columns.isCritical(step) ? 1U : 0U;
        }
        if (!hasDeadline(steps, columns, step) || (step == job && hasEnded(own)))
            continue;
        const Instant deadline = columns.deadlineOf(steps.planNode(step));
        const Length &length = lengths[i];
        isActByKnown = isActByKnown && length.isKnown;
        const auto latest = deadline - length.span;
        if (isActByKnown && (!impact.actBy || latest < *impact.actBy))
            impact.actBy = latest;
        const auto end = length.isKnown ? std::optional(now + length.span) : std::nullopt;
        if (standsStill(own) || (end && *end > deadline))
            impact.deadlinesAtRisk.push_back({steps.planNode(step), deadline, end});
    }
    if (!isActByKnown)
        impact.actBy.reset();
    std::stable_sort(impact.deadlinesAtRisk.begin(), impact.deadlinesAtRisk.end(),
                     [](const auto &a, const auto &b) { return a.deadlineAt < b.deadlineAt; });
    return impact;
}

std::vector<Instant> latestStarts(const PlanGraph &graph, const PlanColumns &columns)
{
    constexpr Instant None = Instant::max(); // no deadline behind it
    const WaitGraph steps(graph);
    std::vector<Instant> latest(steps.size(), None); // NoInstant: unknown
    std::vector<std::uint32_t> waits(steps.size(), 0);
    std::vector<Node> ready;
    for (Node step = 0; step < steps.size(); ++step) {
        steps.forEachNext(step, [&](Node) { ++waits[step]; });
        if (waits[step] == 0)
            ready.push_back(step);
    }
    std::vector<std::uint8_t> isDone(steps.size(), 0);
    while (!ready.empty()) {
        const Node step = ready.back();
        ready.pop_back();
        isDone[step] = 1;
        const Status status = columns.statusOf(steps.planNode(step));
        Instant &own = latest[step];
        if (hasDeadline(steps, columns, step))
            own = std::min(own, columns.deadlineOf(steps.planNode(step)));
        if (steps.isJob(step) && own != None && own != NoInstant) {
            const auto estimate = columns.estimateOf(step);
            own = estimate == NoSpan ? NoInstant : own - estimate;
        }
        // it waits for nobody any more
        const bool isPassed = steps.isJob(step) ? canBeHeldUp(status) : !hasEnded(status);
        steps.forEachPrevious(step, [&](Node previous) {
            if (isPassed)
                latest[previous] = std::min(latest[previous], own);
            if (--waits[previous] == 0)
                ready.push_back(previous);
        });
    }
    latest.resize(graph.jobCount());
    for (Node job = 0; job < latest.size(); ++job)
        if (latest[job] == None || isDone[job] == 0)
            latest[job] = NoInstant;
    return latest;
}

CriticalPath criticalPathTo(const PlanGraph &graph, const PlanColumns &columns,
                            PlanGraph::Node target, Instant now)
{
    CriticalPath path;
    if (target >= graph.jobCount())
        return path;
    const WaitGraph steps(graph);
    Reached reached(steps.size());
    reached.add(target);
    for (std::size_t i = 0; i < reached.size(); ++i)
        steps.forEachPrevious(reached.at(i), [&](Node previous) {
            if (!hasEnded(columns.statusOf(steps.planNode(previous))))
                reached.add(previous);
        });
    const auto lengths = longestPaths(
        reached, [&](Node node, auto visit) { steps.forEachNext(node, visit); },
        [&](Node step) {
            return steps.isJob(step) ? remainingOf(columns, step, now) : milliseconds(0);
        });

    std::vector<bool> isTaken(reached.size(), false); // a cycle ends the chain
    std::size_t at = 0;
    while (at < reached.size() && !isTaken[at]) {
        isTaken[at] = true;
        if (steps.isJob(reached.at(at)))
            path.jobs.push_back(reached.at(at));
        std::size_t longest = reached.size();
        steps.forEachPrevious(reached.at(at), [&](Node previous) {
            const std::size_t number = reached.numberOf(previous);
            if (number < reached.size() &&
                (longest == reached.size() || lengths[number].span > lengths[longest].span))
                longest = number;
        });
        at = longest;
    }
    std::reverse(path.jobs.begin(), path.jobs.end());
    if (lengths[0].isKnown)
        path.remaining = lengths[0].span;
    return path;
}

} // namespace resync::domain

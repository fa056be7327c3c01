// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Neighbours.h"

#include <unordered_set>

namespace resync::simulator {

Neighbours neighboursOf(const PlanView &view, Row job, Direction direction, unsigned depth)
{
    const Plan &plan = view.plan();
    const bool isBefore = direction == Direction::Before;
    const std::vector<Row> &links = isBefore ? plan.jobPredecessors : plan.jobSuccessors;
    Neighbours found;
    std::unordered_set<Row> seen{job};
    std::vector<Row> level{job};
    for (unsigned step = 0; step < depth && found.jobs.size() < MaxNeighbours; ++step) {
        std::vector<Row> next;
        for (Row node : level) {
            const Span span = isBefore ? plan.jobs[node].predecessors : plan.jobs[node].successors;
            for (Row i = span.first; i < span.first + span.count; ++i) {
                if (seen.insert(links[i]).second)
                    next.push_back(links[i]);
            }
        }
        found.jobs.insert(found.jobs.end(), next.begin(), next.end());
        level = std::move(next);
    }
    const Stream &stream = plan.streamOf(plan.jobs[job]);
    const Span span = isBefore ? stream.predecessors : stream.successors;
    const auto &streams = isBefore ? plan.streamPredecessors : plan.streamSuccessors;
    found.streams.assign(streams.begin() + span.first, streams.begin() + span.first + span.count);
    return found;
}

} // namespace resync::simulator

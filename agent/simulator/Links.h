// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/Plan.h"

namespace resync::simulator {

/// The links of \a nodes to their predecessors, seen from the other end; sets their successors.
template<typename Node>
std::vector<Row> linksReversed(std::vector<Node> &nodes, const std::vector<Row> &links)
{
    for (Node &node : nodes)
        node.successors = {};
    for (Row before : links)
        ++nodes[before].successors.count;
    Row next = 0;
    for (Node &node : nodes) {
        node.successors.first = next;
        next += node.successors.count;
    }
    std::vector<Row> result(links.size());
    std::vector<Row> filled(nodes.size());
    for (Row row = 0; row < nodes.size(); ++row) {
        const Span span = nodes[row].predecessors;
        for (Row i = span.first; i < span.first + span.count; ++i)
            result[nodes[links[i]].successors.first + filled[links[i]]++] = row;
    }
    return result;
}

} // namespace resync::simulator

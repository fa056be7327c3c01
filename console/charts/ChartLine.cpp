// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/charts/ChartLine.h"

#include <algorithm>

namespace resync::console {

std::vector<std::vector<ChartPoint>> stretches(const std::vector<ChartPoint> &points)
{
    std::vector<std::vector<ChartPoint>> result;
    bool isOpen = false;
    for (const ChartPoint &point : points) {
        if (point.value && !isOpen)
            result.emplace_back();
        isOpen = point.value.has_value();
        if (isOpen)
            result.back().push_back(point);
    }
    return result;
}

const ChartPoint *nearest(const std::vector<ChartPoint> &points, Instant at)
{
    const auto after =
        std::lower_bound(points.begin(), points.end(), at,
                         [](const ChartPoint &point, Instant when) { return point.at < when; });
    if (points.empty())
        return nullptr;
    if (after == points.end())
        return &points.back();
    if (after == points.begin())
        return &points.front();
    const auto before = std::prev(after);
    return at - before->at < after->at - at ? &*before : &*after;
}

} // namespace resync::console

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/charts/Ticks.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>

namespace resync::console {
namespace {

using std::chrono::seconds;

constexpr std::array<int, 16> TimeSteps = {5,   10,   15,   30,   60,    120,   300,   600,
                                           900, 1800, 3600, 7200, 10800, 21600, 43200, 86400};

double niceStep(double highest, int count)
{
    const double rough = highest / count;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= rough * (1 - 1e-9))
            return factor * power;
    return 10 * power;
}

} // namespace

std::vector<double> valueTicks(double highest, int count)
{
    const double top = highest > 0 && std::isfinite(highest) ? highest : 1;
    const double step = niceStep(top, std::max(count, 1));
    const int steps = static_cast<int>(std::ceil(top / step - 1e-9));
    std::vector<double> ticks;
    for (int i = 0; i <= steps; ++i)
        ticks.push_back(i * step);
    return ticks;
}

int decimalsOf(double step)
{
    if (step >= 1 || step <= 0)
        return 0;
    return static_cast<int>(std::ceil(-std::log10(step) - 1e-9));
}

std::vector<Instant> timeTicks(Instant from, Instant to, int count, const QTimeZone &zone)
{
    const auto span = std::chrono::duration_cast<seconds>(to - from).count();
    const auto fits = [&](int step) { return span / step <= std::max(count, 1); };
    const auto found = std::find_if(TimeSteps.begin(), TimeSteps.end(), fits);
    const qint64 step = (found == TimeSteps.end() ? TimeSteps.back() : *found) * qint64(1000);

    const qint64 start = from.time_since_epoch().count();
    const qint64 offset =
        zone.isValid()
            ? zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(start, Qt::UTC)) * qint64(1000)
            : 0;
    std::vector<Instant> ticks;
    // The offset of the start is good enough for the whole axis: a change of summer time shifts
    // the labels' minutes nowhere in the world by less than half an hour, and at most once a year.
    for (qint64 at = ((start + offset + step - 1) / step) * step - offset;
         at <= to.time_since_epoch().count(); at += step)
        ticks.push_back(Instant(milliseconds(at)));
    return ticks;
}

} // namespace resync::console

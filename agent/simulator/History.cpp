// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/History.h"

#include "agent/simulator/Random.h"

namespace resync::simulator {

PastRun pastRun(const PlanView &view, Row row, unsigned daysAgo)
{
    const Job &job = view.plan().jobs[row];
    const Row position = job.serial % 1'000'003U;
    Random random((std::uint64_t{position} << 16U) ^ (view.plan().day + 1'000U - daysAgo));
    PastRun run;
    run.scheduledAt =
        view.at(view.plan().streamOf(job).scheduledAt) - std::chrono::hours(24) * daysAgo;
    run.startedAt = run.scheduledAt + milliseconds(random.between(3'000, 900'000));
    const double factor = 0.8 + 0.45 * random.unit();
    run.elapsed = milliseconds(static_cast<std::int64_t>(double(job.estimated.count()) * factor));
    run.isError = random.chance(0.03);
    if (run.isError)
        run.returnCode = static_cast<int>(random.between(1, 16));
    run.number = 600'000'000U + position * 32U + daysAgo;
    return run;
}

} // namespace resync::simulator

// SPDX-License-Identifier: GPL-3.0-or-later
/// Measures the mirror's job table: 250 000 jobs (or the number given) as one batch, then batches
/// of 2 % with and without new rows. Prints milliseconds of processor time and bytes.
#include "agent/mirror/JobMerge.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <utility>

using namespace resync;
using namespace resync::mirror;

namespace {

const Instant Start{milliseconds(1'795'500'000'000)};

std::string uuidOf(std::size_t number)
{
    const auto mixed = static_cast<unsigned long long>(number) * 0x9e3779b97f4a7c15ULL;
    std::array<char, 37> text{};
    std::snprintf(text.data(), text.size(), "%08llx-%04llx-3%03llx-8%03llx-%012llx", mixed >> 32U,
                  (mixed >> 16U) & 0xffffU, mixed & 0xfffU, (mixed >> 4U) & 0xfffU,
                  static_cast<unsigned long long>(number));
    return text.data();
}

domain::Job jobOf(std::size_t number, int round)
{
    const std::size_t stream = number / 17;
    domain::Job job;
    job.id = domain::JobId(uuidOf(number));
    job.planId = domain::PlanId("8c1f80b2-6d3e-3a95-8b07-d2e94f1a6c53");
    job.name = "FIN_LOAD_" + std::to_string(number % 100'000);
    job.folder = "/FIN/" + std::to_string(stream % 300);
    job.workstation = "/AGT_FIN" + std::to_string(number % 1000);
    job.stream = {domain::JobStreamId(uuidOf(10'000'000 + stream)), "EOD_" + std::to_string(stream),
                  "/MDM"};
    job.timeZone = "Europe/Zurich";
    job.scheduledAt = Start;
    job.deadlineAt = Start + std::chrono::hours(6);
    job.status = domain::AllStatuses.at((number + static_cast<std::size_t>(round)) % 5);
    job.internalStatus = toString(job.status);
    job.rawStatus = toString(job.status);
    job.priority = 10;
    job.dependencies = {2, 1};
    job.run = domain::Run{domain::RunId(uuidOf(20'000'000 + number)),
                          static_cast<long long>(number),
                          1,
                          "regular",
                          job.workstation,
                          Start,
                          Start + std::chrono::minutes(5),
                          std::chrono::minutes(5),
                          std::chrono::minutes(4)};
    return job;
}

/// Processor time, so that what else the machine does counts little.
class Watch
{
public:
    [[nodiscard]] double milliseconds() const
    {
        return static_cast<double>(std::clock() - m_start) * 1e3 / CLOCKS_PER_SEC;
    }

private:
    std::clock_t m_start = std::clock();
};

/// Jobs \a first, \a first + \a step … below \a end; reading the engine's JSON is not measured.
JobBatch batchOf(std::size_t first, std::size_t end, std::size_t step, int round, const char *what)
{
    std::vector<domain::Job> jobs;
    for (std::size_t i = first; i < end; i += step)
        jobs.push_back(jobOf(i, round));
    const Watch watch;
    JobBatch batch;
    for (const domain::Job &job : jobs)
        batch.put(job);
    std::printf("%-28s put   %8.1f ms  %6.1f MB  %zu rows\n", what, watch.milliseconds(),
                static_cast<double>(batch.bytes()) / 1e6, batch.size());
    return batch;
}

std::shared_ptr<const JobTable> merge(const std::shared_ptr<const JobTable> &last, JobBatch batch,
                                      MergeKind kind, const char *what)
{
    static std::uint64_t generation = 0;
    const Watch watch;
    const auto merged = mergeJobs(last.get(), std::move(batch), kind, Start, ++generation);
    std::printf("%-28s merge %8.1f ms  %6.1f MB  %zu changed\n", what, watch.milliseconds(),
                static_cast<double>(merged.table->bytes()) / 1e6, merged.diff.changed.size());
    return merged.table;
}

} // namespace

int main(int argc, char **argv)
{
    const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 250'000;
    auto table = merge(nullptr, batchOf(0, count, 1, 0, "first"), MergeKind::Whole, "first");
    std::printf("%.1f bytes a row\n",
                static_cast<double>(table->bytes()) / static_cast<double>(table->size()));
    table = merge(table, batchOf(0, count, 1, 0, "sweep, the same"), MergeKind::Partial,
                  "sweep, the same");
    for (int round = 1; round <= 3; ++round)
        table = merge(table, batchOf(0, count, 50, round, "2 %"), MergeKind::Partial, "2 %");
    table = merge(table, batchOf(count, count + count / 50, 1, 0, "2 % new rows"),
                  MergeKind::Partial, "2 % new rows");
    table = merge(table, batchOf(0, count, 1, 4, "whole, all changed"), MergeKind::Whole,
                  "whole, all changed");
    return 0;
}

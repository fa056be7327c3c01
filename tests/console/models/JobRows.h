// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/Dated.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace resync::test {

[[nodiscard]] inline Instant at(int seconds)
{
    using namespace std::chrono;
    return sys_days(year(2026) / 11 / 24) + hours(2) + std::chrono::seconds(seconds);
}

[[nodiscard]] inline domain::Job job(const std::string &id, domain::Status status)
{
    domain::Job out;
    out.id = domain::JobId(id);
    out.name = "JOB_" + id;
    out.folder = "/FIN";
    out.stream.name = "EOD_GL";
    out.workstation = "/AGT1";
    out.status = status;
    return out;
}

[[nodiscard]] inline console::Dated<console::JobRows> dated(std::vector<domain::Job> jobs,
                                                            int ageSeconds = 0)
{
    const auto byId = [](const domain::Job &a, const domain::Job &b) { return a.id < b.id; };
    if (!std::is_sorted(jobs.begin(), jobs.end(), byId))
        std::sort(jobs.begin(), jobs.end(), byId);
    console::Dated<console::JobRows> out;
    out.value = std::make_shared<const std::vector<domain::Job>>(std::move(jobs));
    out.freshness.asOf = at(ageSeconds);
    return out;
}

} // namespace resync::test

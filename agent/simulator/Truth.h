// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/PlanView.h"

#include <string>

namespace resync::simulator {

/// The plan as tests compare it with: {"at", "plan_id", "counts", "jobs": {id: common status}}.
/// \a isWhole adds "job_fields", "streams" and "workstations": by id, what the API tells of them.
[[nodiscard]] std::string truthOf(const PlanView &view, bool isWhole);

} // namespace resync::simulator

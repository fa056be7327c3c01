// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Job.h"
#include "shared/domain/Statement.h"

#include <optional>

namespace resync::domain {

/// Why a job waits, is held or blocked, or failed, from what its own row tells (status, sub-status,
/// flags, dependency counts). Nothing for jobs that run, ended well or were cancelled.
[[nodiscard]] std::optional<Statement> reasonOf(const Job &job);

} // namespace resync::domain

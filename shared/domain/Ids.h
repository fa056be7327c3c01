// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/StrongId.h"

namespace resync::domain {

using JobId = StrongId<struct JobIdTag>;
using JobStreamId = StrongId<struct JobStreamIdTag>;
using WorkstationId = StrongId<struct WorkstationIdTag>;
using PlanId = StrongId<struct PlanIdTag>;
using RunId = StrongId<struct RunIdTag>;
using ResourceId = StrongId<struct ResourceIdTag>;
using PromptId = StrongId<struct PromptIdTag>;

} // namespace resync::domain

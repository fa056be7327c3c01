// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Event.h"
#include "shared/domain/Health.h"

#include <optional>
#include <vector>

namespace resync::health {

/// Turns what changes in health from one look to the next into events "health.changed": one for
/// each component whose state is another, then one for the whole ("overall") if its state is.
/// A component that is not there counts as ok. Thread: one at a time.
class HealthWatch
{
public:
    /// None at the first look. Their generation is the caller's to set.
    [[nodiscard]] std::vector<domain::Event> look(const domain::Health &health, Instant now);

private:
    std::optional<domain::Health> m_last;
};

} // namespace resync::health

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Mirror.h"
#include "shared/core/Clock.h"
#include "shared/domain/Health.h"

#include <string>
#include <vector>

namespace resync::health {

struct HealthSettings
{
    std::string stateDirectory;
    std::vector<std::string>
        unusedComponents; ///< configured, but not used by this version: "redis"
};

/// How the parts of the system are, from what is known already: a question costs the engine
/// nothing. Thread: any.
class HealthService
{
public:
    /// \a mirror: null when no engine is configured.
    HealthService(const mirror::Mirror *mirror, const Clock &clock, HealthSettings settings);

    [[nodiscard]] domain::Health health() const;

private:
    [[nodiscard]] domain::HealthComponent engine() const;
    [[nodiscard]] domain::HealthComponent plan() const;
    [[nodiscard]] domain::HealthComponent disk() const;
    [[nodiscard]] domain::HealthComponent optional(const std::string &name) const;

    const mirror::Mirror *m_mirror;
    const Clock &m_clock;
    const HealthSettings m_settings;
};

} // namespace resync::health

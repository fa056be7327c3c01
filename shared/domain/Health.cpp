// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Health.h"

#include <array>

namespace resync::domain {

namespace {
constexpr std::array<std::string_view, 4> Words = {"ok", "degraded", "down", "unknown"};
}

std::string_view toString(HealthStatus status)
{
    return Words.at(static_cast<std::size_t>(status));
}

std::optional<HealthStatus> healthStatusFromWord(std::string_view word)
{
    for (std::size_t i = 0; i < Words.size(); ++i)
        if (Words.at(i) == word)
            return static_cast<HealthStatus>(i);
    return std::nullopt;
}

HealthStatus overallStatus(const std::vector<HealthComponent> &components)
{
    HealthStatus worst = HealthStatus::Ok;
    for (const auto &component : components) {
        if (!component.configured || component.status == HealthStatus::Ok)
            continue;
        if (component.required && component.status == HealthStatus::Down)
            return HealthStatus::Down;
        if (component.required || component.status != HealthStatus::Unknown)
            worst = HealthStatus::Degraded;
    }
    return worst;
}

Health withoutDetails(Health health)
{
    for (auto &component : health.components) {
        component.message.reset();
        component.latencyMs.reset();
        component.details.clear();
    }
    return health;
}

} // namespace resync::domain

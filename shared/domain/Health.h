// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/domain/Statement.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace resync::domain {

enum class HealthStatus { Ok, Degraded, Down, Unknown };
[[nodiscard]] std::string_view toString(HealthStatus status);
[[nodiscard]] std::optional<HealthStatus> healthStatusFromWord(std::string_view word);

/// One part of the system: engine plan redis knowledge llm store disk clock logs.
struct HealthComponent
{
    std::string name;
    bool configured = false;
    bool required = false;
    HealthStatus status = HealthStatus::Unknown;
    std::optional<Statement> message;
    std::optional<double> latencyMs;
    std::optional<Instant> checkedAt;
    std::optional<Instant> since;
    std::vector<std::pair<std::string, std::string>> details;

    bool operator==(const HealthComponent &) const = default;
};

struct Health
{
    HealthStatus status = HealthStatus::Unknown;
    bool ready = false;
    std::vector<HealthComponent> components;

    bool operator==(const Health &) const = default;
};

/// The worst of the configured components: a required one that is down is Down; any other trouble
/// is Degraded; what is not configured does not count.
[[nodiscard]] HealthStatus overallStatus(const std::vector<HealthComponent> &components);

/// What anybody may see: names and statuses, without messages, latencies and details, which can
/// name hosts.
[[nodiscard]] Health withoutDetails(Health health);

} // namespace resync::domain

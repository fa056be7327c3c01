// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/health/HealthWatch.h"

#include <algorithm>
#include <string>
#include <utility>

namespace resync::health {

namespace {

using domain::HealthComponent;
using domain::HealthStatus;

domain::Severity severityOf(HealthStatus status)
{
    if (status == HealthStatus::Down)
        return domain::Severity::Error;
    return status == HealthStatus::Degraded ? domain::Severity::Warning : domain::Severity::Info;
}

const HealthComponent *find(const domain::Health &health, const std::string &name)
{
    const auto &all = health.components;
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const auto &one) { return one.name == name; });
    return at == all.end() ? nullptr : &*at;
}

HealthStatus statusIn(const domain::Health &health, const std::string &name)
{
    const HealthComponent *component = find(health, name);
    return component != nullptr ? component->status : HealthStatus::Ok;
}

domain::Event changed(const std::string &name, HealthStatus before, HealthStatus after, Instant now)
{
    domain::Event event;
    event.type = "health.changed";
    event.at = now;
    event.observedAt = now;
    event.severity = severityOf(after);
    event.subject = {"component", name, {}, name};
    event.before = toString(before);
    event.after = toString(after);
    event.message = {"health_changed",
                     {{"component", name}, {"before", event.before}, {"after", event.after}},
                     (name == "overall" ? "Health" : "Health of " + name) + " went from " +
                         event.before + " to " + event.after + '.'};
    event.source = "agent";
    return event;
}

} // namespace

std::vector<domain::Event> HealthWatch::look(const domain::Health &health, Instant now)
{
    std::vector<domain::Event> events;
    const auto last = std::exchange(m_last, health);
    if (!last)
        return events;
    const auto compare = [&](const std::string &name) {
        const HealthStatus before = statusIn(*last, name);
        const HealthStatus after = statusIn(health, name);
        if (before == after)
            return;
        events.push_back(changed(name, before, after, now));
        const HealthComponent *component = find(health, name);
        if (component != nullptr && component->message)
            events.back().message = *component->message; // tells why
    };
    for (const HealthComponent &component : health.components)
        compare(component.name);
    for (const HealthComponent &component : last->components) {
        if (find(health, component.name) == nullptr)
            compare(component.name);
    }
    if (last->status != health.status)
        events.push_back(changed("overall", last->status, health.status, now));
    return events;
}

} // namespace resync::health

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/health/EngineDetails.h"

#include <cmath>
#include <string>
#include <utility>

namespace resync::health {

namespace {

using domain::HealthComponent;
using domain::HealthStatus;

constexpr double FullPercent = 80;

void degrade(HealthComponent &engine, domain::Statement why)
{
    if (engine.status != HealthStatus::Ok)
        return; // there is worse to say
    engine.status = HealthStatus::Degraded;
    engine.message = std::move(why);
}

void addNumber(HealthComponent &engine, const char *name, std::optional<int> number)
{
    if (number)
        engine.details.emplace_back(name, std::to_string(*number));
}

void addMessageFile(HealthComponent &engine, const mirror::EngineMetrics &metrics)
{
    if (!metrics.fullestMessageFilePercent || metrics.fullestMessageFile.empty())
        return;
    const double percent = *metrics.fullestMessageFilePercent;
    const std::string rounded = std::to_string(std::lround(percent));
    engine.details.emplace_back("fullest_message_file",
                                metrics.fullestMessageFile + ' ' + rounded + " %");
    if (percent >= FullPercent)
        degrade(engine, {"engine_message_file_full",
                         {{"file", metrics.fullestMessageFile}, {"percent", rounded}},
                         "The engine's message file " + metrics.fullestMessageFile + " is " +
                             rounded + " % full: the plan that the engine shows may be old."});
}

} // namespace

void addHosts(HealthComponent &engine, const std::vector<mirror::EngineHostState> &hosts)
{
    std::string text;
    for (const mirror::EngineHostState &host : hosts) {
        text += (text.empty() ? "" : "; ") + host.host;
        if (host.isInUse)
            text += " in use";
        if (!host.lastError.empty())
            text += (host.isInUse ? ", " : " ") + host.lastError;
    }
    if (!text.empty())
        engine.details.emplace_back("hosts", std::move(text));
}

void addEngineMetrics(HealthComponent &engine, const mirror::EngineMetrics &metrics)
{
    if (metrics.isDatabaseConnected) {
        engine.details.emplace_back("plan_database",
                                    *metrics.isDatabaseConnected ? "connected" : "disconnected");
        if (!*metrics.isDatabaseConnected)
            degrade(engine, {"engine_database_disconnected",
                             {},
                             "The engine says that its database is not connected: the plan that it "
                             "shows may be old."});
    }
    addMessageFile(engine, metrics);
    addNumber(engine, "linked_workstations", metrics.linkedWorkstations);
    addNumber(engine, "unlinked_workstations", metrics.unlinkedWorkstations);
}

} // namespace resync::health

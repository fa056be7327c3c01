// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/V1Names.h"
#include "shared/core/JsonWriter.h"

namespace resync::simulator::v1 {

/// How the objects of API v1 are asked for.
struct Style
{
    IdStyle ids;
    bool withDependencies = false; ///< header Context-PlanDependenciesScope: 1
};

/// The objects of API v1: durations are milliseconds, keys are nested.
void writeEngineInfo(JsonWriter &json, const PlanView &view);
void writePlan(JsonWriter &json, const PlanView &view);
void writeWorkstation(JsonWriter &json, const PlanView &view, Row workstation, const Style &style);
void writeStream(JsonWriter &json, const PlanView &view, Row stream, const Style &style);
void writeJob(JsonWriter &json, const PlanView &view, Row job, const Style &style);
void writeResource(JsonWriter &json, const PlanView &view, Row resource, const Style &style);
void writePrompt(JsonWriter &json, const PlanView &view, Row prompt, const Style &style);
void writeCriticalJob(JsonWriter &json, const PlanView &view, Row job, const Style &style);

} // namespace resync::simulator::v1

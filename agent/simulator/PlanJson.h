// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/PlanView.h"
#include "shared/core/JsonWriter.h"

#include <string_view>

namespace resync::simulator {

/// The objects of the engine's API v2, written straight from the plan. Members that have no value
/// are null where the engine shows them so, and absent otherwise.

/// What the header "scope" asks for; one object by id always has everything.
struct Scope
{
    bool withDefinitions = true;
    bool withDependencies = true;
};

/// The engine's words ("WHOLE_NO_DEPENDENCIES" …). Nothing for other words.
[[nodiscard]] std::optional<Scope> scopeFromWord(std::string_view word);

void writeEngineInfo(JsonWriter &json, const PlanView &view);
void writeWorkstation(JsonWriter &json, const PlanView &view, Row workstation);
void writeStream(JsonWriter &json, const PlanView &view, Row stream, Scope scope);
void writeResource(JsonWriter &json, const PlanView &view, Row resource);
void writePrompt(JsonWriter &json, const PlanView &view, Row prompt);
void writeJob(JsonWriter &json, const PlanView &view, Row job, Scope scope);
/// The array of a job's dependencies: predecessors, prompt, file, resource.
void writeJobDependencies(JsonWriter &json, const PlanView &view, Row job);
void writeStreamDependencies(JsonWriter &json, const PlanView &view, Row stream);

/// Why a job does not start, as {"id","issueType","issueMessage"}; nothing for any other job.
void writeJobIssue(JsonWriter &json, const PlanView &view, Row job);

/// Sixteen digits and letters, a counter at the end: "0AAAAAAAAAAAAB7C".
[[nodiscard]] std::string internalIdentifier(std::uint32_t serial);

/// "/AGT_FIN01#/FIN/FIN_GL_00012(0600 11/13/2025)", as the engine names a stream to people.
[[nodiscard]] std::string streamKey(const PlanView &view, Row stream);

/// "UNIX", "filetransfer" …; "STOP", "RERUN" …
[[nodiscard]] std::string_view taskWord(TaskType type);
[[nodiscard]] std::string_view recoveryWord(Recovery recovery);
/// The member jobStreamStats, the same in both API versions.
void writeStreamStats(JsonWriter &json, const PlanView &view, Row stream);

/// What a job with Gate::File waits for.
[[nodiscard]] std::string inputFileOf(const PlanView &view, Row job);
/// The operating system account and the command of a job.
[[nodiscard]] std::string userOf(const PlanView &view, Row job);
[[nodiscard]] std::string commandOf(const PlanView &view, Row job);

} // namespace resync::simulator

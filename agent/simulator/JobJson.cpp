// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/PlanJson.h"

#include "shared/core/Text.h"

namespace resync::simulator {

namespace {

void writeCompositeStatus(JsonWriter &json, const CompositeStatus &status)
{
    json.beginObject();
    json.member("status", status.status);
    if (status.substatus.empty())
        json.memberNull("substatus");
    else
        json.member("substatus", status.substatus);
    json.member("canceled", status.isCanceled);
    json.member("error", status.isError);
    json.member("started", status.isStarted);
    json.member("cancelPending", false);
    json.member("dontRun", false);
    json.endObject();
}

void writeIdentity(JsonWriter &json, const PlanView &view, Row row)
{
    const Plan &plan = view.plan();
    const Job &job = plan.jobs[row];
    const Stream &stream = plan.streamOf(job);
    const std::string &folder = plan.folders[stream.folder];
    json.member("flowNodeType", "JOB");
    json.member("id", plan.ids.make(IdKind::Job, row).view());
    json.member("planId", plan.ids.make(IdKind::Plan, 0).view());
    json.member("engineId", plan.ids.make(IdKind::Engine, 0).view());
    json.member("name", job.name);
    json.member("key", streamKey(view, job.stream) + "." + job.name);
    json.member("folder", folder);
    json.member("folderId", plan.ids.make(IdKind::Folder, stream.folder).view());
    json.member("workstation", plan.workstations[job.workstation].path);
    json.member("workstationId", plan.ids.make(IdKind::Workstation, job.workstation).view());
    json.member("jobStreamId", plan.ids.make(IdKind::Stream, job.stream).view());
    json.member("jobStreamName", stream.name);
    json.member("jobStreamWorkstation", plan.workstations[stream.workstation].path);
    json.member("jobStreamWorkstationId",
                plan.ids.make(IdKind::Workstation, stream.workstation).view());
    json.member("position", job.position);
}

void writeDefinition(JsonWriter &json, const PlanView &view, Row row)
{
    const Plan &plan = view.plan();
    const Job &job = plan.jobs[row];
    json.key("jobDefinition");
    json.beginObject();
    json.member("id", plan.ids.make(IdKind::Definition, row).view());
    json.member("jobDefinitionModelId", plan.ids.make(IdKind::DefinitionModel, row).view());
    json.member("name", job.name);
    json.member("folder", plan.folders[plan.streamOf(job).folder]);
    json.member("workstation", plan.workstations[job.workstation].path);
    json.member("description",
                "Step " + std::to_string(job.position) + " of " + plan.streamOf(job).name);
    json.key("task");
    json.beginObject();
    json.key(taskWord(job.task));
    json.beginObject();
    json.member("taskString", commandOf(view, row));
    json.member("isCommand", "false");
    json.member("userName", userOf(view, row));
    json.endObject();
    json.endObject();
    json.member("taskType", taskWord(job.task));
    json.key("userLogins");
    json.beginArray();
    json.value(userOf(view, row));
    json.endArray();
    json.member("estimatedDuration", formatIsoDuration(job.estimated));
    json.member("recoveryOption", recoveryWord(job.recovery));
    json.endObject();
}

void writeFlags(JsonWriter &json, const PlanView &view, Row row)
{
    const Job &job = view.plan().jobs[row];
    json.key("jobDefinitionFlags");
    json.beginObject();
    json.member("monitored", false);
    json.member("aliased", false);
    json.member("interactive", false);
    json.endObject();
    json.key("jobStatusFlags");
    json.beginObject();
    json.member("jobLate", view.isLate(row));
    json.member("untilGone", false);
    json.member("deadlineHasPassed", view.isLate(row));
    json.member("needMessage", job.gate == Gate::Prompt && view.life().isReleased(job.stream) &&
                                   !view.isGateOpen(row));
    json.member("promotedToUrgentQueue", false);
    json.member("jobStreamCancelled", false);
    json.member("restarted", view.life().job(row).attempts > 1);
    json.endObject();
    json.key("jobOptions");
    json.beginObject();
    json.member("critical", job.isCritical);
    json.member("every", false);
    json.member("requiresConfirmation", false);
    json.member("noOperation", false);
    json.endObject();
}

void writeTimeRestrictions(JsonWriter &json, const PlanView &view, Row row)
{
    const Job &job = view.plan().jobs[row];
    const milliseconds due = view.plan().streamOf(job).scheduledAt;
    json.key("timeRestrictions");
    json.beginObject();
    json.member("startTime", view.at(due));
    if (job.deadline.count() > 0)
        json.member("deadlineTime", view.at(job.deadline));
    else
        json.memberNull("deadlineTime");
    json.memberNull("latestStartTime");
    if (job.maxDuration.count() > 0) {
        json.member("maxDuration", formatIsoDuration(job.maxDuration));
        json.member("maxDurationAction", "continue");
    } else {
        json.memberNull("maxDuration");
    }
    json.member("timeDependent", true);
    json.member("startTimeSatisfied", view.life().now() >= due);
    json.endObject();
}

void writeDependencyCounts(JsonWriter &json, const PlanView &view, Row row)
{
    const Job &job = view.plan().jobs[row];
    json.key("dependenciesStats");
    json.beginObject();
    json.member("numberOfDependencies", view.dependencyCount(row));
    json.member("numberOfUnresolvedDependencies", view.unresolvedCount(row));
    json.member("numberOfJobDependencies", job.predecessors.count);
    json.member("numberOfPromptDependencies", job.gate == Gate::Prompt ? 1 : 0);
    json.member("numberOfFileDependencies", job.gate == Gate::File ? 1 : 0);
    json.member("numberOfResourceDependencies", job.resource == NoRow ? 0 : 1);
    json.endObject();
}

void writeRunTimes(JsonWriter &json, const PlanView &view, Row row, const RunTimes &run)
{
    json.member("submittedTime", view.maybeAt(run.readyAt));
    json.key("timeInfo");
    json.beginObject();
    json.member("estimatedDuration", formatIsoDuration(view.plan().jobs[row].estimated));
    if (run.hasStarted())
        json.member("actualStartTime", view.at(run.startedAt));
    if (run.hasStarted() && run.hasEnded()) {
        json.member("elapsedTime", formatIsoDuration(run.endedAt - run.startedAt));
        json.member("actualEndTime", view.at(run.endedAt));
    }
    json.endObject();
}

void writeRun(JsonWriter &json, const PlanView &view, Row row, unsigned attempt)
{
    const Plan &plan = view.plan();
    const JobState &state = view.life().job(row);
    const bool isLast = attempt == state.attempts;
    json.beginObject();
    json.member("id", plan.ids.make(IdKind::Run, row, attempt).view());
    json.member("name", plan.jobs[row].name);
    json.member("jobId", plan.ids.make(IdKind::Job, row).view());
    json.member("jobNumber", view.jobNumber(row, attempt));
    json.member("actualWorkstation", plan.workstations[view.actualWorkstation(row)].path);
    json.member("commonStatus", engineWord(view.runCommonStatus(row, attempt)));
    json.key("compositeStatus");
    writeCompositeStatus(json, view.runStatus(row, attempt));
    json.member("returnCode", view.returnCode(row, attempt));
    json.member("rerunType", attempt == 1 ? "REGULAR" : "RECOVERY_RERUN");
    json.member("lastInRerunChain", isLast);
    json.member("runAttempt", attempt);
    json.member("maxDurationGone", isLast && view.hasExceededMaxDuration(row));
    json.member("minDurationNotReached", false);
    writeRunTimes(json, view, row, state.runs[attempt - 1U]);
    json.endObject();
}

void writeRuns(JsonWriter &json, const PlanView &view, Row row)
{
    json.key("jobruns");
    json.beginArray();
    for (unsigned attempt = 1; attempt <= view.life().job(row).attempts; ++attempt)
        writeRun(json, view, row, attempt);
    json.endArray();
}

void beginDependency(JsonWriter &json, const PlanView &view, Row row, std::uint32_t number,
                     std::string_view type, bool isSatisfied)
{
    json.beginObject();
    json.member("dependencyType", type);
    json.member("id", view.plan().ids.make(IdKind::Dependency, row, number).view());
    json.member("dependencyStatus", isSatisfied ? "SATISFIED" : "UNSATISFIED");
    json.member("satisfied", isSatisfied);
}

void writeJobDependency(JsonWriter &json, const PlanView &view, Row row, Row before,
                        std::uint32_t number)
{
    const Plan &plan = view.plan();
    const Job &predecessor = plan.jobs[before];
    const Stream &stream = plan.streamOf(predecessor);
    const bool isInternal = predecessor.stream == plan.jobs[row].stream;
    beginDependency(json, view, row, number, isInternal ? "INTERNAL" : "EXTERNAL_JOB",
                    view.life().isSatisfied(before, row));
    json.member("jobId", plan.ids.make(IdKind::Job, before).view());
    json.member("jobName", predecessor.name);
    json.member("jobStreamName", stream.name);
    json.member("jobStreamWorkstation", plan.workstations[stream.workstation].path);
    json.member("jobStreamSchedTime", view.at(stream.scheduledAt));
    json.key("predecessorStatus");
    writeCompositeStatus(json, view.jobStatus(before));
    json.member("critical", predecessor.isCritical);
    json.member("conditional", plan.jobs[row].runsOnlyAfterError);
    if (!isInternal) {
        json.member("jobStreamId", plan.ids.make(IdKind::Stream, predecessor.stream).view());
        json.member("pending", false);
        json.member("zombie", false);
    }
    json.endObject();
}

void writeGate(JsonWriter &json, const PlanView &view, Row row, std::uint32_t number)
{
    const Job &job = view.plan().jobs[row];
    if (job.gate == Gate::Prompt) {
        const Prompt &prompt = view.plan().prompts[job.prompt];
        const bool isYes = view.isGateOpen(row);
        json.beginObject();
        json.member("dependencyType", "PROMPT");
        json.member("id", view.plan().ids.make(IdKind::Prompt, job.prompt).view());
        json.member("dependencyStatus", isYes ? "SATISFIED" : "UNSATISFIED");
        json.member("satisfied", isYes);
        json.member("promptName", prompt.name);
        json.member("promptType", "Predefined Prompt");
        json.member("promptStatus", engineWord(view.life().prompt(job.prompt).answer));
        json.member("number", prompt.number);
        json.member("text", prompt.text);
    } else {
        beginDependency(json, view, row, number, "FILE", view.isGateOpen(row));
        json.key("file");
        json.beginObject();
        json.member("name", inputFileOf(view, row));
        json.member("workstation", view.plan().workstations[job.workstation].path);
        json.member("qualifier", "-f %p");
        json.endObject();
    }
    json.endObject();
}

void writeResourceDependency(JsonWriter &json, const PlanView &view, Row row, std::uint32_t number)
{
    const Plan &plan = view.plan();
    const Job &job = plan.jobs[row];
    const Resource &resource = plan.resources[job.resource];
    const int inUse = view.life().unitsInUse(job.resource);
    beginDependency(json, view, row, number, "RESOURCE", !view.life().job(row).lacksResource);
    json.member("name", resource.name);
    json.member("workstation", plan.workstations[resource.workstation].path);
    json.member("quantity", job.units);
    json.member("quantityHeld", view.life().job(row).holdsResource ? int{job.units} : 0);
    json.member("available", resource.quantity - inUse);
    json.member("totalQuantity", resource.quantity);
    json.endObject();
}

} // namespace

std::string_view taskWord(TaskType type)
{
    switch (type) {
    case TaskType::Unix:
        return "UNIX";
    case TaskType::Windows:
        return "WINDOWS";
    case TaskType::FileTransfer:
        return "filetransfer";
    case TaskType::Database:
        break;
    }
    return "database";
}

std::string_view recoveryWord(Recovery recovery)
{
    switch (recovery) {
    case Recovery::Stop:
        return "STOP";
    case Recovery::Continue:
        return "CONTINUE";
    case Recovery::Rerun:
        break;
    }
    return "RERUN";
}

std::string inputFileOf(const PlanView &view, Row job)
{
    return "/var/in/" + toLower(view.plan().jobs[job].name) + ".csv";
}

void writeJobDependencies(JsonWriter &json, const PlanView &view, Row row)
{
    const Job &job = view.plan().jobs[row];
    json.beginArray();
    for (std::uint32_t i = 0; i < job.predecessors.count; ++i)
        writeJobDependency(json, view, row, view.plan().jobPredecessors[job.predecessors.first + i],
                           i);
    if (job.gate != Gate::None)
        writeGate(json, view, row, job.predecessors.count);
    if (job.resource != NoRow)
        writeResourceDependency(json, view, row, job.predecessors.count + 1);
    json.endArray();
}

void writeJob(JsonWriter &json, const PlanView &view, Row row, Scope scope)
{
    const Plan &plan = view.plan();
    const Job &job = plan.jobs[row];
    json.beginObject();
    writeIdentity(json, view, row);
    json.member("schedTime", view.at(plan.streamOf(job).scheduledAt));
    json.member("timeZone", "UTC");
    json.member("priority", view.life().job(row).priority);
    json.member("origPriority", job.priority);
    json.member("lastRunCommonStatus", engineWord(view.life().jobStatus(row)));
    json.key("lastRunCompositeStatus");
    writeCompositeStatus(json, view.jobStatus(row));
    json.member("jobDefinitionRefId", plan.ids.make(IdKind::Definition, row).view());
    if (scope.withDefinitions)
        writeDefinition(json, view, row);
    writeFlags(json, view, row);
    writeTimeRestrictions(json, view, row);
    writeDependencyCounts(json, view, row);
    json.key("dependencies");
    if (scope.withDependencies)
        writeJobDependencies(json, view, row);
    else
        json.raw("[]");
    writeRuns(json, view, row);
    if (job.isCritical)
        json.member("criticalStart", view.at(job.deadline - job.estimated));
    else
        json.memberNull("criticalStart");
    json.memberNull("confidenceInterval");
    json.key("actions");
    json.raw("[]");
    json.member("archived", false);
    json.endObject();
}

void writeJobIssue(JsonWriter &json, const PlanView &view, Row row)
{
    const CompositeStatus status = view.jobStatus(row);
    const bool isHindered =
        status.status == "HOLD" || status.status == "READY" || status.status == "FENCE";
    if (!isHindered)
        return;
    const Job &job = view.plan().jobs[row];
    json.beginObject();
    json.member("id", view.plan().ids.make(IdKind::Job, row).view());
    json.member("issueType", status.substatus.empty() ? status.status : status.substatus);
    json.member("issueMessage",
                job.name + " does not start: " +
                    toLower(status.substatus.empty() ? status.status : status.substatus) + ", " +
                    std::to_string(view.unresolvedCount(row)) + " dependencies open");
    json.endObject();
}

} // namespace resync::simulator

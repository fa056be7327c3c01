// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/V1Json.h"

#include "agent/simulator/Critical.h"
#include "agent/simulator/PlanJson.h"
#include "resync/Version.h"
#include "shared/core/Text.h"

namespace resync::simulator::v1 {

namespace {

void writeName(JsonWriter &json, std::string_view key, std::string_view name)
{
    json.key(key);
    json.beginObject();
    json.member("name", name);
    json.endObject();
}

const std::string &pathOf(const PlanView &view, Row workstation)
{
    return view.plan().workstations[workstation].path;
}

void writeStatus(JsonWriter &json, std::string_view common, const CompositeStatus &status)
{
    json.key("status");
    json.beginObject();
    json.member("commonStatus", common);
    json.member("internalStatus", internalWord(status.status));
    json.member("canceled", status.isCanceled);
    json.endObject();
}

void writeStreamKey(JsonWriter &json, const PlanView &view, std::string_view name, Row row,
                    const Style &style)
{
    const Stream &stream = view.plan().streams[row];
    json.key(name);
    json.beginObject();
    json.member("id", streamId(view, row, style.ids));
    json.member("name", stream.name);
    json.member("startTime", view.at(stream.scheduledAt));
    writeName(json, "workstationKey", pathOf(view, stream.workstation));
    writeName(json, "folderKey", view.plan().folders[stream.folder]);
    json.endObject();
}

void writeDefinition(JsonWriter &json, const PlanView &view, Row row)
{
    const Job &job = view.plan().jobs[row];
    const JobState &state = view.life().job(row);
    json.key("jobDefinition");
    json.beginObject();
    json.key("jobDefinitionInPlanKey");
    json.beginObject();
    json.member("name", job.name);
    writeName(json, "workstationInPlanKey", pathOf(view, job.workstation));
    json.endObject();
    json.member("taskType", taskWord(job.task));
    json.member("taskString", commandOf(view, row));
    json.member("userLogin", userOf(view, row));
    json.member("recoveryOption", recoveryWord(job.recovery));
    json.member("estimatedDuration", job.estimated.count());
    json.member("returnCode",
                state.attempts > 0 ? view.returnCode(row, state.attempts) : std::nullopt);
    json.endObject();
}

void writeRunTimes(JsonWriter &json, const PlanView &view, Row row)
{
    const JobState &state = view.life().job(row);
    const RunTimes run = state.attempts > 0 ? state.runs[state.attempts - 1U] : RunTimes();
    json.key("timeInfo");
    json.beginObject();
    json.member("estimatedDuration", view.plan().jobs[row].estimated.count());
    json.member("actualStartTime", view.maybeAt(run.startedAt));
    if (run.hasStarted() && run.hasEnded()) {
        json.member("elapsedTime", (run.endedAt - run.startedAt).count());
        json.member("actualEndTime", view.at(run.endedAt));
    } else {
        json.memberNull("elapsedTime");
        json.memberNull("actualEndTime");
    }
    json.endObject();
}

void writeTimeRestriction(JsonWriter &json, const PlanView &view, Row row)
{
    const Job &job = view.plan().jobs[row];
    json.key("timeRestriction");
    json.beginObject();
    json.member("startTime", view.at(view.plan().streamOf(job).scheduledAt));
    json.memberNull("untilTime");
    if (job.deadline.count() > 0)
        json.member("deadlineTime", view.at(job.deadline));
    else
        json.memberNull("deadlineTime");
    json.member("untilAction", "SUPPRESS");
    if (job.maxDuration.count() > 0)
        json.member("maxDuration", job.maxDuration.count());
    else
        json.memberNull("maxDuration");
    json.endObject();
}

/// Jobs that are not critical have the same object, with less in it.
void writeCriticalNetwork(JsonWriter &json, const PlanView &view, Row row)
{
    const Job &job = view.plan().jobs[row];
    json.key("criticalNetworkInfo");
    json.beginObject();
    json.member("critical", job.isCritical);
    json.member("late", view.isLate(row));
    json.member("longRunning", view.hasExceededMaxDuration(row));
    json.member("onCriticalPath", job.isCritical);
    if (job.isCritical) {
        const CriticalState state = criticalState(view, row);
        json.member("criticalStart", view.at(job.deadline - job.estimated));
        json.member("estimatedStartTime", view.at(state.estimatedStart));
        json.member("estimatedEndTime", view.at(state.estimatedEnd));
        json.key("criticalJobInfo");
        json.beginObject();
        json.member("alertLevel", simulator::engineWord(state.risk));
        json.member("confidenceFactor", state.confidence);
        json.member("appliedDeadlineTime", view.at(job.deadline));
        const milliseconds left = std::max(milliseconds(0), state.estimatedEnd - view.life().now());
        json.member("criticalPathRemainingDuration", left.count());
        json.member("lastCritPathRecalculation", view.now());
        json.endObject();
    }
    json.endObject();
}

void writeFlags(JsonWriter &json, const PlanView &view, Row row)
{
    const JobState &state = view.life().job(row);
    const Job &job = view.plan().jobs[row];
    json.key("flags");
    json.beginObject();
    json.member("monitored", false);
    json.member("running", state.phase == Phase::Running);
    json.member("heldByUser", state.priority == 0);
    json.member("jobLate", view.isLate(row));
    json.member("needMessage", job.gate == Gate::Prompt && view.life().isReleased(job.stream) &&
                                   !view.isGateOpen(row));
    json.member("rerunJob", state.attempts > 1);
    json.member("requiresConfirmation", false);
    json.member("pendingCancellation", false);
    json.endObject();
}

void writeJobLinks(JsonWriter &json, const PlanView &view, Row row, bool isInternal,
                   const Style &style)
{
    const Plan &plan = view.plan();
    const Job &job = plan.jobs[row];
    json.key(isInternal ? "internalDependencyInPlan" : "externalDependencyInPlan");
    json.beginArray();
    for (Row i = job.predecessors.first; i < job.predecessors.first + job.predecessors.count; ++i) {
        const Row before = plan.jobPredecessors[i];
        if ((plan.jobs[before].stream == job.stream) != isInternal || !style.withDependencies)
            continue;
        json.beginObject();
        json.member("jobId", jobId(view, before, style.ids));
        json.member("jobName", plan.jobs[before].name);
        writeStreamKey(json, view, "jobStreamInPlanKey", plan.jobs[before].stream, style);
        json.member("satisfied", view.life().isSatisfied(before, row));
        json.endObject();
    }
    json.endArray();
}

void writeDependencies(JsonWriter &json, const PlanView &view, Row row, const Style &style)
{
    const Plan &plan = view.plan();
    const Job &job = plan.jobs[row];
    json.key("dependencies");
    json.beginObject();
    writeJobLinks(json, view, row, true, style);
    writeJobLinks(json, view, row, false, style);
    json.key("fileDependencyInPlan");
    json.beginArray();
    if (style.withDependencies && job.gate == Gate::File) {
        json.beginObject();
        json.member("fileName", inputFileOf(view, row));
        json.member("satisfied", view.isGateOpen(row));
        json.endObject();
    }
    json.endArray();
    json.key("promptDependencyInPlan");
    json.beginArray();
    if (style.withDependencies && job.prompt != NoRow) {
        json.beginObject();
        json.member("promptName", plan.prompts[job.prompt].name);
        json.member("satisfied", view.isGateOpen(row));
        json.endObject();
    }
    json.endArray();
    json.key("resourceDependencyInPlan");
    json.beginArray();
    if (style.withDependencies && job.resource != NoRow) {
        json.beginObject();
        json.member("resourceName", plan.resources[job.resource].name);
        json.member("quantity", job.units);
        json.member("satisfied", !view.life().job(row).lacksResource);
        json.endObject();
    }
    json.endArray();
    for (std::string_view none :
         {"internetworkDependenciesInPlan", "conditionalDependencyInPlan"}) {
        json.key(none);
        json.raw("[]");
    }
    json.endObject();
    json.key("dependenciesStats");
    json.beginObject();
    json.member("numberOfDependencies", view.dependencyCount(row));
    json.member("numberOfUnresolvedDependencies", view.unresolvedCount(row));
    json.endObject();
}

} // namespace

void writeEngineInfo(JsonWriter &json, const PlanView &view)
{
    const Plan &plan = view.plan();
    json.beginObject();
    json.member("type", "DISTRIBUTED");
    json.member("engineType", "DISTRIBUTED");
    json.member("displayVersion", "10.2.5.00");
    json.member("version", "10.2.5");
    json.member("fullVersion", std::string("10.2.5.00.resync-twsim-") + Version);
    json.member("apiLevel", 3);
    json.member("featureLevel", "resync-twsim demo");
    json.member("hasPlan", true);
    json.member("hasModel", true);
    json.member("hasDatabasePlan", true);
    json.member("timezone", "UTC");
    json.member("planTimezone", "UTC");
    json.member("dbTimezone", "UTC");
    json.member("workstationName", plan.workstations.front().name());
    json.member("domainName", "MASTERDM");
    json.member("masterWorkstation", plan.workstations.front().name());
    json.member("masterDomain", "MASTERDM");
    json.member("synphonyFound", true);
    json.member("synphonyRunNumber", view.runNumber());
    json.member("synphonyScheduledDate", view.at(plan.begin));
    json.member("synphonyPlanStart", view.at(plan.begin));
    json.member("synphonyPlanEnd", view.at(plan.end - std::chrono::minutes(1)));
    json.member("synphonyStartOfDay", 0);
    json.member("synphonyBatchManStatus", "LIVES");
    json.member("synphonySize", plan.jobs.size());
    json.member("rdbmsType", "DB2");
    json.member("roleBasedSecurityEnabled", true);
    json.member("auditPlan", false);
    json.member("licenseType", "PERSERVER");
    json.key("executorList");
    json.raw("[]");
    json.endObject();
}

void writePlan(JsonWriter &json, const PlanView &view)
{
    const Plan &plan = view.plan();
    json.beginObject();
    json.member("id", plan.ids.make(IdKind::Plan, 0).view());
    json.key("key");
    json.beginObject();
    json.member("name", "Symphony");
    json.member("type", "CURRENT");
    json.endObject();
    json.member("runNumber", view.runNumber());
    json.member("creationDate", view.at(plan.begin));
    json.member("validFrom", view.at(plan.begin));
    json.member("validTo", view.at(plan.end - std::chrono::minutes(1)));
    json.memberNull("timeFirstJobStarted");
    json.member("size", plan.jobs.size());
    json.member("numberOfCpu", plan.workstations.size());
    json.member("criticalPathEnabled", true);
    json.member("whatIfEnabled", true);
    json.member("startOfDay", formatInstant(view.at(plan.begin)).substr(11, 2) +
                                  formatInstant(view.at(plan.begin)).substr(14, 2));
    json.member("masterWorkstationName", plan.workstations.front().name());
    json.member("timezoneEnabled", true);
    json.member("active", true);
    json.endObject();
}

void writeWorkstation(JsonWriter &json, const PlanView &view, Row row, const Style &style)
{
    const Plan &plan = view.plan();
    const Workstation &station = plan.workstations[row];
    const StationLimits &limits = view.life().limitsOf(row);
    json.beginObject();
    json.member("id", workstationId(view, row, style.ids));
    writeName(json, "key", station.path);
    json.key("workstationInPlanKey");
    json.beginObject();
    json.member("name", station.path);
    json.member("originalName", station.name());
    json.member("symId", station.name());
    writeName(json, "folderKey", plan.folders.front());
    json.endObject();
    json.member("type", v1::engineWord(station.type));
    json.member("os", station.isWindows ? "WINDOWS" : "LINUX");
    json.member("nodeName", toLower(station.name()) + ".example.net");
    json.member("linkStatus", limits.isLinked ? "LINKED" : "UNLINKED");
    json.member("jobmanUp", limits.isLinked);
    json.member("writerUp", limits.isLinked);
    json.member("initialized", true);
    json.member("fullStatus", station.type == WorkstationType::Manager);
    json.member("autoLink", true);
    json.member("applicationServerStatus", "RUNNING");
    json.member("evtProcRunning", false);
    json.member("ssmRunning", true);
    json.member("limit", limits.limit);
    json.member("fence", limits.fence);
    json.member("symRunNumber", view.runNumber());
    json.member("requestedJobs", view.life().runningOn(row));
    json.member("tcpPort", 31114);
    json.member("sslPort", 31113);
    json.member("version", "10.2.5.00");
    json.member("timeStarted", view.at(plan.begin + std::chrono::seconds(53)));
    writeName(json, "domainInPlanKey", "MASTERDM");
    json.member("timeZone", "UTC");
    json.endObject();
}

void writeStream(JsonWriter &json, const PlanView &view, Row row, const Style &style)
{
    const Plan &plan = view.plan();
    const Stream &stream = plan.streams[row];
    const PlanLife &life = view.life();
    json.beginObject();
    json.member("id", streamId(view, row, style.ids));
    json.member("name", stream.name);
    writeStreamKey(json, view, "key", row, style);
    json.member("internalIdentifier", internalIdentifier(stream.serial));
    json.member("productionDate", view.at(plan.begin));
    json.member("scheduledDate", view.at(stream.scheduledAt));
    writeStatus(json, simulator::engineWord(life.streamStatus(row)), view.streamStatus(row));
    writeStreamStats(json, view, row);
    json.member("limit", stream.limit);
    json.member("priority", stream.priority);
    json.member("originalPriority", stream.priority);
    json.member("carriedForward", stream.isCarried);
    json.member("lateJobStream", false);
    json.member("heldByUser", stream.priority == 0);
    json.key("timeInfo");
    json.beginObject();
    json.member("estimatedDuration", stream.estimated.count());
    json.member("actualStartTime", view.maybeAt(life.streamStartedAt(row)));
    json.member("actualEndTime", view.maybeAt(life.streamEndedAt(row)));
    json.endObject();
    json.key("timeRestriction");
    json.beginObject();
    json.member("startTime", view.at(stream.scheduledAt));
    json.memberNull("deadlineTime");
    json.endObject();
    json.key("jobs");
    json.raw("[]");
    json.key("dependencies");
    json.beginObject();
    json.key("externalDependencyInPlan");
    json.beginArray();
    const Span before = stream.predecessors;
    for (Row i = before.first; style.withDependencies && i < before.first + before.count; ++i) {
        json.beginObject();
        writeStreamKey(json, view, "jobStreamInPlanKey", plan.streamPredecessors[i], style);
        json.member("satisfied", life.isStreamDone(plan.streamPredecessors[i]));
        json.endObject();
    }
    json.endArray();
    json.endObject();
    json.memberNull("submitter");
    json.endObject();
}

void writeJob(JsonWriter &json, const PlanView &view, Row row, const Style &style)
{
    const Plan &plan = view.plan();
    const Job &job = plan.jobs[row];
    const JobState &state = view.life().job(row);
    json.beginObject();
    json.member("id", jobId(view, row, style.ids));
    json.member("name", job.name);
    writeDefinition(json, view, row);
    writeName(json, "workstationInPlan", pathOf(view, job.workstation));
    writeStreamKey(json, view, "jobStreamInPlan", job.stream, style);
    writeStatus(json, simulator::engineWord(view.life().jobStatus(row)), view.jobStatus(row));
    json.member("priority", state.priority);
    json.member("originalPriority", job.priority);
    if (state.attempts > 0)
        json.member("jobNumber", view.jobNumber(row, state.attempts));
    else
        json.memberNull("jobNumber");
    json.member("rerunType", state.attempts > 1 ? "RECOVERY" : "REGULAR");
    json.member("lastInRerunChain", true);
    json.member("rerunInstancesNumber", state.attempts > 1 ? state.attempts - 1 : 0);
    writeRunTimes(json, view, row);
    writeTimeRestriction(json, view, row);
    writeCriticalNetwork(json, view, row);
    writeFlags(json, view, row);
    writeDependencies(json, view, row, style);
    json.member("jobStreamId", streamId(view, job.stream, style.ids));
    json.member("jobDefinitionId", plan.ids.make(IdKind::Definition, row).view());
    json.member("planId", plan.ids.make(IdKind::Plan, 0).view());
    json.member("actualWorkstation", pathOf(view, view.actualWorkstation(row)));
    json.endObject();
}

void writeResource(JsonWriter &json, const PlanView &view, Row row, const Style &style)
{
    const Resource &resource = view.plan().resources[row];
    const int inUse = view.life().unitsInUse(row);
    json.beginObject();
    json.member("id", view.plan().ids.make(IdKind::Resource, row).view());
    json.key("resourceInPlanKey");
    json.beginObject();
    json.member("name", resource.name);
    writeName(json, "workstationInPlanKey", pathOf(view, resource.workstation));
    json.endObject();
    json.member("quantityDefined", resource.quantity);
    json.member("quantityInUse", inUse);
    json.member("quantityAvailable", resource.quantity - inUse);
    json.member("status", view.resourceStatus(row));
    json.key("holders");
    json.beginArray();
    for (Row holder : view.holdersOf(row)) {
        const Job &job = view.plan().jobs[holder];
        json.beginObject();
        writeStreamKey(json, view, "jobStreamKey", job.stream, style);
        writeName(json, "jobKey", job.name);
        json.member("quantity", job.units);
        json.endObject();
    }
    json.endArray();
    json.endObject();
}

void writePrompt(JsonWriter &json, const PlanView &view, Row row, const Style &style)
{
    const Prompt &prompt = view.plan().prompts[row];
    const PromptState &state = view.life().prompt(row);
    json.beginObject();
    json.member("id", view.plan().ids.make(IdKind::Prompt, row).view());
    writeName(json, "promptInPlanKey", prompt.name);
    json.member("number", prompt.number);
    json.member("text", prompt.text);
    json.member("status", simulator::engineWord(state.answer));
    json.member("type", "GLOBAL");
    json.member("jobId", jobId(view, prompt.job, style.ids));
    json.member("jobStreamId", streamId(view, view.plan().jobs[prompt.job].stream, style.ids));
    json.member("timeAsked", view.maybeAt(state.askedAt));
    json.member("timeRespond", view.maybeAt(state.answeredAt));
    json.endObject();
}

void writeCriticalJob(JsonWriter &json, const PlanView &view, Row row, const Style &style)
{
    const Job &job = view.plan().jobs[row];
    const CriticalState state = criticalState(view, row);
    json.beginObject();
    json.member("id", jobId(view, row, style.ids));
    json.key("key");
    json.beginObject();
    json.member("name", job.name);
    writeName(json, "workstationKey", pathOf(view, job.workstation));
    writeStreamKey(json, view, "jobStreamInPlanKey", job.stream, style);
    json.endObject();
    writeName(json, "workstationInPlan", pathOf(view, job.workstation));
    writeStreamKey(json, view, "jobStreamInPlan", job.stream, style);
    writeStatus(json, simulator::engineWord(view.life().jobStatus(row)), view.jobStatus(row));
    json.member("isOnCriticalJobPath", true);
    json.member("estimatedEndSigma", job.estimated.count() / 4);
    json.member("sigma", job.estimated.count() / 8);
    writeCriticalNetwork(json, view, row);
    for (std::string_view list : {"jobPredecessors", "jobSuccessors"}) {
        json.key(list);
        json.raw("[]");
    }
    json.key("unresolvedPreds");
    json.beginArray();
    for (Row before : state.openPredecessors) {
        json.beginObject();
        json.member("id", jobId(view, before, style.ids));
        writeName(json, "key", view.plan().jobs[before].name);
        json.endObject();
    }
    json.endArray();
    writeRunTimes(json, view, row);
    writeTimeRestriction(json, view, row);
    json.endObject();
}

} // namespace resync::simulator::v1

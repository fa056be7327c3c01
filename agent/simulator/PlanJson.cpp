// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/PlanJson.h"

#include "agent/simulator/Network.h"
#include "resync/Version.h"
#include "shared/core/Text.h"

#include <array>
#include <utility>

namespace resync::simulator {

namespace {

std::uint32_t jobsWith(const PlanView &view, Row stream, domain::Status status)
{
    return view.life().jobCountsOf(stream)[static_cast<std::size_t>(status)];
}

void writeStates(JsonWriter &json, const PlanView &view, Row row)
{
    const Workstation &station = view.plan().workstations[row];
    json.key("activeStates");
    json.beginArray();
    if (station.type == WorkstationType::Manager)
        json.value("MASTER");
    if (station.type == WorkstationType::Broker)
        json.value("BROKER");
    if (view.life().limitsOf(row).isLinked) {
        for (std::string_view state : {"LINKED", "RUNNING", "JOBMAN_UP"})
            json.value(state);
    }
    json.value("IS_INITED");
    json.endArray();
    json.key("activeFlags");
    json.beginArray();
    json.value("AUTO_LINK");
    if (station.type == WorkstationType::Manager)
        json.value("FULL_STATUS");
    json.endArray();
}

void writeHost(JsonWriter &json, const Plan &plan, const Workstation &station)
{
    const bool isDynamic =
        station.type == WorkstationType::Agent || station.type == WorkstationType::Pool;
    const bool isHosted = isDynamic || station.type == WorkstationType::ExtendedAgent;
    if (!isHosted)
        return;
    json.member("hostType", "WORKSTATION");
    json.member("hostWorkstation", plan.workstations[isDynamic ? BrokerRow : MasterRow].path);
}

void writeStreamTimes(JsonWriter &json, const PlanView &view, Row row)
{
    const milliseconds start = view.life().streamStartedAt(row);
    const milliseconds end = view.life().streamEndedAt(row);
    json.key("timeInfo");
    json.beginObject();
    json.member("estimatedDuration", formatIsoDuration(view.plan().streams[row].estimated));
    if (start.count() >= 0)
        json.member("actualStartTime", view.at(start));
    if (start.count() >= 0 && end.count() >= 0) {
        json.member("elapsedTime", formatIsoDuration(end - start));
        json.member("actualEndTime", view.at(end));
    }
    json.endObject();
}

void writeStreamStatus(JsonWriter &json, const PlanView &view, Row row)
{
    const CompositeStatus status = view.streamStatus(row);
    json.member("commonStatus", engineWord(view.life().streamStatus(row)));
    json.key("compositeStatus");
    json.beginObject();
    json.member("status", status.status);
    json.memberNull("substatus");
    json.member("started", status.isStarted);
    json.member("error", status.isError);
    json.member("canceled", status.isCanceled);
    json.member("cancelPending", false);
    json.member("dontRun", false);
    json.endObject();
}

std::uint32_t openPredecessors(const PlanView &view, Row row)
{
    const Plan &plan = view.plan();
    const Span span = plan.streams[row].predecessors;
    std::uint32_t open = 0;
    for (Row i = span.first; i < span.first + span.count; ++i)
        open += view.life().isStreamDone(plan.streamPredecessors[i]) ? 0U : 1U;
    return open;
}

void writeStreamFlags(JsonWriter &json, const PlanView &view, Row row)
{
    const Stream &stream = view.plan().streams[row];
    json.key("jsDefinitionFlags");
    json.beginObject();
    json.member("carriedForward", stream.isCarried);
    json.member("aliased", false);
    json.endObject();
    json.key("jsOptions");
    json.beginObject();
    json.member("carryForward", true);
    json.member("monitored", false);
    json.endObject();
    json.key("jsStatusFlags");
    json.beginObject();
    json.member("lateJobStream", false);
    json.member("pendingPredecessor", false);
    json.member("released", view.life().isReleased(row));
    json.endObject();
    json.key("dependenciesStats");
    json.beginObject();
    json.member("numberOfDependencies", stream.predecessors.count);
    json.member("numberOfJobStreamDependencies", stream.predecessors.count);
    json.member("numberOfUnresolvedDependencies", openPredecessors(view, row));
    json.endObject();
}

void writeStreamIdentity(JsonWriter &json, const PlanView &view, Row row)
{
    const Plan &plan = view.plan();
    const Stream &stream = plan.streams[row];
    json.member("flowNodeType", "JOBSTREAM");
    json.member("id", plan.ids.make(IdKind::Stream, row).view());
    json.member("planId", plan.ids.make(IdKind::Plan, 0).view());
    json.member("engineId", plan.ids.make(IdKind::Engine, 0).view());
    json.member("name", stream.name);
    json.member("originalJobStreamName", stream.name);
    json.memberNull("aliasJobStreamName");
    json.member("key", streamKey(view, row));
    json.member("folder", plan.folders[stream.folder]);
    json.member("folderId", plan.ids.make(IdKind::Folder, stream.folder).view());
    json.member("workstation", plan.workstations[stream.workstation].path);
    json.member("workstationId", plan.ids.make(IdKind::Workstation, stream.workstation).view());
    json.member("jobStreamModelId", plan.ids.make(IdKind::StreamModel, row).view());
}

} // namespace

void writeStreamStats(JsonWriter &json, const PlanView &view, Row row)
{
    using domain::Status;
    const std::uint32_t total = view.plan().streams[row].jobs.count;
    const std::uint32_t waiting = jobsWith(view, row, Status::Waiting) +
                                  jobsWith(view, row, Status::Ready) +
                                  jobsWith(view, row, Status::Held);
    json.key("jobStreamStats");
    json.beginObject();
    json.member("numberOfJob", total);
    json.member("numberOfCurrentNodes", total);
    json.member("numberOfSuccessfullJob", jobsWith(view, row, Status::Successful));
    json.member("numberOfExecutingJob", jobsWith(view, row, Status::Running));
    json.member("numberOfAbendedJob", jobsWith(view, row, Status::Error));
    json.member("numberOfFailedJob", 0);
    json.member("numberOfNotRunningJob", waiting);
    json.member("numberOfUndecidedJob", jobsWith(view, row, Status::Undecided));
    json.endObject();
}

std::string internalIdentifier(std::uint32_t serial)
{
    constexpr std::string_view Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    std::string text = "0AAAAAAAAAAAAAAA";
    for (std::size_t at = text.size(); serial > 0; serial /= 26)
        text[--at] = Letters[serial % 26];
    return text;
}

std::optional<Scope> scopeFromWord(std::string_view word)
{
    static constexpr std::array<std::pair<std::string_view, Scope>, 5> Scopes = {
        {{"WHOLE", {true, true}},
         {"WHOLE_NO_JOB_DEFINITIONS", {false, true}},
         {"WHOLE_NO_DEPENDENCIES", {true, false}},
         {"WHOLE_NO_JOB_DEFINITIONS_AND_NO_DEPENDENCIES", {false, false}},
         {"SELF_SERVICE_CATALOG", {false, false}}}};
    for (const auto &[name, scope] : Scopes) {
        if (name == word)
            return scope;
    }
    return std::nullopt;
}

std::string streamKey(const PlanView &view, Row row)
{
    if (view.streamKeys())
        return (*view.streamKeys())[row];
    const Plan &plan = view.plan();
    const Stream &stream = plan.streams[row];
    const std::string &folder = plan.folders[stream.folder];
    const std::string due = formatInstant(view.at(stream.scheduledAt)); // 2025-11-13T06:00:00.000Z
    std::string key = plan.workstations[stream.workstation].path;
    key += '#';
    key += folder;
    if (folder.back() != '/')
        key += '/';
    key += stream.name;
    key += '(' + due.substr(11, 2) + due.substr(14, 2) + ' ' + due.substr(5, 2) + '/' +
           due.substr(8, 2) + '/' + due.substr(0, 4) + ')';
    return key;
}

std::string userOf(const PlanView &view, Row job)
{
    const std::string &folder =
        view.plan().folders[view.plan().streamOf(view.plan().jobs[job]).folder];
    return folder == "/" ? "wauser" : toLower(folder.substr(1)) + "batch";
}

std::string commandOf(const PlanView &view, Row row)
{
    const Job &job = view.plan().jobs[row];
    const std::string area = userOf(view, row);
    const std::string name = toLower(job.name);
    switch (job.task) {
    case TaskType::Windows:
        return "D:\\jobs\\" + area + "\\" + name + ".cmd";
    case TaskType::FileTransfer:
        return "/opt/" + area + "/transfer/" + name + ".xfer";
    case TaskType::Database:
        return "/opt/" + area + "/sql/" + name + ".sql";
    case TaskType::Unix:
        break;
    }
    return "/opt/" + area + "/bin/" + name + ".sh";
}

void writeEngineInfo(JsonWriter &json, const PlanView &view)
{
    json.beginObject();
    json.member("displayVersion", "10.2.5.00");
    json.member("fullVersion", std::string("10.2.5.00.resync-twsim-") + Version);
    json.member("licenseType", "PERSERVER");
    json.member("locale", "en_US");
    json.member("timezone", "UTC");
    json.member("referenceId", view.plan().ids.make(IdKind::Engine, 0).view());
    json.key("adminRoles");
    json.raw("{}");
    json.key("capabilities");
    json.beginObject();
    json.member("demo", true);
    json.member("product", "resync-twsim");
    json.endObject();
    json.endObject();
}

void writeWorkstation(JsonWriter &json, const PlanView &view, Row row)
{
    const Plan &plan = view.plan();
    const Workstation &station = plan.workstations[row];
    json.beginObject();
    json.member("id", plan.ids.make(IdKind::Workstation, row).view());
    json.member("planId", plan.ids.make(IdKind::Plan, 0).view());
    json.member("engineId", plan.ids.make(IdKind::Engine, 0).view());
    json.member("name", station.name());
    json.member("key", station.path);
    json.member("folder", plan.folders.front());
    json.member("folderId", plan.ids.make(IdKind::Folder, 0).view());
    json.member("type", engineWord(station.type));
    writeHost(json, plan, station);
    json.member("os", station.isWindows ? "WINDOWS" : "LINUX");
    json.member("nodeName", toLower(station.name()) + ".example.net");
    json.member("tcpPort", 31114);
    json.member("sslPort", 31113);
    json.member("domainName", "MASTERDM");
    json.member("version", "10.2.5.00");
    json.member("timeZone", "UTC");
    json.member("runNumber", view.runNumber());
    json.member("limit", view.life().limitsOf(row).limit);
    json.member("fence", view.life().limitsOf(row).fence);
    json.member("requested", view.life().runningOn(row));
    writeStates(json, view, row);
    json.member("createdTimestamp", view.at(plan.begin));
    json.member("timeStarted", view.at(plan.begin + std::chrono::seconds(53)));
    json.key("actions");
    json.raw("[]");
    json.member("archived", false);
    json.endObject();
}

void writeStream(JsonWriter &json, const PlanView &view, Row row, Scope scope)
{
    const Stream &stream = view.plan().streams[row];
    json.beginObject();
    writeStreamIdentity(json, view, row);
    json.member("internalIdentifier", internalIdentifier(stream.serial));
    json.member("schedTime", view.at(stream.scheduledAt));
    json.member("scheduledDate",
                Instant(std::chrono::floor<std::chrono::days>(view.at(stream.scheduledAt))));
    json.member("timeZone", "UTC");
    writeStreamStatus(json, view, row);
    json.member("priority", stream.priority);
    json.member("origPriority", stream.priority);
    json.member("limit", stream.limit);
    writeStreamStats(json, view, row);
    writeStreamTimes(json, view, row);
    writeStreamFlags(json, view, row);
    json.key("dependencies");
    if (scope.withDependencies)
        writeStreamDependencies(json, view, row);
    else
        json.raw("[]");
    json.key("jobs");
    json.raw("[]");
    json.memberNull("submitter");
    json.key("actions");
    json.raw("[]");
    json.member("archived", false);
    json.endObject();
}

void writeStreamDependencies(JsonWriter &json, const PlanView &view, Row row)
{
    const Plan &plan = view.plan();
    const Span span = plan.streams[row].predecessors;
    json.beginArray();
    for (std::uint32_t i = 0; i < span.count; ++i) {
        const Row before = plan.streamPredecessors[span.first + i];
        const Stream &predecessor = plan.streams[before];
        const bool isDone = view.life().isStreamDone(before);
        json.beginObject();
        json.member("dependencyType", "EXTERNAL_JOBSTREAM");
        json.member("id", plan.ids.make(IdKind::StreamDependency, row, i).view());
        json.member("dependencyStatus", isDone ? "SATISFIED" : "UNSATISFIED");
        json.member("satisfied", isDone);
        json.member("jobStreamId", plan.ids.make(IdKind::Stream, before).view());
        json.member("jobStreamName", predecessor.name);
        json.member("jobStreamWorkstation", plan.workstations[predecessor.workstation].path);
        json.member("jobStreamSchedTime", view.at(predecessor.scheduledAt));
        json.member("pending", false);
        json.member("zombie", false);
        json.endObject();
    }
    json.endArray();
}

void writeResource(JsonWriter &json, const PlanView &view, Row row)
{
    const Plan &plan = view.plan();
    const Resource &resource = plan.resources[row];
    const std::string &station = plan.workstations[resource.workstation].path;
    const int inUse = view.life().unitsInUse(row);
    json.beginObject();
    json.member("id", plan.ids.make(IdKind::Resource, row).view());
    json.member("engineId", plan.ids.make(IdKind::Engine, 0).view());
    json.member("key", station + "#" + resource.name);
    json.member("name", resource.name);
    json.member("folder", plan.folders.front());
    json.member("folderId", plan.ids.make(IdKind::Folder, 0).view());
    json.member("workstation", station);
    json.member("workstationId", plan.ids.make(IdKind::Workstation, resource.workstation).view());
    json.member("quantity", resource.quantity);
    json.member("quantityInUse", inUse);
    json.member("quantityAvailable", resource.quantity - inUse);
    json.member("status", view.resourceStatus(row));
    json.key("holders");
    json.beginArray();
    for (Row job : view.holdersOf(row)) {
        const Job &holder = plan.jobs[job];
        const std::string stream = streamKey(view, holder.stream);
        json.beginObject();
        json.member("jobStreamId", plan.ids.make(IdKind::Stream, holder.stream).view());
        json.member("jobStream", stream);
        json.member("jobId", plan.ids.make(IdKind::Job, job).view());
        json.member("job", holder.name);
        json.member("jobKey", stream + "." + holder.name);
        json.member("quantity", holder.units);
        json.member("shared", false);
        json.endObject();
    }
    json.endArray();
    json.key("actions");
    json.raw("[]");
    json.member("archived", false);
    json.endObject();
}

void writePrompt(JsonWriter &json, const PlanView &view, Row row)
{
    const Plan &plan = view.plan();
    const Prompt &prompt = plan.prompts[row];
    const PromptState &state = view.life().prompt(row);
    const Row stream = plan.jobs[prompt.job].stream;
    json.beginObject();
    json.member("id", plan.ids.make(IdKind::Prompt, row).view());
    json.member("engineId", plan.ids.make(IdKind::Engine, 0).view());
    json.member("planId", plan.ids.make(IdKind::Plan, 0).view());
    json.member("name", prompt.name);
    json.member("number", prompt.number);
    json.member("text", prompt.text);
    json.member("status", engineWord(state.answer));
    json.member("type", "Predefined Prompt");
    json.member("jobId", plan.ids.make(IdKind::Job, prompt.job).view());
    json.member("jobKey", streamKey(view, stream) + "." + plan.jobs[prompt.job].name);
    json.member("jobStreamId", plan.ids.make(IdKind::Stream, stream).view());
    json.member("jobStreamKey", streamKey(view, stream));
    json.member("timeAsked", view.maybeAt(state.askedAt));
    json.member("timeRespond", view.maybeAt(state.answeredAt));
    json.key("actions");
    json.raw("[]");
    json.member("archived", false);
    json.endObject();
}

} // namespace resync::simulator

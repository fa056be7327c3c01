// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/RowReader.h"

#include "agent/engine/JsonView.h"
#include "shared/core/Text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace resync::engine {

namespace {

using domain::Job;
using domain::JobFlag;
using domain::Status;

/// "X-AGENT" → "x_agent", "Ad Hoc Prompt" → "ad_hoc_prompt".
std::string lowerSnake(std::string_view word)
{
    std::string out = toLower(word);
    std::replace_if(
        out.begin(), out.end(), [](char c) { return c == '-' || c == ' '; }, '_');
    return out;
}

/// Paths begin with a slash; names of engines without folders get one (api.md §4).
std::string asPath(std::string_view path)
{
    if (path.empty() || path.front() == '/')
        return std::string(path);
    return '/' + std::string(path);
}

Error protocolError(std::string what)
{
    return {ErrorKind::Protocol, "engine_protocol", std::move(what)};
}

/// Parses \a body and hands its root to \a read.
template<typename T, typename Read>
Result<T> parse(const std::string &body, Read read)
{
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(body).get(root) != simdjson::SUCCESS)
        return tl::unexpected<Error>(protocolError("the answer is not JSON"));
    const JsonView view(root);
    if (!view.isObject())
        return tl::unexpected<Error>(protocolError("the answer is not a JSON object"));
    return read(view);
}

template<typename Row>
Result<mirror::Page<Row>> readPage(const std::string &body, Row (*readRow)(const JsonView &))
{
    return parse<mirror::Page<Row>>(body, [&](const JsonView &root) -> Result<mirror::Page<Row>> {
        simdjson::dom::array list;
        if (!root.childArray("results", list))
            return tl::unexpected<Error>(protocolError("the answer has no list \"results\""));
        mirror::Page<Row> page;
        page.rows.reserve(list.size());
        for (const simdjson::dom::element element : list) {
            Row row = readRow(JsonView(element));
            if (!row.id.isEmpty())
                page.rows.push_back(std::move(row));
        }
        page.rowsSent = list.size();
        const auto count = root.number("count");
        if (count && *count >= 0)
            page.total = static_cast<std::size_t>(*count);
        return page;
    });
}

// ---- jobs

struct StatusWords
{
    Status status = Status::Undecided;
    std::string internal;
    std::string sub;
    std::string raw;
};

/// The engine's common status is trusted; only where it is missing the internal one decides.
StatusWords readStatus(std::string_view common, const JsonView &composite, int priority)
{
    StatusWords words;
    const auto internal = composite.text("status");
    words.raw = internal.empty() ? common : internal;
    words.internal = domain::internalStatusFromEngine(internal);
    if (words.internal.empty())
        words.internal = toLower(internal);
    words.sub = lowerSnake(composite.text("substatus"));
    if (!common.empty())
        words.status = domain::statusFromEngine(common);
    else if (composite.isTrue("canceled"))
        words.status = Status::Canceled;
    else
        words.status = domain::statusFromInternal(internal, priority);
    return words;
}

domain::Run readRun(const JsonView &row)
{
    domain::Run run;
    run.id = domain::RunId(std::string(row.text("id")));
    run.number = row.number("jobNumber");
    run.attempt = row.integer("runAttempt");
    run.rerunType = lowerSnake(row.text("rerunType"));
    run.workstation = asPath(row.text("actualWorkstation"));
    const JsonView times = row.child("timeInfo");
    run.startedAt = times.instant("actualStartTime");
    run.endedAt = times.instant("actualEndTime");
    run.estimated = times.span("estimatedDuration");
    if (run.endedAt)
        run.elapsed = times.span("elapsedTime");
    if (run.endedAt && run.startedAt && !run.elapsed)
        run.elapsed = *run.endedAt - *run.startedAt;
    return run;
}

/// The current run: the last one of the rerun chain, else the last one there is.
JsonView currentRun(const JsonView &job, int &count)
{
    JsonView last;
    JsonView current;
    job.forEach("jobruns", [&](const JsonView &run) {
        ++count;
        last = run;
        if (run.isTrue("lastInRerunChain"))
            current = run;
    });
    return current.isObject() ? current : last;
}

domain::JobFlags readFlags(const JsonView &job, const JsonView &run, const JsonView &composite)
{
    const JsonView status = job.child("jobStatusFlags");
    const JsonView options = job.child("jobOptions");
    domain::JobFlags flags;
    flags.set(JobFlag::Late, status.isTrue("jobLate"));
    flags.set(JobFlag::Critical, options.isTrue("critical"));
    flags.set(JobFlag::DeadlinePassed, status.isTrue("deadlineHasPassed"));
    flags.set(JobFlag::MaxDurationExceeded, run.isTrue("maxDurationGone"));
    flags.set(JobFlag::UntilPassed, status.isTrue("untilGone"));
    flags.set(JobFlag::NeedsConfirmation, composite.text("status") == "PEND");
    flags.set(JobFlag::NeedsReply, status.isTrue("needMessage"));
    flags.set(JobFlag::CancelPending, composite.isTrue("cancelPending"));
    flags.set(JobFlag::Promoted, status.isTrue("promotedToUrgentQueue"));
    flags.set(JobFlag::Restarted, status.isTrue("restarted"));
    flags.set(JobFlag::NoOperation, options.isTrue("noOperation"));
    return flags;
}

void readTimes(const JsonView &row, Job &job)
{
    const JsonView times = row.child("timeRestrictions");
    job.scheduledAt = row.instant("schedTime");
    job.startAt = times.instant("startTime");
    job.latestStartAt = times.instant("latestStartTime");
    if (!job.latestStartAt)
        job.latestStartAt = times.instant("untilTime");
    job.deadlineAt = times.instant("deadlineTime");
    job.maxDuration = times.span("maxDuration");
    job.criticalStartAt = row.instant("criticalStart");
}

domain::DependencyCounts readDependencyCounts(const JsonView &row)
{
    const JsonView stats = row.child("dependenciesStats");
    return {stats.integer("numberOfDependencies"), stats.integer("numberOfUnresolvedDependencies")};
}

Job readJob(const JsonView &row)
{
    Job job;
    job.id = domain::JobId(std::string(row.text("id")));
    job.planId = domain::PlanId(std::string(row.text("planId")));
    job.name = row.text("name");
    job.folder = row.text("folder");
    job.workstation = asPath(row.text("workstation"));
    job.stream = {domain::JobStreamId(std::string(row.text("jobStreamId"))),
                  std::string(row.text("jobStreamName")), asPath(row.text("jobStreamWorkstation"))};
    job.timeZone = row.text("timeZone");
    job.priority = row.integer("priority");
    readTimes(row, job);
    job.dependencies = readDependencyCounts(row);

    int runs = 0;
    const JsonView run = currentRun(row, runs);
    JsonView composite = row.child("lastRunCompositeStatus");
    auto common = row.text("lastRunCommonStatus");
    if (!composite.isObject())
        composite = run.child("compositeStatus");
    if (common.empty())
        common = run.text("commonStatus");
    auto words = readStatus(common, composite, job.priority.value_or(1));
    job.status = words.status;
    job.internalStatus = std::move(words.internal);
    job.subStatus = std::move(words.sub);
    job.rawStatus = std::move(words.raw);
    job.flags = readFlags(row, run, composite);
    job.runCount = runs;
    if (run.isObject()) {
        job.run = readRun(run);
        job.returnCode = run.integer("returnCode");
    }
    return job;
}

// ---- streams and workstations

domain::JobStream readStream(const JsonView &row)
{
    domain::JobStream stream;
    stream.id = domain::JobStreamId(std::string(row.text("id")));
    const auto alias = row.text("aliasJobStreamName");
    stream.name = alias.empty() ? row.text("name") : alias;
    if (!alias.empty())
        stream.aliasOf = row.text("originalJobStreamName");
    stream.folder = row.text("folder");
    stream.workstation = asPath(row.text("workstation"));
    stream.scheduledAt = row.instant("schedTime");
    stream.priority = row.integer("priority");
    stream.limit = row.integer("limit");
    auto words = readStatus(row.text("commonStatus"), row.child("compositeStatus"),
                            stream.priority.value_or(1));
    stream.status = words.status;
    stream.internalStatus = std::move(words.internal);
    const JsonView flags = row.child("jsStatusFlags");
    stream.late = flags.flag("lateJobStream");
    stream.pendingPredecessor = flags.flag("pendingPredecessor");
    stream.carriedForward = row.child("jsDefinitionFlags").flag("carriedForward");
    const JsonView times = row.child("timeInfo");
    stream.startedAt = times.instant("actualStartTime");
    stream.estimated = times.span("estimatedDuration");
    stream.deadlineAt = row.child("timeRestrictions").instant("deadlineTime");
    stream.dependencies = readDependencyCounts(row);
    stream.submitter = row.text("submitter");
    return stream;
}

std::vector<std::string> readWords(const JsonView &row, std::string_view name)
{
    std::vector<std::string> words;
    row.forEach(name, [&](const JsonView &word) {
        if (!word.asText().empty())
            words.push_back(lowerSnake(word.asText()));
    });
    return words;
}

bool hasAny(const std::vector<std::string> &words, std::initializer_list<std::string_view> wanted)
{
    return std::any_of(wanted.begin(), wanted.end(), [&](std::string_view word) {
        return std::find(words.begin(), words.end(), word) != words.end();
    });
}

domain::Workstation readWorkstation(const JsonView &row)
{
    domain::Workstation station;
    station.id = domain::WorkstationId(std::string(row.text("id")));
    station.name = row.text("name");
    station.folder = row.text("folder");
    station.type = lowerSnake(row.text("type"));
    station.os = toLower(row.text("os"));
    station.node = row.text("nodeName");
    station.domain = row.text("domainName");
    station.host = asPath(row.text("hostWorkstation"));
    station.version = row.text("version");
    station.states = readWords(row, "activeStates");
    station.flags = readWords(row, "activeFlags");
    if (row.hasArray("activeStates")) { // tws-api §3.2, "suggested display"
        station.linked =
            hasAny(station.states, {"linked", "fully_linked", "directly_linked", "host_linked"});
        station.running = hasAny(station.states, {"running", "jobman_up"});
    }
    station.limit = row.integer("limit");
    station.fence = row.integer("fence");
    station.jobsRequested = row.integer("requested");
    station.timeZone = row.text("timeZone");
    station.startedAt = row.instant("timeStarted");
    return station;
}

// ---- one job in full

domain::JobDefinition readDefinition(const JsonView &row)
{
    domain::JobDefinition definition;
    definition.taskType = row.text("taskType");
    definition.description = row.text("description");
    definition.recovery = lowerSnake(row.text("recoveryOption"));
    const JsonView task = row.child("task").child(definition.taskType);
    definition.command = task.text("taskString");
    definition.login = task.text("userName");
    if (definition.login.empty())
        row.forEach("userLogins", [&](const JsonView &login) {
            if (definition.login.empty())
                definition.login = login.asText();
        });
    return definition;
}

struct DependencyWord
{
    std::string_view engine;
    std::string_view type; ///< api.md §5
};

constexpr std::array<DependencyWord, 8> DependencyWords = {{{"INTERNAL", "job"},
                                                            {"EXTERNAL_JOB", "job"},
                                                            {"EXTERNAL_JOBSTREAM", "job_stream"},
                                                            {"JOIN", "join"},
                                                            {"FILE", "file"},
                                                            {"RESOURCE", "resource"},
                                                            {"INTERNETWORK", "internetwork"},
                                                            {"PROMPT", "prompt"}}};

void readTarget(const JsonView &row, domain::Dependency &dependency)
{
    dependency.targetKind = dependency.type;
    const auto set = [&](std::string_view id, std::string_view name, std::string_view station) {
        dependency.targetId = id;
        dependency.targetName = name;
        dependency.targetWorkstation = asPath(station);
    };
    const auto add = [&](std::string_view name, std::string_view text) {
        if (!text.empty())
            dependency.detail.emplace_back(name, text);
    };
    if (dependency.type == "job") {
        set(row.text("jobId"), row.text("jobName"), row.text("jobStreamWorkstation"));
        add("job_stream", row.text("jobStreamName"));
        add("internal_status",
            domain::internalStatusFromEngine(row.child("predecessorStatus").text("status")));
    } else if (dependency.type == "job_stream") {
        set(row.text("jobStreamId"), row.text("jobStreamName"), row.text("jobStreamWorkstation"));
    } else if (dependency.type == "resource") {
        set({}, row.text("name"), row.text("workstation"));
        for (const char *name : {"quantity", "available"})
            if (const auto number = row.number(name))
                add(name, std::to_string(*number));
    } else if (dependency.type == "file") {
        const JsonView file = row.child("file");
        set({}, file.text("name"), file.text("workstation"));
    } else if (dependency.type == "prompt") {
        set({}, row.text("promptName"), {});
        add("text", row.text("text"));
    } else {
        set({}, row.text("name"), {});
    }
}

domain::Dependency readDependency(const JsonView &row)
{
    domain::Dependency dependency;
    const auto word = row.text("dependencyType");
    const auto *const known =
        std::find_if(DependencyWords.begin(), DependencyWords.end(),
                     [&](const DependencyWord &entry) { return entry.engine == word; });
    dependency.type = known != DependencyWords.end() ? std::string(known->type) : lowerSnake(word);
    dependency.status = toLower(row.text("dependencyStatus"));
    readTarget(row, dependency);
    return dependency;
}

domain::JobDetail readDetail(const JsonView &row)
{
    domain::JobDetail detail;
    const JsonView definition = row.child("jobDefinition");
    if (definition.isObject())
        detail.definition = readDefinition(definition);
    if (row.hasArray("dependencies")) {
        detail.dependencies.emplace();
        row.forEach("dependencies", [&](const JsonView &dependency) {
            detail.dependencies->push_back(readDependency(dependency));
        });
    }
    if (row.hasArray("jobruns")) {
        detail.runs.emplace();
        row.forEach("jobruns", [&](const JsonView &run) { detail.runs->push_back(readRun(run)); });
    }
    return detail;
}

} // namespace

Result<mirror::Page<Job>> readJobs(const std::string &body)
{
    return readPage<Job>(body, readJob);
}

Result<mirror::Page<domain::JobStream>> readJobStreams(const std::string &body)
{
    return readPage<domain::JobStream>(body, readStream);
}

Result<mirror::Page<domain::Workstation>> readWorkstations(const std::string &body)
{
    return readPage<domain::Workstation>(body, readWorkstation);
}

Result<domain::EngineIdentity> readIdentity(const std::string &body)
{
    using domain::EngineIdentity;
    return parse<EngineIdentity>(body, [](const JsonView &root) -> Result<EngineIdentity> {
        EngineIdentity identity;
        identity.version = root.text("displayVersion");
        identity.timeZone = root.text("timezone");
        identity.apis = {"v2"};
        identity.isDemo = root.child("capabilities").isTrue("demo");
        return identity;
    });
}

Result<domain::JobDetail> readJobDetail(const std::string &body)
{
    return parse<domain::JobDetail>(body, [](const JsonView &root) -> Result<domain::JobDetail> {
        if (root.text("id").empty())
            return tl::unexpected<Error>(protocolError("the answer is not a job"));
        return readDetail(root);
    });
}

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Truth.h"

#include "shared/core/JsonWriter.h"

namespace resync::simulator {

namespace {

void writeWord(JsonWriter &out, std::string_view name, std::string_view word)
{
    if (word.empty())
        out.memberNull(name);
    else
        out.member(name, word);
}

void writeJobFields(JsonWriter &out, const PlanView &view, Row row)
{
    const Plan &plan = view.plan();
    const Job &job = plan.jobs[row];
    const JobState &state = view.life().job(row);
    const RunTimes run = state.attempts > 0 ? state.runs[state.attempts - 1U] : RunTimes();
    const CompositeStatus status = view.jobStatus(row);
    out.beginObject();
    out.member("name", job.name);
    out.member("stream", plan.ids.make(IdKind::Stream, job.stream).view());
    out.member("folder", plan.folders[plan.streamOf(job).folder]);
    out.member("workstation", plan.workstations[job.workstation].path);
    out.member("status", engineWord(view.life().jobStatus(row)));
    out.member("internal_status", status.status);
    writeWord(out, "sub_status", status.substatus);
    out.member("priority", state.priority);
    out.member("runs", state.attempts);
    out.member("started_at", view.maybeAt(run.startedAt));
    const bool isTold = run.hasStarted(); // of a job that failed before its start no end is told
    out.member("ended_at", view.maybeAt(isTold ? run.endedAt : RunTimes().endedAt));
    out.member("return_code",
               state.attempts > 0 ? view.returnCode(row, state.attempts) : std::nullopt);
    out.member("late", view.isLate(row));
    out.member("critical", job.isCritical);
    out.member("open_dependencies", view.unresolvedCount(row));
    out.endObject();
}

void writeStreamFields(JsonWriter &out, const PlanView &view, Row row)
{
    const Stream &stream = view.plan().streams[row];
    out.beginObject();
    out.member("name", stream.name);
    out.member("status", engineWord(view.life().streamStatus(row)));
    out.member("internal_status", view.streamStatus(row).status);
    out.member("started_at", view.maybeAt(view.life().streamStartedAt(row)));
    out.member("ended_at", view.maybeAt(view.life().streamEndedAt(row)));
    out.member("carried_forward", stream.isCarried);
    out.endObject();
}

void writeWorkstationFields(JsonWriter &out, const PlanView &view, Row row)
{
    const StationLimits &limits = view.life().limitsOf(row);
    out.beginObject();
    out.member("name", view.plan().workstations[row].name());
    out.member("linked", limits.isLinked);
    out.member("limit", limits.limit);
    out.member("fence", limits.fence);
    out.member("running", view.life().runningOn(row));
    out.endObject();
}

template<typename Write>
void writeTable(JsonWriter &out, const PlanView &view, std::string_view name, IdKind kind,
                std::size_t size, Write write)
{
    out.key(name);
    out.beginObject();
    for (Row row = 0; row < size; ++row) {
        out.key(view.plan().ids.make(kind, row).view());
        write(out, view, row);
    }
    out.endObject();
}

} // namespace

std::string truthOf(const PlanView &view, bool isWhole)
{
    const Plan &plan = view.plan();
    std::string body;
    body.reserve(plan.jobs.size() * (isWhole ? 480 : 56));
    JsonWriter out(body);
    out.beginObject();
    out.member("at", view.now());
    out.member("plan_id", plan.ids.make(IdKind::Plan, 0).view());
    out.key("counts");
    out.beginObject();
    for (domain::Status status : domain::AllStatuses)
        out.member(engineWord(status), view.life().jobCounts()[static_cast<std::size_t>(status)]);
    out.endObject();
    writeTable(out, view, "jobs", IdKind::Job, plan.jobs.size(),
               [](JsonWriter &json, const PlanView &v, Row row) {
                   json.value(engineWord(v.life().jobStatus(row)));
               });
    if (isWhole) {
        writeTable(out, view, "job_fields", IdKind::Job, plan.jobs.size(), writeJobFields);
        writeTable(out, view, "streams", IdKind::Stream, plan.streams.size(), writeStreamFields);
        writeTable(out, view, "workstations", IdKind::Workstation, plan.workstations.size(),
                   writeWorkstationFields);
    }
    out.endObject();
    return body;
}

} // namespace resync::simulator

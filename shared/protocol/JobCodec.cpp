// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/JobCodec.h"

#include "shared/protocol/DependencyCodec.h"
#include "shared/protocol/FieldTable.h"
#include "shared/protocol/RunCodec.h"
#include "shared/protocol/StatementCodec.h"

namespace resync::protocol {

namespace {

using domain::DependencyCounts;
using domain::Job;
using domain::JobDefinition;
using domain::JobDetail;
using domain::JobFlag;
using domain::Run;
using domain::StreamRef;

/// Writes what \a append adds to a text, without an allocation per row.
void writeDerived(JsonWriter &json, const Job &job, void (*append)(std::string &, const Job &))
{
    static thread_local std::string s_text;
    s_text.clear();
    append(s_text, job);
    json.value(s_text);
}

template<JobFlag Flag>
constexpr Field<Job> flagField(std::string_view name)
{
    return {{},
            name,
            [](JsonWriter &json, const Job &job) { json.value(job.flags.has(Flag)); },
            [](const JsonNode &node, Job &job) {
                bool isSet = false;
                node.read(isSet);
                job.flags.set(Flag, isSet);
            }};
}

void writeFlags(JsonWriter &json, const Job &job)
{
    json.beginArray();
    for (const JobFlag flag : domain::wordedJobFlags())
        if (job.flags.has(flag))
            json.value(domain::toString(flag));
    json.endArray();
}

void readFlags(const JsonNode &node, Job &job)
{
    node.forEachElement([&](const JsonNode &element) {
        std::string word;
        element.read(word);
        for (const JobFlag flag : domain::wordedJobFlags())
            if (domain::toString(flag) == word)
                job.flags.set(flag);
    });
}

constexpr std::array JobFields = {
    requiredField<&Job::id>("id"),
    Field<Job>{
        {},
        "ref",
        [](JsonWriter &json, const Job &job) { writeDerived(json, job, domain::appendJobRef); }},
    Field<Job>{
        {},
        "series",
        [](JsonWriter &json, const Job &job) { writeDerived(json, job, domain::appendJobSeries); }},
    field<&Job::planId>("plan_id"),
    field<&Job::name>("name"),
    field<&Job::folder>("folder"),
    field<&Job::workstation>("workstation"),
    field<&Job::stream, &StreamRef::id>("job_stream", "id"),
    field<&Job::stream, &StreamRef::name>("job_stream", "name"),
    field<&Job::stream, &StreamRef::workstation>("job_stream", "workstation"),
    field<&Job::scheduledAt>("scheduled_at"),
    field<&Job::timeZone>("time_zone"),
    field<&Job::status>("status"),
    field<&Job::internalStatus>("internal_status"),
    field<&Job::subStatus>("sub_status"),
    field<&Job::rawStatus>("raw_status"),
    nullableField<&Job::reason, &domain::Statement::code>("reason", "code"),
    nullableField<&Job::reason, &domain::Statement::args>("reason", "args"),
    nullableField<&Job::reason, &domain::Statement::text>("reason", "text"),
    flagField<JobFlag::Critical>("critical"),
    flagField<JobFlag::Late>("late"),
    Field<Job>{{}, "flags", writeFlags, readFlags},
    field<&Job::priority>("priority"),
    field<&Job::returnCode>("return_code"),
    optionalField<&Job::run, &Run::id>("run", "id"),
    optionalField<&Job::run, &Run::number>("run", "number"),
    optionalField<&Job::run, &Run::attempt>("run", "attempt"),
    optionalField<&Job::run, &Run::rerunType>("run", "rerun_type"),
    optionalField<&Job::run, &Run::workstation>("run", "workstation"),
    optionalField<&Job::run, &Run::startedAt>("run", "started_at"),
    optionalField<&Job::run, &Run::endedAt>("run", "ended_at"),
    optionalField<&Job::run, &Run::elapsed>("run", "elapsed_seconds"),
    optionalField<&Job::run, &Run::estimated>("run", "estimated_seconds"),
    field<&Job::runCount>("run_count"),
    field<&Job::startAt>("start_at"),
    field<&Job::latestStartAt>("latest_start_at"),
    field<&Job::deadlineAt>("deadline_at"),
    field<&Job::maxDuration>("max_duration_seconds"),
    field<&Job::criticalStartAt>("critical_start_at"),
    field<&Job::actBy>("act_by"),
    field<&Job::dependencies, &DependencyCounts::total>("dependencies", "total"),
    field<&Job::dependencies, &DependencyCounts::unresolved>("dependencies", "unresolved"),
    field<&Job::changedAt>("changed_at"),
};

} // namespace

namespace {

constexpr std::array DetailFields = {
    optionalField<&JobDetail::definition, &JobDefinition::taskType>("definition", "task_type"),
    optionalField<&JobDetail::definition, &JobDefinition::command>("definition", "command"),
    optionalField<&JobDetail::definition, &JobDefinition::login>("definition", "login"),
    optionalField<&JobDetail::definition, &JobDefinition::recovery>("definition", "recovery"),
    optionalField<&JobDetail::definition, &JobDefinition::description>("definition", "description"),
    field<&JobDetail::dependencies>("dependency_list"),
    field<&JobDetail::runs>("runs"),
    field<&JobDetail::issues>("issues"),
};

void readDocumentMembers(const JsonNode &node, JobDocument &out)
{
    readObject(node, out.job, JobFields);
    readObject(node, out.detail, DetailFields);
    readStamp(node, out.stamp);
}

} // namespace

std::vector<FieldName> jobFieldNames()
{
    return namesOf(JobFields);
}

Result<FieldSelection> selectJobFields(std::string_view text)
{
    return parseFieldSelection(text, jobFieldNames());
}

void writeJobMembers(JsonWriter &json, const Job &job, const FieldSelection &fields)
{
    writeMembers(json, job, JobFields, fields);
}

void writeJob(JsonWriter &json, const Job &job, const FieldSelection &fields)
{
    writeObject(json, job, JobFields, fields);
}

void writeJobDocument(JsonWriter &json, const Job &job, const JobDetail &detail, const Stamp &stamp)
{
    json.beginObject();
    writeMembers(json, job, JobFields);
    writeMembers(json, detail, DetailFields);
    writeStamp(json, stamp);
    json.endObject();
}

void Codec<Job>::read(const JsonNode &node, Job &out)
{
    readObject(node, out, JobFields);
}

Result<List<Job>> readJobList(std::string_view text)
{
    return readDocument<List<Job>>(text, Codec<List<Job>>::read);
}

Result<JobDocument> readJobDocument(std::string_view text)
{
    return readDocument<JobDocument>(text, readDocumentMembers);
}

} // namespace resync::protocol

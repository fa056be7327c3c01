// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/JobList.h"

#include "agent/api/RowFilter.h"
#include "shared/protocol/JobCodec.h"

#include <utility>

namespace resync::api {

namespace {

using domain::Job;

template<auto Member>
void addMember(SortKey &key, const Job &job, bool isDescending)
{
    key.add(job.*Member, isDescending);
}

std::vector<SortField<Job>> sortFields()
{
    return {
        {"id", [](SortKey &key, const Job &job, bool down) { key.add(job.id.value(), down); }},
        {"name", addMember<&Job::name>},
        {"folder", addMember<&Job::folder>},
        {"workstation", addMember<&Job::workstation>},
        {"job_stream",
         [](SortKey &key, const Job &job, bool down) { key.add(job.stream.name, down); }},
        {"status",
         [](SortKey &key, const Job &job, bool down) { key.add(toString(job.status), down); }},
        {"internal_status", addMember<&Job::internalStatus>},
        {"scheduled_at", addMember<&Job::scheduledAt>},
        {"start_at", addMember<&Job::startAt>},
        {"latest_start_at", addMember<&Job::latestStartAt>},
        {"deadline_at", addMember<&Job::deadlineAt>},
        {"changed_at", addMember<&Job::changedAt>},
        {"priority", addMember<&Job::priority>},
        {"return_code", addMember<&Job::returnCode>},
        {"run_count", addMember<&Job::runCount>},
        {"started_at",
         [](SortKey &key, const Job &job, bool down) {
             key.add(job.run ? job.run->startedAt : std::nullopt, down);
         }},
        {"ended_at", [](SortKey &key, const Job &job,
                        bool down) { key.add(job.run ? job.run->endedAt : std::nullopt, down); }},
    };
}

ListShape<JobRows>::Filter readFilter(QueryReader &query, Instant now, std::string &text)
{
    auto filter = readRowFilter(query, FilterParameters::Jobs, now);
    text = filter.text();
    if (filter.isEmpty())
        return {};
    return [filter = std::move(filter)](const Job &job) {
        return filter.matches(domain::FilterSubject::of(job));
    };
}

} // namespace

ListShape<JobRows> jobListShape()
{
    return {mirror::Collection::Jobs,  sortFields(),
            protocol::selectJobFields, [](const PlanView &view) { return JobRows(view); },
            protocol::writeJob,        readFilter};
}

} // namespace resync::api

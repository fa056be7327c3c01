// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/PlanEvents.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace resync::mirror {

namespace {

using domain::Event;
using domain::Job;
using domain::JobStream;
using domain::Severity;
using domain::Status;
using domain::Workstation;

constexpr std::size_t MaxJobEvents = 500;

Severity severityOf(Status status, bool isCritical, bool isLate)
{
    if (status == Status::Error || status == Status::Blocked)
        return isCritical ? Severity::Critical : Severity::Error;
    return isLate ? Severity::Warning : Severity::Info;
}

/// When the engine says that the job got where it is.
std::optional<Instant> statusInstant(const Job &job)
{
    if (!job.run)
        return std::nullopt;
    if (job.status == Status::Running)
        return job.run->startedAt;
    return domain::isFinal(job.status) ? job.run->endedAt : std::nullopt;
}

std::string pathOf(const Workstation &workstation)
{
    const bool isInRoot = workstation.folder.empty() || workstation.folder == "/";
    return (isInRoot ? std::string() : workstation.folder) + '/' + workstation.name;
}

std::string_view linkWord(bool isLinked)
{
    return isLinked ? "linked" : "unlinked";
}

class EventMaker
{
public:
    EventMaker(const Snapshot &before, const Snapshot &after, Instant now)
        : m_before(before)
        , m_after(after)
        , m_now(now)
    {}

    [[nodiscard]] bool isNewPlan() const
    {
        return m_before.jobs->planId() != m_after.jobs->planId();
    }
    void plan();
    void jobs(const JobDiff &diff);
    void streams();
    void workstations();

    [[nodiscard]] std::vector<Event> take() { return std::move(m_events); }

private:
    [[nodiscard]] Event event(std::string_view type) const
    {
        Event made;
        made.type = type;
        made.at = m_now;
        made.observedAt = m_now;
        made.generation = m_after.generation;
        made.source = m_after.engine.isDemo ? "demo" : "engine";
        return made;
    }
    [[nodiscard]] Event planEvent(std::string_view type) const
    {
        Event made = event(type);
        made.subject = {"plan", m_after.jobs->planId().value(), "", ""};
        return made;
    }
    [[nodiscard]] bool isEvent(const JobChange &change, bool &becameLate) const;
    [[nodiscard]] Event jobEvent(const JobChange &change, const Job &job, bool becameLate) const;
    [[nodiscard]] Event streamEvent(const JobStream &stream, const JobStream *before) const;
    [[nodiscard]] Event linkEvent(const Workstation &workstation, bool wasLinked) const;

    const Snapshot &m_before;
    const Snapshot &m_after;
    const Instant m_now;
    std::vector<Event> m_events;
};

void EventMaker::plan()
{
    Event made = planEvent("plan.changed");
    made.before = m_before.jobs->planId().value();
    made.after = m_after.jobs->planId().value();
    made.message = {"plan_changed", {{"plan_id", made.after}}, "A new plan is in force."};
    m_events.push_back(std::move(made));
}

bool EventMaker::isEvent(const JobChange &change, bool &becameLate) const
{
    const auto isLate = [](const JobTable &table, std::size_t row) {
        return domain::JobFlags{table.state().rows[row].flags}.has(domain::JobFlag::Late);
    };
    becameLate = false;
    if (change.isNew || change.statusChanged)
        return true;
    if (!isLate(*m_after.jobs, change.row))
        return false;
    const auto known = m_before.jobs->find(m_after.jobs->keyAt(change.row));
    becameLate = known && !isLate(*m_before.jobs, *known);
    return becameLate;
}

void EventMaker::jobs(const JobDiff &diff)
{
    std::vector<Event> made;
    std::size_t count = 0;
    Severity highest = Severity::Info;
    Job job;
    for (const JobChange &change : diff.changed) {
        bool becameLate = false;
        if (!isEvent(change, becameLate))
            continue;
        const domain::JobFlags flags{m_after.jobs->state().rows[change.row].flags};
        highest = std::max(highest, severityOf(m_after.jobs->statusAt(change.row),
                                               flags.has(domain::JobFlag::Critical),
                                               flags.has(domain::JobFlag::Late)));
        if (++count > MaxJobEvents)
            continue;
        m_after.jobs->read(change.row, job);
        made.push_back(jobEvent(change, job, becameLate));
    }
    if (count > MaxJobEvents) {
        Event all = planEvent("jobs.changed");
        const std::string number = std::to_string(count);
        all.severity = highest;
        all.message = {"jobs_changed", {{"count", number}}, number + " jobs changed."};
        made.clear();
        made.push_back(std::move(all));
    }
    std::move(made.begin(), made.end(), std::back_inserter(m_events));
}

Event EventMaker::jobEvent(const JobChange &change, const Job &job, bool becameLate) const
{
    Event made = event("job.status");
    made.at = becameLate ? m_now : statusInstant(job).value_or(m_now);
    made.severity = severityOf(job.status, job.flags.has(domain::JobFlag::Critical),
                               job.flags.has(domain::JobFlag::Late));
    made.subject = {"job", job.id.value(), domain::jobRef(job), job.name};
    made.before = change.isNew ? std::string_view() : toString(change.before);
    made.after = toString(job.status);
    const std::string who = job.name + " of " + job.stream.name;
    made.message.args = {{"job", job.name}, {"job_stream", job.stream.name}};
    if (change.isNew) {
        made.message.code = "job_added";
        made.message.args.emplace_back("status", made.after);
        made.message.text = who + " came into the plan: " + made.after + ".";
    } else if (becameLate) {
        made.message.code = "job_late";
        made.message.text = who + " is late.";
    } else {
        made.message.code = "job_status_changed";
        made.message.args.emplace_back("before", made.before);
        made.message.args.emplace_back("after", made.after);
        made.message.text = who + " went from " + made.before + " to " + made.after + ".";
    }
    return made;
}

void EventMaker::streams()
{
    if (m_before.streams == m_after.streams)
        return;
    auto known = m_before.streams->begin();
    for (const StreamRow &row : *m_after.streams) {
        while (known != m_before.streams->end() && known->stream.id < row.stream.id)
            ++known;
        const bool isKnown = known != m_before.streams->end() && known->stream.id == row.stream.id;
        if (!isKnown || known->stream.status != row.stream.status)
            m_events.push_back(streamEvent(row.stream, isKnown ? &known->stream : nullptr));
    }
}

Event EventMaker::streamEvent(const JobStream &stream, const JobStream *before) const
{
    Event made = event("job_stream.status");
    if (before != nullptr)
        made.before = toString(before->status);
    made.after = toString(stream.status);
    made.severity = severityOf(stream.status, false, stream.late == true);
    made.subject = {"job_stream", stream.id.value(), domain::streamRef(stream), stream.name};
    made.message.args = {{"job_stream", stream.name}};
    if (before == nullptr) {
        made.message.code = "job_stream_added";
        made.message.args.emplace_back("status", made.after);
        made.message.text = stream.name + " came into the plan: " + made.after + ".";
    } else {
        made.message.code = "job_stream_status_changed";
        made.message.args.emplace_back("before", made.before);
        made.message.args.emplace_back("after", made.after);
        made.message.text = stream.name + " went from " + made.before + " to " + made.after + ".";
    }
    return made;
}

void EventMaker::workstations()
{
    if (m_before.workstations == m_after.workstations)
        return;
    auto known = m_before.workstations->begin();
    for (const Workstation &workstation : *m_after.workstations) {
        while (known != m_before.workstations->end() && known->id < workstation.id)
            ++known;
        const bool isKnown = known != m_before.workstations->end() && known->id == workstation.id;
        if (isKnown && known->linked && workstation.linked && *known->linked != *workstation.linked)
            m_events.push_back(linkEvent(workstation, *known->linked));
    }
}

Event EventMaker::linkEvent(const Workstation &workstation, bool wasLinked) const
{
    Event made = event("workstation.link");
    made.before = linkWord(wasLinked);
    made.after = linkWord(!wasLinked);
    made.severity = wasLinked ? Severity::Warning : Severity::Info;
    const std::string path = pathOf(workstation);
    made.subject = {"workstation", workstation.id.value(), path, workstation.name};
    made.message = {wasLinked ? "workstation_unlinked" : "workstation_linked",
                    {{"workstation", path}},
                    path + (wasLinked ? " is not linked any more." : " is linked again.")};
    return made;
}

} // namespace

std::vector<Event> planEvents(const Snapshot *before, const Snapshot &after, const JobDiff &diff,
                              Instant now)
{
    if (before == nullptr)
        return {};
    EventMaker maker(*before, after, now);
    if (maker.isNewPlan()) {
        maker.plan();
        return maker.take();
    }
    maker.jobs(diff);
    maker.streams();
    maker.workstations();
    return maker.take();
}

} // namespace resync::mirror

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Rollover.h"

#include "agent/simulator/Links.h"

#include <algorithm>

namespace resync::simulator {

namespace {

bool isCarried(const Plan &plan, const PlanLife &life, Row row)
{
    const Stream &stream = plan.streams[row];
    if (life.isStreamDone(row) || stream.folder == 0) // the root has FINAL and FINALPOSTREPORTS
        return false;
    const auto running = static_cast<std::size_t>(domain::Status::Running);
    return !stream.isCarried || life.jobCountsOf(row)[running] > 0;
}

class Carrier
{
public:
    Carrier(const Plan &old, const PlanLife &life, Plan fresh)
        : m_old(old)
        , m_life(life)
        , m_fresh(std::move(fresh))
        , m_jobOf(old.jobs.size(), NoRow)
        , m_streamOf(old.streams.size(), NoRow)
    {}

    NextDay carry()
    {
        Plan &plan = m_next.plan;
        plan.ids = m_fresh.ids;
        plan.day = m_fresh.day;
        plan.begin = m_fresh.begin;
        plan.end = m_fresh.end;
        plan.folders = std::move(m_fresh.folders);
        plan.workstations = std::move(m_fresh.workstations);
        plan.resources = std::move(m_fresh.resources);
        for (Row row = 0; row < plan.workstations.size(); ++row)
            m_next.carried.stations.push_back(m_life.limitsOf(row));
        for (Row row = 0; row < m_old.streams.size(); ++row) {
            if (isCarried(m_old, m_life, row))
                carryStream(row);
        }
        appendFresh();
        plan.jobSuccessors = linksReversed(plan.jobs, plan.jobPredecessors);
        plan.streamSuccessors = linksReversed(plan.streams, plan.streamPredecessors);
        return std::move(m_next);
    }

private:
    void carryStream(Row row)
    {
        Plan &plan = m_next.plan;
        Stream stream = m_old.streams[row];
        m_streamOf[row] = Row(plan.streams.size());
        stream.isCarried = true;
        stream.predecessors = kept(m_old.streamPredecessors, stream.predecessors, m_streamOf,
                                   plan.streamPredecessors);
        const Span jobs = stream.jobs;
        stream.jobs.first = Row(plan.jobs.size());
        plan.streams.push_back(std::move(stream));
        m_next.carried.streams.push_back({m_life.streamStartedAt(row), m_life.streamEndedAt(row)});
        for (Row job = jobs.first; job < jobs.first + jobs.count; ++job)
            carryJob(job, m_streamOf[row]);
    }

    void carryJob(Row row, Row stream)
    {
        Plan &plan = m_next.plan;
        Job job = m_old.jobs[row];
        m_jobOf[row] = Row(plan.jobs.size());
        job.stream = stream;
        job.predecessors =
            kept(m_old.jobPredecessors, job.predecessors, m_jobOf, plan.jobPredecessors);
        if (job.prompt != NoRow) {
            m_next.carried.prompts.push_back(m_life.prompt(job.prompt));
            job.prompt = carryPrompt(m_old.prompts[job.prompt], m_jobOf[row]);
        }
        m_next.carried.jobs.push_back(m_life.job(row));
        plan.jobs.push_back(std::move(job));
    }

    Row carryPrompt(Prompt prompt, Row job)
    {
        prompt.job = job;
        m_next.plan.prompts.push_back(std::move(prompt));
        return Row(m_next.plan.prompts.size()) - 1;
    }

    /// Those of \a span that come along, under their new rows.
    static Span kept(const std::vector<Row> &links, Span span, const std::vector<Row> &rowOf,
                     std::vector<Row> &into)
    {
        Span result{Row(into.size()), 0};
        for (Row i = span.first; i < span.first + span.count; ++i) {
            if (rowOf[links[i]] == NoRow)
                continue;
            into.push_back(rowOf[links[i]]);
            ++result.count;
        }
        return result;
    }

    void appendFresh()
    {
        Plan &plan = m_next.plan;
        const auto jobs = Row(plan.jobs.size());
        const auto streams = Row(plan.streams.size());
        const auto prompts = Row(plan.prompts.size());
        const auto jobLinks = Row(plan.jobPredecessors.size());
        const auto streamLinks = Row(plan.streamPredecessors.size());
        for (Stream &stream : m_fresh.streams) {
            stream.jobs.first += jobs;
            stream.predecessors.first += streamLinks;
            plan.streams.push_back(std::move(stream));
        }
        for (Job &job : m_fresh.jobs) {
            job.stream += streams;
            job.predecessors.first += jobLinks;
            if (job.prompt != NoRow)
                job.prompt += prompts;
            plan.jobs.push_back(std::move(job));
        }
        for (Prompt &prompt : m_fresh.prompts) {
            prompt.job += jobs;
            prompt.number += prompts;
            plan.prompts.push_back(std::move(prompt));
        }
        for (Row link : m_fresh.jobPredecessors)
            plan.jobPredecessors.push_back(link + jobs);
        for (Row link : m_fresh.streamPredecessors)
            plan.streamPredecessors.push_back(link + streams);
    }

    const Plan &m_old;
    const PlanLife &m_life;
    Plan m_fresh;
    std::vector<Row> m_jobOf; ///< new row of an old one; NoRow: left behind
    std::vector<Row> m_streamOf;
    NextDay m_next;
};

} // namespace

NextDay rollOver(const Plan &old, const PlanLife &life, Plan fresh)
{
    return Carrier(old, life, std::move(fresh)).carry();
}

} // namespace resync::simulator

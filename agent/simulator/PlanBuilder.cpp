// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/PlanBuilder.h"

#include "agent/simulator/Links.h"
#include "agent/simulator/Names.h"
#include "agent/simulator/Network.h"
#include "agent/simulator/Random.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <initializer_list>

namespace resync::simulator {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::uint32_t FinalJobs = 6; ///< of FINAL and FINALPOSTREPORTS together
constexpr std::uint32_t MinStreamJobs = 6;
constexpr std::uint32_t MaxStreamJobs = 22;
constexpr std::uint64_t FateSalt = 0x4661'7465U; ///< both independent of the other draws
constexpr std::uint64_t ResourceSalt = 0x5265'736F'7572'6365U;

/// When the share \a part (0 … 1) of the day's streams is due; steep in the first six hours.
milliseconds dueTime(double part)
{
    struct Knot
    {
        double part;
        double hour;
    };
    constexpr std::array<Knot, 5> Day = {{{0, 0}, {0.23, 2.25}, {0.62, 6}, {0.80, 12}, {1, 22.5}}};
    std::size_t i = 1;
    while (i + 1 < Day.size() && part > Day[i].part)
        ++i;
    const double within = (part - Day[i - 1].part) / (Day[i].part - Day[i - 1].part);
    const double hour = Day[i - 1].hour + within * (Day[i].hour - Day[i - 1].hour);
    const auto slot = static_cast<std::int64_t>(hour * 12); // five minutes
    return minutes(5) * slot;
}

class Builder
{
public:
    Builder(const PlanSize &size, unsigned day, milliseconds begin)
        : m_size(size)
        , m_random(size.seed)
        , m_fates(size.seed ^ FateSalt ^ (std::uint64_t{day} << 32U))
    {
        m_plan.ids = IdBook(mixed(size.seed), day);
        m_plan.day = day;
        m_plan.begin = begin;
        m_plan.end = begin + hours(24);
        m_plan.jobs.reserve(size.jobs);
    }

    Plan build()
    {
        addFolders();
        m_plan.workstations = buildNetwork(m_size);
        addDayStreams();
        addFinalStreams();
        addResources();
        addPrompts();
        numberAll();
        shiftToDay();
        m_plan.jobSuccessors = linksReversed(m_plan.jobs, m_plan.jobPredecessors);
        m_plan.streamSuccessors = linksReversed(m_plan.streams, m_plan.streamPredecessors);
        return std::move(m_plan);
    }

private:
    void addFolders()
    {
        m_plan.folders.emplace_back("/");
        for (const Area &area : areas())
            m_plan.folders.push_back("/" + std::string(area.code));
    }

    void addDayStreams()
    {
        const std::uint32_t total = m_size.jobs - FinalJobs;
        const std::uint32_t average = (MinStreamJobs + MaxStreamJobs) / 2;
        const double share = double(average) / total;
        std::uint32_t left = total;
        while (left > 0) {
            std::uint32_t count = m_random.between(MinStreamJobs, MaxStreamJobs);
            if (left < count + MinStreamJobs)
                count = left;
            addStream(count, std::min(0.999, (double(total - left) / total) + share / 2));
            left -= count;
        }
    }

    void addStream(std::uint32_t count, double partOfDay)
    {
        const auto row = Row(m_plan.streams.size());
        const std::uint32_t area = m_random.below(AreaCount);
        const std::uint32_t subject = m_random.below(6);
        Stream stream;
        stream.folder = area + 1;
        stream.name = streamName(area, subject, row);
        stream.workstation = agentOf(area);
        stream.scheduledAt = dueTime(partOfDay);
        stream.priority = row % 400 == 333 ? 0 : 10;
        stream.limit = m_random.chance(0.1) ? 4 : -1;
        stream.jobs = {Row(m_plan.jobs.size()), 0};
        stream.predecessors = streamLinks(row);
        m_plan.streams.push_back(std::move(stream));
        const bool isCritical = m_random.chance(0.05);
        for (std::uint32_t i = 0; i < count; ++i)
            addJob(row, i, count, area, subject);
        finishStream(row, isCritical);
    }

    static std::string streamName(std::uint32_t area, std::uint32_t subject, Row row)
    {
        const Area &owner = areas()[area];
        return numbered(std::string(owner.code) + "_" + std::string(owner.subjects[subject]) + "_",
                        row, 5);
    }

    /// An agent of the area, or any when the plan has too few; now and then the pool.
    Row agentOf(std::uint32_t area)
    {
        const std::uint32_t agents = m_size.workstations - FirstAgentRow;
        if (m_random.chance(0.06))
            return PoolRow;
        if (agents <= AreaCount)
            return FirstAgentRow + m_random.below(agents);
        const std::uint32_t ofArea = (agents - area + AreaCount - 1) / AreaCount;
        return FirstAgentRow + area + AreaCount * m_random.below(std::max(1U, ofArea));
    }

    /// Some streams follow a whole stream that was due a good while earlier.
    Span streamLinks(Row row)
    {
        const Span none{Row(m_plan.streamPredecessors.size()), 0};
        if (row < 20 || !m_random.chance(0.06))
            return none;
        m_plan.streamPredecessors.push_back(earlierStream(row));
        return {none.first, 1};
    }

    Row earlierStream(Row row)
    {
        const std::uint32_t reach = std::max(8U, Row(m_size.jobs / 14 / 10));
        return row - std::min(row, m_random.between(8, reach + 8));
    }

    void addJob(Row stream, std::uint32_t position, std::uint32_t count, std::uint32_t area,
                std::uint32_t subject)
    {
        Job job;
        const std::size_t step = position * stepWords().size() / count;
        job.name = numbered(std::string(areas()[area].code) + "_" + std::string(stepWords()[step]) +
                                "_" + std::string(areas()[area].subjects[subject]) + "_",
                            position + 1);
        job.stream = stream;
        job.position = static_cast<std::uint16_t>(position + 1);
        job.workstation =
            m_random.chance(0.92) ? m_plan.streams[stream].workstation : agentOf(area);
        setTask(job);
        setTimes(job);
        setFate(job);
        setPeculiarity(job);
        job.predecessors = jobLinks(stream, position, job.runsOnlyAfterError);
        m_plan.jobs.push_back(std::move(job));
    }

    void setTask(Job &job)
    {
        job.task =
            m_plan.workstations[job.workstation].isWindows ? TaskType::Windows : TaskType::Unix;
        if (m_random.chance(0.12))
            job.task = m_random.chance(0.5) ? TaskType::FileTransfer : TaskType::Database;
    }

    /// 20 seconds to 20 minutes, short ones are more frequent; real runs scatter around it.
    void setTimes(Job &job)
    {
        const double draw = m_random.unit();
        job.estimated = seconds(20 + std::int64_t(draw * draw * draw * 1180));
        double factor = 0.8 + 0.45 * m_random.unit();
        if (m_random.chance(0.02))
            factor = 2.5 + 2 * m_random.unit();
        job.planned = milliseconds(std::int64_t(double(job.estimated.count()) * factor));
        if (m_random.chance(0.2))
            job.maxDuration = job.estimated * 2;
    }

    void setFate(Job &job)
    {
        static constexpr std::array<std::uint8_t, 9> Codes = {1, 13, 2, 4, 8, 124, 12, 16, 137};
        const std::uint32_t draw = m_fates.below(1000);
        if (draw >= 30)
            return;
        job.returnCode = Codes[m_fates.below(Codes.size())];
        job.planned = job.planned * m_fates.between(10, 90) / 100;
        if (draw < 2) {
            job.fate = Fate::FailsToLaunch;
        } else if (draw < 14) {
            job.fate = Fate::RecoversOnRerun;
            job.recovery = Recovery::Rerun;
        } else {
            job.fate = Fate::Abends;
            job.recovery = draw < 19 ? Recovery::Stop : Recovery::Continue;
        }
    }

    void setPeculiarity(Job &job)
    {
        const std::uint32_t draw = m_random.below(10'000);
        if (draw < 10)
            job.priority = 0;
        else if (draw < 16)
            job.gate = Gate::Prompt;
        else if (draw < 80)
            job.gate = Gate::File;
        else if (draw < 110)
            job.special = Special::Canceled;
        else if (draw < 113)
            job.special = Special::Undecided;
        else if (draw < 620)
            job.priority = static_cast<std::uint8_t>(m_random.between(20, 90));
        else if (draw < 770)
            job.runsOnlyAfterError = job.position > 1;
        if (job.gate == Gate::File)
            job.gateOpensAt =
                m_plan.streams[job.stream].scheduledAt + minutes(m_random.between(5, 90));
    }

    Span jobLinks(Row stream, std::uint32_t position, bool onlyOne)
    {
        std::vector<Row> &links = m_plan.jobPredecessors;
        const auto first = Row(links.size());
        const Row head = m_plan.streams[stream].jobs.first;
        if (position == 0) {
            if (stream > 20 && m_random.chance(0.12))
                links.push_back(lastRealJob(earlierStream(stream)));
            return {first, Row(links.size()) - first};
        }
        const Row nearest = head + position - 1;
        const Row chosen =
            m_random.chance(0.7) ? nearest : nearest - m_random.below(std::min(position, 4U));
        links.push_back(normal(chosen, head));
        if (!onlyOne && position > 3 && m_random.chance(0.15)) {
            const Row second = normal(head + m_random.below(position - 2), head);
            if (second != links.back())
                links.push_back(second);
        }
        return {first, Row(links.size()) - first};
    }

    /// Nothing follows a job that runs only after an error: it is suppressed as a rule.
    Row normal(Row job, Row head) const
    {
        while (job > head && m_plan.jobs[job].runsOnlyAfterError)
            --job;
        return job;
    }

    Row lastRealJob(Row stream) const
    {
        const Span jobs = m_plan.streams[stream].jobs;
        return normal(jobs.first + jobs.count - 1, jobs.first);
    }

    void finishStream(Row row, bool isCritical)
    {
        Stream &stream = m_plan.streams[row];
        stream.jobs.count = Row(m_plan.jobs.size()) - stream.jobs.first;
        const std::vector<milliseconds> ends = expectedEnds(stream);
        stream.estimated = *std::max_element(ends.begin(), ends.end());
        for (std::size_t i = 0; i < ends.size(); ++i) {
            Job &job = m_plan.jobs[stream.jobs.first + i];
            if (m_random.chance(0.1))
                job.deadline = stream.scheduledAt + ends[i] + minutes(m_random.between(0, 60));
        }
        Job &last = m_plan.jobs[lastRealJob(row)];
        last.isCritical = isCritical;
        if (isCritical)
            last.deadline =
                stream.scheduledAt + stream.estimated + minutes(m_random.between(5, 45));
    }

    /// From the start of the stream, when every job takes its estimate.
    [[nodiscard]] std::vector<milliseconds> expectedEnds(const Stream &stream) const
    {
        std::vector<milliseconds> ends;
        ends.reserve(stream.jobs.count);
        for (Row row = stream.jobs.first; row < stream.jobs.first + stream.jobs.count; ++row) {
            const Job &job = m_plan.jobs[row];
            milliseconds start{0};
            for (Row i = 0; i < job.predecessors.count; ++i) {
                const Row before = m_plan.jobPredecessors[job.predecessors.first + i];
                if (before >= stream.jobs.first)
                    start = std::max(start, ends[before - stream.jobs.first]);
            }
            ends.push_back(start + job.estimated);
        }
        return ends;
    }

    void addFinalStreams()
    {
        const milliseconds end = hours(23) + minutes(59);
        const auto final = Row(m_plan.streams.size());
        addClosingStream("FINAL", end, {}, {"STARTAPPSERVER", "MAKEPLAN", "SWITCHPLAN"});
        addClosingStream("FINALPOSTREPORTS", end, final,
                         {"CHECKSYNC", "CREATEPOSTREPORTS", "UPDATESTATS"});
    }

    void addClosingStream(std::string name, milliseconds due, std::optional<Row> after,
                          std::initializer_list<std::string_view> jobs)
    {
        const auto row = Row(m_plan.streams.size());
        Stream stream;
        stream.name = std::move(name);
        stream.workstation = MasterRow;
        stream.scheduledAt = due;
        stream.jobs = {Row(m_plan.jobs.size()), 0};
        stream.predecessors = {Row(m_plan.streamPredecessors.size()), after ? 1U : 0U};
        if (after)
            m_plan.streamPredecessors.push_back(*after);
        m_plan.streams.push_back(std::move(stream));
        for (std::string_view job : jobs)
            addClosingJob(row, job);
        Stream &added = m_plan.streams[row];
        added.jobs.count = Row(m_plan.jobs.size()) - added.jobs.first;
        added.estimated = expectedEnds(added).back();
    }

    void addClosingJob(Row stream, std::string_view name)
    {
        const auto row = Row(m_plan.jobs.size());
        const bool isFirst = row == m_plan.streams[stream].jobs.first;
        Job job;
        job.name = name;
        job.stream = stream;
        job.workstation = MasterRow;
        job.position = static_cast<std::uint16_t>(row - m_plan.streams[stream].jobs.first + 1);
        job.estimated = seconds(45);
        job.planned = seconds(m_random.between(35, 60));
        job.predecessors = {Row(m_plan.jobPredecessors.size()), isFirst ? 0U : 1U};
        if (!isFirst)
            m_plan.jobPredecessors.push_back(row - 1);
        m_plan.jobs.push_back(std::move(job));
    }

    /// Every area has a database and a license on one of its agents, and one job in twenty-five
    /// needs a unit or two of one of them.
    void addResources()
    {
        Random random(m_size.seed ^ ResourceSalt);
        for (std::uint32_t area = 0; area < AreaCount; ++area) {
            const std::string code(areas()[area].code);
            const std::uint32_t agents = m_size.workstations - FirstAgentRow;
            const Row station = FirstAgentRow + area % agents;
            const auto share = static_cast<int>(m_size.jobs / 12'000);
            m_plan.resources.push_back({code + "_DB", station, 4 + share});
            m_plan.resources.push_back({code + "_LIC", station, 2 + share});
        }
        for (Job &job : m_plan.jobs) {
            const Row folder = m_plan.streams[job.stream].folder;
            if (folder == 0 || !random.chance(0.04))
                continue;
            job.resource = (folder - 1) * 2 + random.below(2);
            job.units = static_cast<std::uint8_t>(1 + random.below(2));
        }
    }

    void addPrompts()
    {
        for (Row row = 0; row < m_plan.jobs.size(); ++row) {
            Job &job = m_plan.jobs[row];
            if (job.gate != Gate::Prompt)
                continue;
            job.prompt = Row(m_plan.prompts.size());
            const std::uint32_t number = job.prompt + 1;
            m_plan.prompts.push_back(
                {numbered("ASK", number, 4), number, "Go on with " + job.name + "?", row});
        }
    }

    void numberAll()
    {
        const auto jobs = static_cast<std::uint32_t>(m_plan.jobs.size());
        const auto streams = static_cast<std::uint32_t>(m_plan.streams.size());
        for (Row row = 0; row < jobs; ++row)
            m_plan.jobs[row].serial = m_plan.day * jobs + row;
        for (Row row = 0; row < streams; ++row)
            m_plan.streams[row].serial = m_plan.day * streams + row;
    }

    void shiftToDay()
    {
        for (Stream &stream : m_plan.streams)
            stream.scheduledAt += m_plan.begin;
        for (Job &job : m_plan.jobs) {
            if (job.gate == Gate::File)
                job.gateOpensAt += m_plan.begin;
            if (job.deadline.count() > 0)
                job.deadline += m_plan.begin;
        }
    }

    PlanSize m_size;
    Random m_random; ///< the same every day
    Random m_fates;  ///< each day others fail
    Plan m_plan;
};

} // namespace

Plan buildPlan(const PlanSize &size, unsigned day, milliseconds begin)
{
    assert(size.jobs >= PlanSize::MinJobs && size.jobs <= PlanSize::MaxJobs);
    assert(size.workstations >= PlanSize::MinWorkstations &&
           size.workstations <= PlanSize::MaxWorkstations);
    return Builder(size, day, begin).build();
}

} // namespace resync::simulator

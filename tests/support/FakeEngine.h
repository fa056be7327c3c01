// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"
#include "agent/mirror/PlanThread.h"

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace resync::test {

/// A job that a plan could hold.
inline domain::Job job(const std::string &id, domain::Status status = domain::Status::Waiting)
{
    domain::Job made;
    made.id = domain::JobId(id);
    made.planId = domain::PlanId("plan-1");
    made.name = "JOB_" + id;
    made.folder = "/FIN";
    made.workstation = "/AGT_FIN01";
    made.stream = {domain::JobStreamId("stream-1"), "EOD_GL", "/AGT_FIN01"};
    made.scheduledAt = parseInstant("2026-11-24T05:00:00Z");
    made.timeZone = "Europe/Zurich";
    made.status = status;
    made.internalStatus = "hold";
    made.rawStatus = "HOLD";
    made.priority = 10;
    return made;
}

inline std::vector<domain::Job> jobs(int count)
{
    std::vector<domain::Job> made;
    for (int i = 0; i < count; ++i) {
        std::string number = std::to_string(i);
        made.push_back(job(std::string(6 - std::min<std::size_t>(6, number.size()), '0') + number));
    }
    return made;
}

/// The questions that a FakeEngine counts and can refuse.
enum class Asked {
    Identity,
    Workstations,
    Streams,
    Jobs,
    Detail,
    Counts,
    JobDependencies,
    StreamDependencies,
    PlanInfo,
    Metrics
};

/// A small engine in memory. Understands every RowQuery, counts its rows by folder and status,
/// fails as told. Answers on the plan thread; while held, not at all.
class FakeEngine final : public mirror::Engine
{
public:
    using Form = mirror::RowQuery::Form;
    using JobRows = std::vector<domain::Job>;

    explicit FakeEngine(mirror::PlanThread &thread)
        : m_thread(thread)
    {
        m_identity.host = "mdm01:31116";
        m_identity.version = "10.2.5.00";
        m_identity.apis = {"v2"};
        m_identity.timeZone = "Europe/Zurich";
        domain::JobStream stream;
        stream.id = domain::JobStreamId("stream-1");
        stream.name = "EOD_GL";
        stream.folder = "/FIN";
        stream.workstation = "/AGT_FIN01";
        m_streams = {stream};
        domain::Workstation workstation;
        workstation.id = domain::WorkstationId("ws-1");
        workstation.name = "AGT_FIN01";
        workstation.folder = "/";
        workstation.linked = true;
        workstation.running = true;
        m_workstations = {workstation};
        m_jobs = test::jobs(3);
    }

    // ---- for the test, any thread
    void setJobs(JobRows rows)
    {
        with([&] { m_jobs = std::move(rows); });
    }
    /// Changes the rows in place.
    void edit(const std::function<void(JobRows &)> &change)
    {
        with([&] { change(m_jobs); });
    }
    void editStreams(const std::function<void(std::vector<domain::JobStream> &)> &change)
    {
        with([&] { change(m_streams); });
    }
    void editWorkstations(const std::function<void(std::vector<domain::Workstation> &)> &change)
    {
        with([&] { change(m_workstations); });
    }
    /// Every answer fails so.
    void setError(std::optional<Error> error)
    {
        with([&] { m_error = std::move(error); });
    }
    /// The next \a times questions of this kind fail so, then no more.
    void failNext(Asked what, Error error, int times = 1)
    {
        with([&] { m_failures[what] = {std::move(error), times}; });
    }
    /// The next \a times requests of this form for jobs fail so.
    void failNext(Form form, Error error, int times = 1)
    {
        with([&] { m_formFailures[form] = {std::move(error), times}; });
    }
    void setDemo(bool isDemo)
    {
        with([&] { m_identity.isDemo = isDemo; });
    }
    void setDetailError(std::optional<Error> error)
    {
        with([&] { m_detailError = std::move(error); });
    }
    /// What is read on demand; what was never set is not offered.
    void setDetail(domain::JobDetail detail)
    {
        with([&] { m_detail = std::move(detail); });
    }
    void setLog(std::vector<std::string> lines, bool isComplete = true)
    {
        with([&] {
            m_log = std::move(lines);
            m_isLogComplete = isComplete;
        });
    }
    void setRuns(std::vector<domain::JobRun> runs)
    {
        with([&] { m_runs = std::move(runs); });
    }
    void setRunHistory(std::vector<domain::JobRun> runs)
    {
        with([&] { m_runHistory = std::move(runs); });
    }
    void setResources(std::vector<domain::Resource> rows)
    {
        with([&] { m_resources = std::move(rows); });
    }
    void setPrompts(std::vector<domain::Prompt> rows)
    {
        with([&] { m_prompts = std::move(rows); });
    }
    void setCriticalJobs(std::vector<domain::CriticalJob> rows)
    {
        with([&] { m_criticalJobs = std::move(rows); });
    }
    [[nodiscard]] int onDemandCalls() const
    {
        int times = 0;
        with([&] { times = m_onDemandCalls; });
        return times;
    }
    /// Engine's count of jobs, where it differs from the rows.
    void setJobTotal(std::optional<std::size_t> total)
    {
        with([&] { m_jobTotal = total; });
    }
    /// Most rows that a page of jobs holds, whatever is asked for.
    void setPageLimit(std::size_t rows)
    {
        with([&] { m_pageLimit = rows; });
    }
    /// Forms that this engine does not understand.
    void refuse(std::set<Form> forms)
    {
        with([&] { m_refused = std::move(forms); });
    }
    void offerCounts(bool isOffered)
    {
        with([&] { m_countsOffered = isOffered; });
    }
    /// What the counts of a folder say beyond its rows: rows that are hidden.
    void hideRows(const std::string &folder, int rows)
    {
        with([&] { m_hidden[folder] = rows; });
    }
    void setPlanInfo(std::optional<mirror::PlanInfo> info)
    {
        with([&] { m_planInfo = std::move(info); });
    }
    void setMetrics(std::optional<mirror::EngineMetrics> metrics)
    {
        with([&] { m_metrics = std::move(metrics); });
    }
    void setClockOffset(milliseconds offset)
    {
        with([&] { m_clockOffset = offset; });
    }
    void setDependencies(std::vector<domain::JobDependencies> jobs,
                         std::vector<domain::StreamDependencies> streams)
    {
        with([&] {
            m_jobDependencies = std::move(jobs);
            m_streamDependencies = std::move(streams);
        });
    }
    /// Called after a page of jobs was cut, before it is answered; may change the rows.
    void afterJobPage(std::function<void(const mirror::PageRequest &, JobRows &)> hook)
    {
        with([&] { m_afterJobPage = std::move(hook); });
    }
    void hold()
    {
        with([&] { m_isHeld = true; });
    }
    void release()
    {
        std::vector<std::function<void()>> held;
        with([&] {
            m_isHeld = false;
            held = std::exchange(m_held, {});
        });
        for (auto &answer : held)
            m_thread.post(std::move(answer));
    }
    [[nodiscard]] int asked(Asked what) const
    {
        int times = 0;
        with([&] {
            const auto at = m_asked.find(what);
            times = at == m_asked.end() ? 0 : at->second;
        });
        return times;
    }
    /// The requests for jobs, in their order.
    [[nodiscard]] std::vector<mirror::PageRequest> jobRequests() const
    {
        std::vector<mirror::PageRequest> requests;
        with([&] { requests = m_jobRequests; });
        return requests;
    }
    [[nodiscard]] int jobRequests(Form form) const
    {
        const auto requests = jobRequests();
        return static_cast<int>(std::count_if(requests.begin(), requests.end(),
                                              [&](const auto &r) { return r.query.form == form; }));
    }
    [[nodiscard]] int identityCalls() const { return asked(Asked::Identity); }
    [[nodiscard]] int jobCalls() const { return asked(Asked::Jobs); }
    [[nodiscard]] int detailCalls() const { return asked(Asked::Detail); }
    [[nodiscard]] int workstationCalls() const { return asked(Asked::Workstations); }
    [[nodiscard]] int timesForgotten() const
    {
        int times = 0;
        with([&] { times = m_timesForgotten; });
        return times;
    }

    // ---- mirror::Engine
    void fetchIdentity(Callback<domain::EngineIdentity> done) override
    {
        answer<domain::EngineIdentity>(Asked::Identity, std::move(done),
                                       [this] { return m_identity; });
    }
    void fetchWorkstations(mirror::PageRequest page,
                           Callback<mirror::Page<domain::Workstation>> done) override
    {
        answer<mirror::Page<domain::Workstation>>(
            Asked::Workstations, std::move(done),
            [this, page] { return cut(m_workstations, page, std::nullopt); });
    }
    void fetchJobStreams(mirror::PageRequest page,
                         Callback<mirror::Page<domain::JobStream>> done) override
    {
        using Rows = mirror::Page<domain::JobStream>;
        answer<Rows>(Asked::Streams, std::move(done), [this, page]() -> Result<Rows> {
            if (m_refused.contains(page.query.form))
                return notOffered();
            return matching(m_streams, page, std::nullopt);
        });
    }
    void fetchJobs(mirror::PageRequest page, Callback<mirror::Page<domain::Job>> done) override
    {
        with([&] { m_jobRequests.push_back(page); });
        using Rows = mirror::Page<domain::Job>;
        answer<Rows>(Asked::Jobs, std::move(done), [this, page]() -> Result<Rows> {
            if (m_refused.contains(page.query.form))
                return notOffered();
            if (auto &failure = m_formFailures[page.query.form]; failure.times > 0) {
                --failure.times;
                return tl::unexpected<Error>(failure.error);
            }
            auto asked = page;
            asked.limit = std::min(page.limit, m_pageLimit);
            const bool isAll = page.query.form == Form::Everything;
            auto rows = matching(m_jobs, asked, isAll ? m_jobTotal : std::nullopt);
            if (m_afterJobPage)
                m_afterJobPage(page, m_jobs);
            return rows;
        });
    }
    void fetchJobDetail(const domain::JobId &, Callback<domain::JobDetail> done) override
    {
        answer<domain::JobDetail>(Asked::Detail, std::move(done),
                                  [this]() -> Result<domain::JobDetail> {
                                      if (m_detailError)
                                          return tl::unexpected<Error>(*m_detailError);
                                      return m_detail;
                                  });
    }
    void fetchCounts(mirror::CountedKind kind,
                     Callback<std::vector<mirror::FolderCount>> done) override
    {
        using Counts = std::vector<mirror::FolderCount>;
        answer<Counts>(Asked::Counts, std::move(done), [this, kind]() -> Result<Counts> {
            if (!m_countsOffered)
                return notOffered();
            return kind == mirror::CountedKind::Jobs ? counted(m_jobs, m_hidden)
                                                     : counted(m_streams, {});
        });
    }
    void fetchJobDependencies(mirror::PageRequest page,
                              Callback<mirror::Page<domain::JobDependencies>> done) override
    {
        using Rows = mirror::Page<domain::JobDependencies>;
        answer<Rows>(Asked::JobDependencies, std::move(done), [this, page]() -> Result<Rows> {
            if (!m_jobDependencies)
                return notOffered();
            return cut(*m_jobDependencies, page, std::nullopt);
        });
    }
    void fetchStreamDependencies(mirror::PageRequest page,
                                 Callback<mirror::Page<domain::StreamDependencies>> done) override
    {
        using Rows = mirror::Page<domain::StreamDependencies>;
        answer<Rows>(Asked::StreamDependencies, std::move(done), [this, page]() -> Result<Rows> {
            if (!m_streamDependencies)
                return notOffered();
            return cut(*m_streamDependencies, page, std::nullopt);
        });
    }
    void fetchPlanInfo(Callback<mirror::PlanInfo> done) override
    {
        answer<mirror::PlanInfo>(Asked::PlanInfo, std::move(done),
                                 [this]() -> Result<mirror::PlanInfo> {
                                     if (!m_planInfo)
                                         return notOffered();
                                     return *m_planInfo;
                                 });
    }
    void fetchMetrics(Callback<mirror::EngineMetrics> done) override
    {
        answer<mirror::EngineMetrics>(Asked::Metrics, std::move(done),
                                      [this]() -> Result<mirror::EngineMetrics> {
                                          if (!m_metrics)
                                              return notOffered();
                                          return *m_metrics;
                                      });
    }
    [[nodiscard]] milliseconds clockOffset() const override
    {
        milliseconds offset{};
        with([&] { offset = m_clockOffset; });
        return offset;
    }
    void forgetCapabilities() override
    {
        with([&] { ++m_timesForgotten; });
    }
    [[nodiscard]] mirror::EngineCallCounts callCounts() const override
    {
        mirror::EngineCallCounts counts;
        with([&] {
            for (const auto &[what, times] : m_asked)
                counts.total += static_cast<std::uint64_t>(times);
        });
        return counts;
    }
    void fetchLog(const domain::JobId &, const domain::LogRange &range,
                  Callback<domain::JobLog> done) override
    {
        onDemand(std::move(done), m_log, [this, range](const std::vector<std::string> &lines) {
            domain::JobLog log;
            log.run = range.run.isEmpty() ? domain::RunId("run-1") : range.run;
            log.totalLines = lines.size();
            log.isComplete = m_isLogComplete;
            const auto from = range.fromLine.value_or(1);
            const auto to =
                std::min<std::uint64_t>(range.toLine.value_or(lines.size()), lines.size());
            for (auto number = from; number <= to; ++number)
                log.lines.push_back({number, lines[number - 1]});
            return log;
        });
    }
    void fetchRuns(const domain::JobId &, Callback<std::vector<domain::JobRun>> done) override
    {
        onDemand(std::move(done), m_runs, [](const auto &runs) { return runs; });
    }
    void fetchRunHistory(const domain::Job &, std::size_t limit,
                         Callback<std::vector<domain::JobRun>> done) override
    {
        onDemand(std::move(done), m_runHistory, [limit](auto runs) {
            runs.resize(std::min(runs.size(), limit));
            return runs;
        });
    }
    void fetchResources(mirror::PageRequest page,
                        Callback<mirror::Page<domain::Resource>> done) override
    {
        onDemand(std::move(done), m_resources,
                 [page](const auto &rows) { return cut(rows, page, std::nullopt); });
    }
    void fetchPrompts(mirror::PageRequest page,
                      Callback<mirror::Page<domain::Prompt>> done) override
    {
        onDemand(std::move(done), m_prompts,
                 [page](const auto &rows) { return cut(rows, page, std::nullopt); });
    }
    void fetchCriticalJobs(Callback<std::vector<domain::CriticalJob>> done) override
    {
        onDemand(std::move(done), m_criticalJobs, [](const auto &rows) { return rows; });
    }

private:
    struct Failure
    {
        Error error;
        int times = 0;
    };

    [[nodiscard]] static tl::unexpected<Error> notOffered()
    {
        return fail(ErrorKind::NotOffered, "not_offered_by_engine", "not offered");
    }

    template<typename Row>
    [[nodiscard]] static mirror::Page<Row> cut(const std::vector<Row> &rows,
                                               const mirror::PageRequest &page,
                                               std::optional<std::size_t> total)
    {
        mirror::Page<Row> cutOut;
        const std::size_t end = std::min(rows.size(), page.offset + page.limit);
        for (std::size_t i = page.offset; i < end; ++i)
            cutOut.rows.push_back(rows[i]);
        cutOut.total = total.value_or(rows.size());
        cutOut.isLast = page.offset + page.limit >= rows.size();
        return cutOut;
    }

    [[nodiscard]] static std::optional<Instant> startOf(const domain::Job &row)
    {
        return row.run ? row.run->startedAt : std::nullopt;
    }
    [[nodiscard]] static std::optional<Instant> endOf(const domain::Job &row)
    {
        return row.run ? row.run->endedAt : std::nullopt;
    }
    [[nodiscard]] static std::optional<Instant> startOf(const domain::JobStream &row)
    {
        return row.startedAt;
    }
    [[nodiscard]] static std::optional<Instant> endOf(const domain::JobStream & /*row*/)
    {
        return std::nullopt;
    }

    template<typename Row>
    [[nodiscard]] static bool matches(const Row &row, const mirror::RowQuery &query)
    {
        const bool isActive = row.status != domain::Status::Waiting && !domain::isFinal(row.status);
        const bool hasStarted = startOf(row) >= query.since;
        const bool hasEnded = endOf(row) >= query.since;
        switch (query.form) {
        case Form::Everything:
            return true;
        case Form::CanHaveChanged:
            return isActive || hasStarted || hasEnded;
        case Form::Active:
            return isActive;
        case Form::StartedSince:
            return hasStarted;
        case Form::EndedSince:
            return hasEnded;
        case Form::Ids:
            return std::find(query.ids.begin(), query.ids.end(), row.id.value()) != query.ids.end();
        case Form::Folder:
            return row.folder == query.folder;
        case Form::FolderStatuses:
            return row.folder == query.folder &&
                   std::find(query.statuses.begin(), query.statuses.end(), row.status) !=
                       query.statuses.end();
        case Form::InError:
            break;
        }
        return row.status == domain::Status::Error;
    }

    /// The page of the rows that match; of the others not one is copied.
    template<typename Row>
    [[nodiscard]] static mirror::Page<Row> matching(const std::vector<Row> &rows,
                                                    const mirror::PageRequest &page,
                                                    std::optional<std::size_t> total)
    {
        mirror::Page<Row> found;
        std::size_t count = 0;
        for (const Row &row : rows) {
            if (!matches(row, page.query))
                continue;
            if (count >= page.offset && found.rows.size() < page.limit)
                found.rows.push_back(row);
            ++count;
        }
        found.total = total.value_or(count);
        found.isLast = page.offset + page.limit >= count;
        return found;
    }

    template<typename Row>
    [[nodiscard]] static std::vector<mirror::FolderCount> counted(
        const std::vector<Row> &rows, const std::map<std::string, int> &hidden)
    {
        std::map<std::string, mirror::FolderCount> folders;
        for (const Row &row : rows) {
            auto &count = folders[row.folder];
            count.folder = row.folder;
            ++count.total;
            if (!count.byStatus)
                count.byStatus.emplace();
            ++count.byStatus->at(static_cast<std::size_t>(row.status));
        }
        for (const auto &[folder, more] : hidden) {
            folders[folder].folder = folder;
            folders[folder].total += more;
        }
        std::vector<mirror::FolderCount> list;
        for (auto &[folder, count] : folders)
            list.push_back(count);
        return list;
    }

    template<typename T, typename Make>
    void answer(Asked what, Callback<T> done, Make make)
    {
        with([&] { ++m_asked[what]; });
        postOrHold([this, what, done = std::move(done), make] {
            Result<T> result = fail(ErrorKind::Internal, "");
            with([&] {
                auto &failure = m_failures[what];
                if (m_error)
                    result = tl::unexpected<Error>(*m_error);
                else if (failure.times > 0 && failure.times-- > 0)
                    result = tl::unexpected<Error>(failure.error);
                else
                    result = make();
            });
            done(std::move(result));
        });
    }

    /// What is not set is not offered.
    template<typename T, typename Value, typename Make>
    void onDemand(Callback<T> done, const std::optional<Value> &value, Make make)
    {
        with([&] { ++m_onDemandCalls; });
        postOrHold([this, done = std::move(done), &value, make] {
            Result<T> result = fail(ErrorKind::NotOffered, "the fake engine has no such thing");
            with([&] {
                if (m_detailError)
                    result = tl::unexpected<Error>(*m_detailError);
                else if (value)
                    result = make(*value);
            });
            done(std::move(result));
        });
    }

    void postOrHold(std::function<void()> work)
    {
        bool isHeld = false;
        with([&] {
            isHeld = m_isHeld;
            if (isHeld)
                m_held.push_back(work);
        });
        if (!isHeld)
            m_thread.post(std::move(work));
    }

    void with(const std::function<void()> &work) const
    {
        const std::lock_guard lock(m_mutex);
        work();
    }

    mirror::PlanThread &m_thread;
    mutable std::recursive_mutex m_mutex; ///< guards all below; a hook may call back in
    domain::EngineIdentity m_identity;
    std::vector<domain::Workstation> m_workstations;
    std::vector<domain::JobStream> m_streams;
    JobRows m_jobs;
    std::optional<std::vector<domain::JobDependencies>> m_jobDependencies;
    std::optional<std::vector<domain::StreamDependencies>> m_streamDependencies;
    std::optional<mirror::PlanInfo> m_planInfo;
    std::optional<mirror::EngineMetrics> m_metrics;
    std::map<std::string, int> m_hidden; ///< by folder
    std::optional<std::size_t> m_jobTotal;
    std::size_t m_pageLimit = 10'000;
    std::set<Form> m_refused;
    std::map<Asked, Failure> m_failures;
    std::map<Form, Failure> m_formFailures;
    std::map<Asked, int> m_asked;
    std::vector<mirror::PageRequest> m_jobRequests;
    std::function<void(const mirror::PageRequest &, JobRows &)> m_afterJobPage;
    std::optional<Error> m_error;
    std::optional<Error> m_detailError;
    domain::JobDetail m_detail{domain::JobDefinition{"UNIX", "/bin/true", "finbatch", "stop", ""},
                               std::nullopt,
                               std::nullopt,
                               {}};
    std::optional<std::vector<std::string>> m_log;
    bool m_isLogComplete = true;
    std::optional<std::vector<domain::JobRun>> m_runs;
    std::optional<std::vector<domain::JobRun>> m_runHistory;
    std::optional<std::vector<domain::Resource>> m_resources;
    std::optional<std::vector<domain::Prompt>> m_prompts;
    std::optional<std::vector<domain::CriticalJob>> m_criticalJobs;
    int m_onDemandCalls = 0;
    std::vector<std::function<void()>> m_held;
    milliseconds m_clockOffset{0};
    int m_timesForgotten = 0;
    bool m_countsOffered = true;
    bool m_isHeld = false;
};

} // namespace resync::test

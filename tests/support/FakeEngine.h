// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"
#include "agent/mirror/PlanThread.h"

#include <algorithm>
#include <mutex>
#include <optional>
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

/// An engine in this process. Answers on the plan thread; while held, not at all.
class FakeEngine final : public mirror::Engine
{
public:
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
    void setJobs(std::vector<domain::Job> rows)
    {
        with([&] { m_jobs = std::move(rows); });
    }
    void setError(std::optional<Error> error)
    {
        with([&] { m_error = std::move(error); });
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
    [[nodiscard]] int onDemandCalls() const { return read(m_onDemandCalls); }
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
    [[nodiscard]] int identityCalls() const { return read(m_identityCalls); }
    [[nodiscard]] int jobCalls() const { return read(m_jobCalls); }
    [[nodiscard]] int detailCalls() const { return read(m_detailCalls); }
    [[nodiscard]] int workstationCalls() const { return read(m_workstationCalls); }

    // ---- mirror::Engine
    void fetchIdentity(Callback<domain::EngineIdentity> done) override
    {
        with([&] { ++m_identityCalls; });
        answer(std::move(done), [this] { return m_identity; });
    }
    void fetchWorkstations(mirror::PageRequest page,
                           Callback<mirror::Page<domain::Workstation>> done) override
    {
        with([&] { ++m_workstationCalls; });
        answer(std::move(done), [this, page] { return cut(m_workstations, page, std::nullopt); });
    }
    void fetchJobStreams(mirror::PageRequest page,
                         Callback<mirror::Page<domain::JobStream>> done) override
    {
        answer(std::move(done), [this, page] { return cut(m_streams, page, std::nullopt); });
    }
    void fetchJobs(mirror::PageRequest page, Callback<mirror::Page<domain::Job>> done) override
    {
        with([&] { ++m_jobCalls; });
        page.limit = std::min(page.limit, m_pageLimit);
        answer(std::move(done), [this, page] { return cut(m_jobs, page, m_jobTotal); });
    }
    void fetchJobDetail(const domain::JobId &, Callback<domain::JobDetail> done) override
    {
        with([&] { ++m_detailCalls; });
        auto ask = [this, done = std::move(done)] {
            std::optional<Error> error;
            with([&] { error = m_detailError; });
            domain::JobDetail detail;
            with([&] { detail = m_detail; });
            error ? done(tl::unexpected<Error>(*error)) : done(detail);
        };
        postOrHold(std::move(ask));
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
    [[nodiscard]] mirror::EngineCallCounts callCounts() const override { return {}; }

private:
    template<typename Row>
    [[nodiscard]] static mirror::Page<Row> cut(const std::vector<Row> &rows,
                                               mirror::PageRequest page,
                                               std::optional<std::size_t> total)
    {
        mirror::Page<Row> cutOut;
        const std::size_t end = std::min(rows.size(), page.offset + page.limit);
        for (std::size_t i = page.offset; i < end; ++i)
            cutOut.rows.push_back(rows[i]);
        cutOut.total = total.value_or(rows.size());
        cutOut.isLast = end == rows.size();
        return cutOut;
    }

    template<typename T, typename Make>
    void answer(Callback<T> done, Make make)
    {
        postOrHold([this, done = std::move(done), make] {
            Result<T> result = fail(ErrorKind::Internal, "");
            with([&] {
                if (m_error)
                    result = tl::unexpected<Error>(*m_error);
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
    [[nodiscard]] int read(const int &number) const
    {
        int value = 0;
        with([&] { value = number; });
        return value;
    }

    mirror::PlanThread &m_thread;
    mutable std::mutex m_mutex;
    domain::EngineIdentity m_identity;
    std::vector<domain::Workstation> m_workstations;
    std::vector<domain::JobStream> m_streams;
    std::vector<domain::Job> m_jobs;
    std::optional<std::size_t> m_jobTotal;
    std::size_t m_pageLimit = 10'000;
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
    bool m_isHeld = false;
    int m_identityCalls = 0;
    int m_jobCalls = 0;
    int m_detailCalls = 0;
    int m_workstationCalls = 0;
};

} // namespace resync::test

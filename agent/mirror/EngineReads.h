// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"

#include <atomic>
#include <cstdint>
#include <utility>

namespace resync::mirror {

/// The mirror's way to the engine: counts what it asks, so that an invalidation can say what it
/// cost while it still goes on. Thread: the plan thread; the counter: any.
class EngineReads
{
public:
    EngineReads(Engine &engine, std::size_t rowsPerPage)
        : m_engine(engine)
        , m_rowsPerPage(rowsPerPage)
    {}

    [[nodiscard]] Engine &engine() const { return m_engine; }
    [[nodiscard]] std::size_t rowsPerPage() const { return m_rowsPerPage; }
    [[nodiscard]] std::uint64_t calls() const { return m_calls.load(std::memory_order_relaxed); }

    void fetchIdentity(Callback<domain::EngineIdentity> done)
    {
        counted().fetchIdentity(std::move(done));
    }
    void fetch(PageRequest page, Callback<Page<domain::Workstation>> done)
    {
        counted().fetchWorkstations(std::move(page), std::move(done));
    }
    void fetch(PageRequest page, Callback<Page<domain::JobStream>> done)
    {
        counted().fetchJobStreams(std::move(page), std::move(done));
    }
    void fetch(PageRequest page, Callback<Page<domain::Job>> done)
    {
        counted().fetchJobs(std::move(page), std::move(done));
    }
    void fetch(PageRequest page, Callback<Page<domain::JobDependencies>> done)
    {
        counted().fetchJobDependencies(std::move(page), std::move(done));
    }
    void fetch(PageRequest page, Callback<Page<domain::StreamDependencies>> done)
    {
        counted().fetchStreamDependencies(std::move(page), std::move(done));
    }
    void fetchJobDetail(const domain::JobId &id, Callback<domain::JobDetail> done)
    {
        counted().fetchJobDetail(id, std::move(done));
    }
    void fetchCounts(CountedKind kind, Callback<std::vector<FolderCount>> done)
    {
        counted().fetchCounts(kind, std::move(done));
    }
    void fetchPlanInfo(Callback<PlanInfo> done) { counted().fetchPlanInfo(std::move(done)); }
    void fetchMetrics(Callback<EngineMetrics> done) { counted().fetchMetrics(std::move(done)); }

private:
    [[nodiscard]] Engine &counted()
    {
        m_calls.fetch_add(1, std::memory_order_relaxed);
        return m_engine;
    }

    Engine &m_engine;
    const std::size_t m_rowsPerPage;
    std::atomic<std::uint64_t> m_calls{0};
};

} // namespace resync::mirror

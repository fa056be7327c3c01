// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/EngineCalls.h"
#include "agent/engine/EngineV2.h"
#include "agent/mirror/Engine.h"

#include <memory>

namespace resync::engine {

/// The engine as the mirror sees it, whichever API versions it offers.
/// Thread: the plan thread, the destructor included (answers are called from within it);
/// callCounts(), hosts(), clockOffset() any.
class EngineDoor final : public mirror::Engine
{
public:
    /// \param settings at least one host
    /// \param observer optional
    /// \a client, \a clock and \a observer outlive this.
    EngineDoor(net::HttpClient &client, EngineSettings settings, Executor planThread,
               const Clock &clock, EngineCallObserver *observer = nullptr);
    ~EngineDoor() override;

    void fetchIdentity(Callback<domain::EngineIdentity> done) override;
    void fetchWorkstations(mirror::PageRequest page,
                           Callback<mirror::Page<domain::Workstation>> done) override;
    void fetchJobStreams(mirror::PageRequest page,
                         Callback<mirror::Page<domain::JobStream>> done) override;
    void fetchJobs(mirror::PageRequest page, Callback<mirror::Page<domain::Job>> done) override;
    void fetchJobDetail(const domain::JobId &id, Callback<domain::JobDetail> done) override;
    void fetchCounts(mirror::CountedKind kind,
                     Callback<std::vector<mirror::FolderCount>> done) override;
    void fetchJobDependencies(mirror::PageRequest page,
                              Callback<mirror::Page<domain::JobDependencies>> done) override;
    void fetchStreamDependencies(mirror::PageRequest page,
                                 Callback<mirror::Page<domain::StreamDependencies>> done) override;
    void fetchResources(mirror::PageRequest page,
                        Callback<mirror::Page<domain::Resource>> done) override;
    void fetchPrompts(mirror::PageRequest page,
                      Callback<mirror::Page<domain::Prompt>> done) override;
    void fetchRuns(const domain::JobId &id, Callback<std::vector<domain::JobRun>> done) override;
    void fetchLog(const domain::JobId &id, const domain::LogRange &range,
                  Callback<domain::JobLog> done) override;

    [[nodiscard]] milliseconds clockOffset() const override { return m_calls->clockOffset(); }
    [[nodiscard]] std::vector<mirror::EngineHostState> hosts() const override
    {
        return m_calls->hosts();
    }
    void forgetCapabilities() override;
    [[nodiscard]] mirror::EngineCallCounts callCounts() const override { return m_calls->counts(); }

private:
    std::shared_ptr<EngineCalls> m_calls;
    EngineV2 m_v2;
};

} // namespace resync::engine

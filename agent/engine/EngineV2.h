// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/EngineCallObserver.h"
#include "agent/engine/EngineCalls.h"
#include "agent/engine/EngineSettings.h"
#include "agent/engine/PageReader.h"
#include "agent/mirror/Engine.h"
#include "agent/net/HttpClient.h"
#include "shared/core/Clock.h"

#include <memory>
#include <string_view>

namespace resync::engine {

/// The engine over its REST API, version 2 (engine 10.1 FP1 and later).
///
/// Bodies are read on the plan thread, tolerantly: members that are missing, null or of another
/// type are unknown, unknown words stay as they are, rows without an id are skipped and logged.
/// Lists are paged by offset in the order of their ids; an engine that refuses the query for that
/// order (400) is asked without it from then on. Every error carries a problem code.
/// Thread: the plan thread, the destructor included (answers are called from within it);
/// callCounts() any.
class EngineV2 final : public mirror::Engine
{
public:
    /// \param settings at least one host
    /// \param observer optional
    /// \a client, \a clock and \a observer outlive this.
    EngineV2(net::HttpClient &client, const EngineSettings &settings, Executor planThread,
             const Clock &clock, EngineCallObserver *observer = nullptr);
    ~EngineV2() override;

    /// For the calls from now on; an empty \a apiKey means user and password.
    void setLogin(std::string user, std::string password, std::string apiKey);

    void fetchIdentity(Callback<domain::EngineIdentity> done) override;
    void fetchWorkstations(mirror::PageRequest page,
                           Callback<mirror::Page<domain::Workstation>> done) override;
    void fetchJobStreams(mirror::PageRequest page,
                         Callback<mirror::Page<domain::JobStream>> done) override;
    void fetchJobs(mirror::PageRequest page, Callback<mirror::Page<domain::Job>> done) override;
    /// Two calls for a job that has not ended: the job, and what the engine says hinders it.
    void fetchJobDetail(const domain::JobId &id, Callback<domain::JobDetail> done) override;
    [[nodiscard]] mirror::EngineCallCounts callCounts() const override;

private:
    /// A list of the plan and how it is asked for.
    struct Listing
    {
        std::string_view operation;
        std::string_view path;
        std::string_view order; ///< OQL
        bool isLean = false;    ///< takes the header "scope"
        bool isOrdered = true;  ///< false: the engine refused the OQL once
    };
    template<typename Row>
    using PageReader = Result<ReadPage<Row>> (*)(std::string &body, mirror::PageRequest asked);

    template<typename Row>
    void fetchPage(Listing &listing, mirror::PageRequest page, PageReader<Row> reader,
                   Callback<mirror::Page<Row>> done);
    [[nodiscard]] static EngineCall listCall(const Listing &listing, mirror::PageRequest page);
    void fetchIssues(const domain::JobId &id, domain::JobDetail detail,
                     Callback<domain::JobDetail> done);

    std::shared_ptr<EngineCalls> m_calls;
    const bool m_refusesDemo;
    Listing m_workstations;
    Listing m_jobStreams;
    Listing m_jobs;
    bool m_offersIssues = true;
};

} // namespace resync::engine

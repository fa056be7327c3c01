// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/EngineCalls.h"
#include "agent/engine/OfferBook.h"
#include "agent/engine/Oql.h"
#include "agent/engine/PageReader.h"
#include "agent/mirror/Engine.h"

#include <memory>
#include <set>
#include <string_view>

namespace resync::engine {

/// The engine over its REST API, version 2 (engine 10.1 FP1 and later).
///
/// Bodies are read on the plan thread, tolerantly: members that are missing, null or of another
/// type are unknown, unknown words stay as they are, rows without an id are skipped and logged.
/// Lists are paged by offset in the order of their ids; an engine that refuses the query for that
/// order (400) is asked without it from then on; a form of query that it refuses even so answers
/// NotOffered from then on. Every error carries a problem code. Owns no calls: whoever made \a
/// calls stops them before this dies. Thread: the plan thread.
class EngineV2
{
public:
    explicit EngineV2(std::shared_ptr<EngineCalls> calls);
    EngineV2(const EngineV2 &) = delete;
    EngineV2 &operator=(const EngineV2 &) = delete;

    /// NotOffered: the host has no API v2 (404), for all that this answer tells.
    void fetchIdentity(Callback<domain::EngineIdentity> done);
    void fetchWorkstations(mirror::PageRequest page,
                           Callback<mirror::Page<domain::Workstation>> done);
    void fetchJobStreams(mirror::PageRequest page, Callback<mirror::Page<domain::JobStream>> done);
    void fetchJobs(mirror::PageRequest page, Callback<mirror::Page<domain::Job>> done);
    /// Two calls for a job that has not ended: the job, and what the engine says hinders it.
    void fetchJobDetail(const domain::JobId &id, Callback<domain::JobDetail> done);

    void fetchCounts(mirror::CountedKind kind, Callback<std::vector<mirror::FolderCount>> done);
    void fetchJobDependencies(mirror::PageRequest page,
                              Callback<mirror::Page<domain::JobDependencies>> done);
    void fetchStreamDependencies(mirror::PageRequest page,
                                 Callback<mirror::Page<domain::StreamDependencies>> done);
    void fetchResources(mirror::PageRequest page, Callback<mirror::Page<domain::Resource>> done);
    void fetchPrompts(mirror::PageRequest page, Callback<mirror::Page<domain::Prompt>> done);
    void fetchRuns(const domain::JobId &id, Callback<std::vector<domain::JobRun>> done);
    /// Two calls: the runs, which tell whether the log can still grow, and the log.
    void fetchLog(const domain::JobId &id, const domain::LogRange &range,
                  Callback<domain::JobLog> done);

    void forgetCapabilities();

private:
    /// A list of the plan and how it is asked for.
    struct Listing
    {
        std::string_view operation;
        std::string_view path;
        std::string_view scope;            ///< value of the header "scope"; empty: takes none
        const OqlFields *fields = nullptr; ///< null: takes no OQL
        std::string_view sweepScope = {};  ///< instead, when a sweep reads everything
        bool isOrdered = true;             ///< false: the engine refused the order once
        std::set<mirror::RowQuery::Form> refused = {};
    };
    template<typename Row>
    using PageReader = Result<ReadPage<Row>> (*)(std::string &body,
                                                 const mirror::PageRequest &asked);

    template<typename Row>
    void fetchPage(Listing &listing, mirror::PageRequest page, PageReader<Row> reader,
                   Callback<mirror::Page<Row>> done);
    template<typename Row>
    void onRefusedQuery(Listing &listing, mirror::PageRequest page, PageReader<Row> reader,
                        bool wasOrdered, Error error, Callback<mirror::Page<Row>> done);
    [[nodiscard]] static EngineCall listCall(const Listing &listing,
                                             const mirror::PageRequest &page,
                                             const std::string &condition);
    void fetchIssues(const domain::JobId &id, domain::JobDetail detail,
                     Callback<domain::JobDetail> done);
    void fetchLogOf(const domain::JobRun &run, const domain::LogRange &range,
                    Callback<domain::JobLog> done);

    std::shared_ptr<EngineCalls> m_calls;
    Listing m_workstations;
    Listing m_jobStreams;
    Listing m_jobs;
    Listing m_jobDependencies;
    Listing m_streamDependencies;
    Listing m_resources;
    Listing m_prompts;
    OfferBook m_offers;
};

} // namespace resync::engine

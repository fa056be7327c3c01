// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/EngineCalls.h"
#include "agent/engine/OfferBook.h"
#include "agent/engine/V1Filters.h"
#include "agent/engine/V1PageReader.h"
#include "agent/mirror/Engine.h"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace resync::engine {

/// The engine over its REST API, version 1 (9.3 and later): all there is on engines without API v2,
/// and what only v1 tells on the others.
///
/// Lists are asked for by page number; an engine that refuses that (no plan in its database) is
/// asked for page after page from then on (query, query_next), and gives no page out of turn except
/// one that begins with the last row of the one before. "*" stands for every name, or "@" where
/// that alone finds something. What is missing (404) is remembered. Thread: the plan thread.
class EngineV1
{
public:
    explicit EngineV1(std::shared_ptr<EngineCalls> calls);
    EngineV1(const EngineV1 &) = delete;
    EngineV1 &operator=(const EngineV1 &) = delete;

    /// API v2 is there too: a login that v1 refuses is v1's business alone.
    void setExtra(bool isExtra) { m_isExtra = isExtra; }

    /// NotOffered: the host has no API v1 (404), for all that this answer tells.
    void fetchIdentity(Callback<domain::EngineIdentity> done);
    void fetchPlanInfo(Callback<mirror::PlanInfo> done);
    void fetchWorkstations(mirror::PageRequest page,
                           Callback<mirror::Page<domain::Workstation>> done);
    void fetchJobStreams(mirror::PageRequest page, Callback<mirror::Page<domain::JobStream>> done);
    void fetchJobs(mirror::PageRequest page, Callback<mirror::Page<domain::Job>> done);
    void fetchJobDetail(const domain::JobId &id, Callback<domain::JobDetail> done);
    void fetchJobDependencies(mirror::PageRequest page,
                              Callback<mirror::Page<domain::JobDependencies>> done);
    void fetchStreamDependencies(mirror::PageRequest page,
                                 Callback<mirror::Page<domain::StreamDependencies>> done);
    /// Of jobs, over the whole plan, one call a status.
    void fetchCounts(mirror::CountedKind kind, Callback<std::vector<mirror::FolderCount>> done);
    void fetchResources(mirror::PageRequest page, Callback<mirror::Page<domain::Resource>> done);
    void fetchPrompts(mirror::PageRequest page, Callback<mirror::Page<domain::Prompt>> done);
    void fetchCriticalJobs(Callback<std::vector<domain::CriticalJob>> done);
    /// The run that the job's row tells; API v1 has no other of this plan.
    void fetchRuns(const domain::JobId &id, Callback<std::vector<domain::JobRun>> done);
    void fetchRunHistory(const domain::Job &job, std::size_t limit,
                         Callback<std::vector<domain::JobRun>> done);
    void fetchLog(const domain::JobId &id, const domain::LogRange &range,
                  Callback<domain::JobLog> done);

    void forgetCapabilities();

private:
    /// Where a list stands that is read page after page.
    struct Cursor
    {
        std::size_t nextOffset = 0;
        std::vector<net::HttpHeader> echoed; ///< the state that the engine gave us
        std::shared_ptr<const void> lastRow; ///< of the listing's row type; null: there was none
    };
    struct Listing
    {
        std::string_view operation;
        std::string_view path; ///< the query's, without "/query"
        V1FilterNames names;
        bool hasDependencies = false;
        std::map<std::string, Cursor> cursors = {}; ///< by filter, the newest few
    };
    /// One call for a page, and what the rows of the answer are to us.
    struct Asked
    {
        EngineCall call;
        V1Window window{};
        bool isByNumber = false;
        bool beginsWithLastRow =
            false; ///< the first row is the cursor's, the answer has the others
    };
    template<typename Row>
    using PageReader = Result<ReadPage<Row>> (*)(std::string &body, const V1Window &window);
    struct LogRead;

    template<typename Row>
    void fetchPage(Listing &listing, mirror::PageRequest page, PageReader<Row> reader,
                   Callback<mirror::Page<Row>> done);
    template<typename Row>
    static void follow(Cursor &cursor, const net::HttpResponse &response, std::size_t offset,
                       bool beginsWithLastRow, mirror::Page<Row> &rows);
    template<typename Row>
    void onPage(Listing &listing, const mirror::PageRequest &page, PageReader<Row> reader,
                mirror::Page<Row> rows, Callback<mirror::Page<Row>> done);
    [[nodiscard]] Result<Asked> listCall(const Listing &listing, const mirror::PageRequest &page,
                                         const std::string &filter) const;
    [[nodiscard]] Result<Asked> nextCall(const Listing &listing, const mirror::PageRequest &page,
                                         const std::string &filter, Asked asked) const;
    [[nodiscard]] std::string_view anyName() const { return m_anyName.value_or("*"); }
    void fetchJob(const domain::JobId &id, std::string_view operation,
                  std::function<void(Result<struct V1Job>)> done);
    void readLogPages(std::shared_ptr<LogRead> log);
    [[nodiscard]] EngineCall call(std::string_view operation, std::string target,
                                  mirror::CallPriority priority) const;
    template<typename T>
    [[nodiscard]] Callback<> remembering(std::string_view operation, std::shared_ptr<T> value,
                                         Callback<T> done);

    std::shared_ptr<EngineCalls> m_calls;
    bool m_isExtra = false;
    std::optional<bool> m_pagesByNumber;       ///< none: not tried yet
    std::optional<std::string_view> m_anyName; ///< none: no list had a row yet
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

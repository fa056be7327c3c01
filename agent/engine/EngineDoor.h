// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/EngineCalls.h"
#include "agent/engine/EngineV1.h"
#include "agent/engine/EngineV2.h"
#include "agent/engine/OfferBook.h"
#include "agent/mirror/Engine.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace resync::engine {

/// The engine as the mirror sees it, whichever API versions it offers: v2 where it exists, v1 for
/// all of an engine without v2 and for what only v1 tells (window of the plan, critical jobs,
/// history, and prompts before 10.2.8). Which there are, the identity tells: whoever begins asks
/// for that first. What is missing is remembered until forgetCapabilities(), setLogin() or another
/// host. isActiveMaster comes from API v1. Thread: the plan thread, the destructor
/// included (answers are called from within it); callCounts(), hosts(), clockOffset() any.
class EngineDoor final : public mirror::Engine
{
public:
    /// \param settings at least one host
    /// \param observer optional
    /// \a client, \a clock and \a observer outlive this.
    EngineDoor(net::HttpClient &client, EngineSettings settings, Executor planThread,
               const Clock &clock, EngineCallObserver *observer = nullptr);
    ~EngineDoor() override;

    /// For the calls from now on; an empty \a apiKey means user and password. What was found
    /// missing is forgotten: another user may see more.
    void setLogin(std::string user, std::string password, std::string apiKey);

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
    void fetchPlanInfo(Callback<mirror::PlanInfo> done) override;
    void fetchMetrics(Callback<mirror::EngineMetrics> done) override;
    void fetchResources(mirror::PageRequest page,
                        Callback<mirror::Page<domain::Resource>> done) override;
    void fetchPrompts(mirror::PageRequest page,
                      Callback<mirror::Page<domain::Prompt>> done) override;
    void fetchCriticalJobs(Callback<std::vector<domain::CriticalJob>> done) override;
    void fetchRuns(const domain::JobId &id, Callback<std::vector<domain::JobRun>> done) override;
    void fetchRunHistory(const domain::Job &job, std::size_t limit,
                         Callback<std::vector<domain::JobRun>> done) override;
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
    enum class Offer : unsigned char { Unknown, Offered, Missing };
    struct V1Word ///< what only API v1 tells of the host
    {
        std::optional<bool> isActiveMaster;
        bool isDemo = false;
        std::chrono::steady_clock::time_point at;
    };

    void identify(Callback<domain::EngineIdentity> done);
    void forgetOffers();
    void identifyByV1(Error v2Error, Callback<domain::EngineIdentity> done);
    [[nodiscard]] static domain::EngineIdentity withWordOf(const V1Word &word,
                                                           domain::EngineIdentity identity);
    void addV1(domain::EngineIdentity identity, Callback<domain::EngineIdentity> done);
    /// API v2 until an identity says otherwise; the mirror asks for that first.
    [[nodiscard]] bool usesV1() const { return m_v2Offer == Offer::Missing; }
    [[nodiscard]] bool hasNoV1() const { return m_v1Offer == Offer::Missing; }

    const Clock &m_clock;
    const bool m_refusesDemo;
    std::shared_ptr<EngineCalls> m_calls;
    EngineV2 m_v2;
    EngineV1 m_v1;
    Offer m_v2Offer = Offer::Unknown;
    bool m_asksAgain = false; ///< the next identity looks for API v2 whatever was found before
    Offer m_v1Offer = Offer::Unknown; ///< Missing also when it refuses our login
    std::optional<V1Word> m_v1Word;
    std::uint64_t m_hostMoves = 0; ///< as of what was found
    OfferBook m_offers;
};

} // namespace resync::engine

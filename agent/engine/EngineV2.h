// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/CallBudget.h"
#include "agent/engine/EngineCallObserver.h"
#include "agent/engine/EngineSettings.h"
#include "agent/engine/HostList.h"
#include "agent/mirror/Engine.h"
#include "shared/core/Clock.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace resync::engine {

/// Runs work on the plan thread.
using Executor = std::function<void(std::function<void()>)>;

/// The engine through its REST API v2 (tws-api §3). Bodies are read and answers given on the plan
/// thread. A host that cannot be reached or answers 5xx hands over to the next one, and the call is
/// made there; a refused login is never tried elsewhere.
/// Thread: the plan thread, callCounts any. Must outlive its answers: destroy the HttpClient first.
class EngineV2 final : public mirror::Engine
{
public:
    /// \param observer may be null
    EngineV2(net::HttpClient &http, EngineSettings settings, Executor planThread,
             const Clock &clock, EngineCallObserver *observer = nullptr);

    void fetchIdentity(Callback<domain::EngineIdentity> done) override;
    void fetchWorkstations(mirror::PageRequest page,
                           Callback<mirror::Page<domain::Workstation>> done) override;
    void fetchJobStreams(mirror::PageRequest page,
                         Callback<mirror::Page<domain::JobStream>> done) override;
    void fetchJobs(mirror::PageRequest page, Callback<mirror::Page<domain::Job>> done) override;
    void fetchJobDetail(const domain::JobId &id, Callback<domain::JobDetail> done) override;
    [[nodiscard]] mirror::EngineCallCounts callCounts() const override;

private:
    /// A body and the host that gave it.
    struct Answer
    {
        std::string body;
        Host host;
    };
    struct Question
    {
        std::string_view operation; ///< for metrics and messages
        std::string path;           ///< behind /twsd/api/v2, with query
        std::size_t hostsLeft = 0;
        Callback<Answer> done;
    };

    void ask(std::string_view operation, std::string path, Callback<Answer> done);
    void send(std::shared_ptr<Question> question);
    void onAnswer(const std::shared_ptr<Question> &question, const Host &host,
                  Result<net::HttpResponse> response);
    [[nodiscard]] net::HttpRequest request(const Host &host, const std::string &path) const;
    template<typename Row>
    void fetchPage(std::string_view operation, std::string_view path, mirror::PageRequest page,
                   Result<mirror::Page<Row>> (*read)(const std::string &),
                   Callback<mirror::Page<Row>> done);

    net::HttpClient &m_http;
    const EngineSettings m_settings;
    const Executor m_planThread;
    const Clock &m_clock;
    EngineCallObserver *m_observer;
    HostList m_hosts;
    CallBudget m_budget;
    bool m_canSort = true; ///< the engine takes an OQL that only sorts
    std::atomic<std::uint64_t> m_calls{0};
    std::atomic<std::uint64_t> m_failed{0};
};

} // namespace resync::engine

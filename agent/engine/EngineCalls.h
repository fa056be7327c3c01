// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/CallMeter.h"
#include "agent/engine/EngineCallObserver.h"
#include "agent/engine/EngineSettings.h"
#include "agent/engine/HostList.h"
#include "agent/net/HttpClient.h"
#include "shared/core/Clock.h"
#include "shared/core/Result.h"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace resync::engine {

/// Posts work to the plan thread; may drop it when that thread is over. Called from the plan thread
/// and the HTTP client's, also after the engine is gone: what it uses outlives the client.
using Executor = std::function<void(std::function<void()>)>;

/// One read of the engine.
struct EngineCall
{
    std::string_view operation; ///< a literal; see EngineCallObserver
    std::string target;         ///< below /twsd/api/v2/, encoded: "plan/job?limit=10"
    std::vector<net::HttpHeader> headers;
    std::size_t maxBodyBytes = 1U << 20U;
};

/// Reads the body of a 2xx answer; an error becomes the call's error. May change the body.
using BodyReader = std::function<Result<>(const std::string &host, std::string &body)>;

/// Sends calls to the engine: credentials, host list, budget, counters, typed errors that name host
/// and operation. Thread: the plan thread; counts() any.
class EngineCalls : public std::enable_shared_from_this<EngineCalls>
{
public:
    /// \a client and \a clock outlive this, \a observer (optional) too.
    EngineCalls(net::HttpClient &client, EngineSettings settings, Executor planThread,
                const Clock &clock, EngineCallObserver *observer);
    EngineCalls(const EngineCalls &) = delete;
    EngineCalls &operator=(const EngineCalls &) = delete;

    /// Answers once, never before it returns. Refused requests (400) are InvalidInput.
    void get(EngineCall call, BodyReader read, Callback<> done);
    /// For the calls from now on; an empty \a apiKey means user and password.
    void setLogin(std::string user, std::string password, std::string apiKey);
    /// Answers Cancelled to all that is open, at once, and to every later call.
    void stop();

    [[nodiscard]] mirror::EngineCallCounts counts() const
    {
        return m_meter.counts(m_clock.steady());
    }

private:
    using Ticket = std::uint64_t;
    struct Open
    {
        EngineCall call;
        BodyReader read;
        Callback<> done;
        std::size_t host = 0;
        std::size_t hostsTried = 0;
        std::string troubles; ///< of the hosts tried so far
        net::HttpClient::TransferId transfer = 0;
        CallMeter::TimePoint sentAt;
    };

    void send(Ticket ticket, Open &open);
    void onAnswer(Ticket ticket, Result<net::HttpResponse> answer);
    void finish(Ticket ticket, Result<> result);
    void finishLater(Ticket ticket, Error error);
    [[nodiscard]] net::HttpRequest makeRequest(const Open &open) const;
    [[nodiscard]] Result<> readAnswer(const Open &open, Result<net::HttpResponse> answer) const;
    void record(const Open &open, const Result<> &result);
    [[nodiscard]] bool moveOn(Open &open, const Error &error);
    [[nodiscard]] Error named(const Open &open, const Error &error) const;

    net::HttpClient &m_client;
    EngineSettings m_settings;
    Executor m_planThread;
    const Clock &m_clock;
    EngineCallObserver *m_observer;
    CallMeter m_meter;
    HostList m_hosts;
    std::map<Ticket, Open> m_open;
    Ticket m_lastTicket = 0;
    bool m_isStopped = false;
};

} // namespace resync::engine

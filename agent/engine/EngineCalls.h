// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/Breaker.h"
#include "agent/engine/CallMeter.h"
#include "agent/engine/EngineCall.h"
#include "agent/engine/EngineCallObserver.h"
#include "agent/engine/EngineSettings.h"
#include "agent/engine/HostList.h"
#include "agent/engine/LoginGuard.h"
#include "agent/net/HttpClient.h"
#include "shared/core/Clock.h"

#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace resync::engine {

/// Posts work to the plan thread; may drop it when that thread is over. Called from the plan thread
/// and the HTTP client's, also after the engine is gone: what it uses outlives the client.
struct Executor
{
    std::function<void(std::function<void()>)> post;
    std::function<void(milliseconds, std::function<void()>)> postAfter;
};

/// Sends calls to the engine, of whichever API version: credentials, host list, budget, breaker,
/// counters, typed errors that name host and operation. A call for which the budget has no room or
/// no connection is free waits in line, urgent ones first: a person's at most 10 s, a refresh's
/// 1 min, a sweep's 5 min. Of the connections a person may use all, a refresh leaves one of three
/// or more to persons, a sweep takes no more than half; until the engine accepted the login there
/// is one. A cut connection is tried once more; a host that is away, fails (5xx) or answers what no
/// engine does gives way to the next. Thread: the plan thread; counts(), hosts(), clockOffset(),
/// hostMoves() any.
class EngineCalls : public std::enable_shared_from_this<EngineCalls>
{
public:
    /// \a client and \a clock outlive this, \a observer (optional) too.
    EngineCalls(net::HttpClient &client, EngineSettings settings, Executor planThread,
                const Clock &clock, EngineCallObserver *observer);
    EngineCalls(const EngineCalls &) = delete;
    EngineCalls &operator=(const EngineCalls &) = delete;

    /// Answers once, before it returns only when stopped. Refused requests (400) are InvalidInput.
    void send(EngineCall call, AnswerReader read, Callback<> done);
    /// For the calls from now on; an empty \a apiKey means user and password. The next call may log
    /// in, whatever the engine said to the last.
    void setLogin(std::string user, std::string password, std::string apiKey);
    /// Answers Cancelled to all that is open, at once, and to every later call.
    void stop();
    /// Allows the next call to log in, whatever the engine said to the last.
    void forgetLogin() { m_login.forget(); }

    [[nodiscard]] mirror::EngineCallCounts counts() const;
    [[nodiscard]] std::vector<mirror::EngineHostState> hosts() const { return m_hosts.states(); }
    /// How often another host was turned to.
    [[nodiscard]] std::uint64_t hostMoves() const { return m_hosts.moves(); }
    /// The engine's clock minus ours, to the second; 0 until it answered.
    [[nodiscard]] milliseconds clockOffset() const { return milliseconds(m_clockOffset.load()); }

private:
    using Ticket = std::uint64_t;
    using TimePoint = CallMeter::TimePoint;
    struct Open
    {
        EngineCall call;
        AnswerReader read;
        Callback<> done;
        std::size_t host = 0;
        std::set<std::size_t> hostsTried;
        std::string troubles; ///< of the hosts tried so far
        net::HttpClient::TransferId transfer = 0;
        TimePoint sentAt;
        TimePoint lineDeadline;     ///< while it waits for its turn
        bool hasConnection = false; ///< counts among those in flight
        bool isTrial = false;       ///< the breaker's
        bool isProbe = false;       ///< the login guard's
        bool wasRepeated = false;
        bool isSent = false;
    };

    void admit(Ticket ticket, Open &open);
    [[nodiscard]] bool hasTurn(TimePoint now, mirror::CallPriority priority) const;
    [[nodiscard]] bool hasConnection(mirror::CallPriority priority) const;
    void lineUp(Ticket ticket, Open &open);
    [[nodiscard]] Error waitError(TimePoint now, mirror::CallPriority priority,
                                  std::string_view how) const;
    void schedulePump();
    void pump();
    [[nodiscard]] bool serveFront(std::deque<Ticket> &line);
    void transmit(Ticket ticket, Open &open);
    void transmitLater(Ticket ticket, milliseconds pause);
    void onAnswer(Ticket ticket, Result<net::HttpResponse> answer);
    void finish(Ticket ticket, Result<> result);
    void finishLater(Ticket ticket, Error error);
    [[nodiscard]] net::HttpRequest makeRequest(const Open &open) const;
    [[nodiscard]] Result<> readAnswer(const Open &open, Result<net::HttpResponse> &answer) const;
    void record(const Open &open, const Result<> &result);
    void noteHost(const Open &open, const Result<net::HttpResponse> &answer,
                  const Result<> &result);
    [[nodiscard]] bool triesAgain(Ticket ticket, Open &open, const Error &error, int status);
    void judge(const Open &open, const Result<> &result, int status);
    [[nodiscard]] Error named(const Open &open, const Error &error) const;

    net::HttpClient &m_client;
    EngineSettings m_settings;
    Executor m_planThread;
    const Clock &m_clock;
    EngineCallObserver *m_observer;
    CallMeter m_meter;
    Breaker m_breaker;
    LoginGuard m_login;
    HostList m_hosts;
    std::atomic<milliseconds::rep> m_clockOffset = 0;
    std::map<Ticket, Open> m_open;
    std::array<std::deque<Ticket>, 3> m_lines; ///< index: CallPriority
    int m_inFlight = 0;
    bool m_isPumpScheduled = false;
    Ticket m_lastTicket = 0;
    bool m_isStopped = false;
};

} // namespace resync::engine

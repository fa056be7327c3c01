// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/EngineCalls.h"

#include "agent/engine/AnswerCheck.h"
#include "agent/engine/Redaction.h"
#include "shared/core/Jitter.h"
#include "shared/core/Log.h"

#include <algorithm>
#include <utility>

namespace resync::engine {

namespace {

using mirror::CallPriority;
using namespace std::chrono_literals;

constexpr int TotalPerReadTimeout = 4; // design §5
constexpr milliseconds RepeatPause = 150ms;
constexpr milliseconds PumpInterval = 1s; // the meter counts by the second
constexpr std::size_t MostInLine = 500;

std::size_t indexOf(CallPriority priority)
{
    return static_cast<std::size_t>(priority);
}

milliseconds longestWait(CallPriority priority)
{
    switch (priority) {
    case CallPriority::Person:
        return 10s;
    case CallPriority::Refresh:
        return 1min;
    case CallPriority::Sweep:
        break;
    }
    return 5min;
}

std::string_view prefixOf(ApiRoot root)
{
    switch (root) {
    case ApiRoot::V2:
        return "/twsd/api/v2/";
    case ApiRoot::V1:
        return "/twsd/";
    case ApiRoot::Metrics:
        break;
    }
    return "/";
}

std::string_view acceptOf(const EngineCall &call)
{
    return call.isText ? "text/plain" : "application/json";
}

Error cancelled()
{
    return {ErrorKind::Cancelled, {}, "the engine client is shutting down"};
}

std::string words(std::string_view operation)
{
    std::string out(operation);
    std::replace(out.begin(), out.end(), '_', ' ');
    return out;
}

std::string secondsText(milliseconds span)
{
    return std::to_string(std::chrono::ceil<std::chrono::seconds>(span).count()) + " s";
}

/// A page of a proxy, or bytes that no engine sends: as good as no answer.
bool isNoEngine(const Error &error, int status)
{
    return error.kind == ErrorKind::Protocol && status >= 200 && status < 400;
}

Error budgetError(int limit, std::string_view how)
{
    return {ErrorKind::Unavailable,
            {},
            "not asked: the budget of " + std::to_string(limit) +
                " calls a minute (TWS_MAX_CALLS_PER_MINUTE) is used up; " + std::string(how)};
}

} // namespace

EngineCalls::EngineCalls(net::HttpClient &client, EngineSettings settings, Executor planThread,
                         const Clock &clock, EngineCallObserver *observer)
    : m_client(client)
    , m_settings(std::move(settings))
    , m_planThread(std::move(planThread))
    , m_clock(clock)
    , m_observer(observer)
    , m_meter(m_settings.maxCallsPerMinute)
    , m_hosts(m_settings.hosts)
{
    m_client.setSlots(net::Destination::Engine, m_settings.maxConnections);
}

mirror::EngineCallCounts EngineCalls::counts() const
{
    auto counts = m_meter.counts(m_clock.steady());
    counts.breaker = m_breaker.state();
    return counts;
}

void EngineCalls::setLogin(std::string user, std::string password, std::string apiKey)
{
    m_settings.user = std::move(user);
    m_settings.password = std::move(password);
    m_settings.apiKey = std::move(apiKey);
    m_login.forget();
}

void EngineCalls::send(EngineCall call, AnswerReader read, Callback<> done)
{
    if (m_isStopped)
        return done(tl::unexpected<Error>(cancelled()));
    const Ticket ticket = ++m_lastTicket;
    Open &open = m_open[ticket];
    open.call = std::move(call);
    open.read = std::move(read);
    open.done = std::move(done);
    const CallPriority priority = open.call.priority;
    const bool isOvertaking = std::any_of(m_lines.begin(), m_lines.begin() + indexOf(priority) + 1,
                                          [](const auto &line) { return !line.empty(); });
    if (isOvertaking || !hasTurn(m_clock.steady(), priority))
        lineUp(ticket, open);
    else
        admit(ticket, open);
}

bool EngineCalls::hasTurn(TimePoint now, CallPriority priority) const
{
    if (m_login.isRefusing(now))
        return true; // to be refused at once
    return hasConnection(priority) && m_meter.hasRoom(now, priority);
}

bool EngineCalls::hasConnection(CallPriority priority) const
{
    int most = std::max(m_settings.maxConnections, 1);
    if (!m_login.isProven())
        most = 1;
    else if (priority == CallPriority::Refresh && most >= 3)
        --most;
    else if (priority == CallPriority::Sweep)
        most = std::max(most / 2, 1);
    return m_inFlight < most;
}

/// It is the call's turn: whom breaker and login let through is on the way at once.
void EngineCalls::admit(Ticket ticket, Open &open)
{
    const TimePoint now = m_clock.steady();
    const CallPriority priority = open.call.priority;
    open.host = m_hosts.current(now, priority != CallPriority::Person);
    if (m_login.isRefusing(now))
        return finishLater(ticket, {ErrorKind::Unauthorized,
                                    {},
                                    "not asked: the engine refused the login; next try in " +
                                        secondsText(m_login.pause(now))});
    const auto admission = m_breaker.admit(now, priority == CallPriority::Person);
    if (admission == Breaker::Admission::Refused)
        return finishLater(
            ticket, {ErrorKind::Unavailable,
                     {},
                     "not asked: the engine failed several times in a row; it is tried every " +
                         secondsText(Breaker::TrialPause)});
    open.isTrial = admission == Breaker::Admission::Trial;
    open.isProbe = m_login.begin();
    transmit(ticket, open);
}

void EngineCalls::lineUp(Ticket ticket, Open &open)
{
    const CallPriority priority = open.call.priority;
    const std::size_t waiting = m_lines[0].size() + m_lines[1].size() + m_lines[2].size();
    const TimePoint now = m_clock.steady();
    open.host = m_hosts.current(now, false);
    if (waiting >= MostInLine)
        return finishLater(ticket, waitError(now, priority, "too many calls wait already"));
    open.lineDeadline = now + longestWait(priority);
    m_lines.at(indexOf(priority)).push_back(ticket);
    schedulePump();
}

void EngineCalls::schedulePump()
{
    if (std::exchange(m_isPumpScheduled, true))
        return;
    m_planThread.postAfter(PumpInterval, [self = weak_from_this()] {
        const auto calls = self.lock();
        if (!calls)
            return;
        calls->m_isPumpScheduled = false;
        calls->pump();
    });
}

void EngineCalls::pump()
{
    for (auto &line : m_lines)
        while (!line.empty() && serveFront(line)) {
        }
    const bool isEmpty =
        std::all_of(m_lines.begin(), m_lines.end(), [](const auto &line) { return line.empty(); });
    if (!isEmpty)
        schedulePump();
}

/// False: the first one in line has to wait on.
bool EngineCalls::serveFront(std::deque<Ticket> &line)
{
    const Ticket ticket = line.front();
    const auto at = m_open.find(ticket);
    if (at == m_open.end()) {
        line.pop_front();
        return true;
    }
    Open &open = at->second;
    const TimePoint now = m_clock.steady();
    const CallPriority priority = open.call.priority;
    if (hasTurn(now, priority)) {
        line.pop_front();
        admit(ticket, open);
        return true;
    }
    if (now < open.lineDeadline)
        return false;
    line.pop_front();
    finishLater(ticket,
                waitError(now, priority, "waited for " + secondsText(longestWait(priority))));
    return true;
}

Error EngineCalls::waitError(TimePoint now, CallPriority priority, std::string_view how) const
{
    if (!m_meter.hasRoom(now, priority))
        return budgetError(m_settings.maxCallsPerMinute, how);
    const std::string_view why =
        m_login.isProven() ? "no connection was free (TWS_MAX_CONNECTIONS); "
                           : "the engine has not answered the call that tries the login; ";
    return {ErrorKind::Unavailable, {}, "not asked: " + std::string(why) + std::string(how)};
}

/// The caller has seen that there is room; the other hosts' tries count as a person's.
void EngineCalls::transmit(Ticket ticket, Open &open)
{
    open.sentAt = m_clock.steady();
    const auto priority = open.isSent ? CallPriority::Person : open.call.priority;
    if (!m_meter.take(open.sentAt, priority)) {
        judge(open, tl::unexpected<Error>(cancelled()), 0);
        return finishLater(ticket,
                           budgetError(m_settings.maxCallsPerMinute, "no other host was asked"));
    }
    open.isSent = true;
    open.hostsTried.insert(open.host);
    if (!std::exchange(open.hasConnection, true))
        ++m_inFlight;
    auto onCurlThread = [post = m_planThread.post, self = weak_from_this(),
                         ticket](Result<net::HttpResponse> answer) {
        auto carried = std::make_shared<Result<net::HttpResponse>>(std::move(answer));
        post([self, ticket, carried] {
            if (const auto calls = self.lock())
                calls->onAnswer(ticket, std::move(*carried));
        });
    };
    open.transfer = m_client.send(makeRequest(open), std::move(onCurlThread));
}

void EngineCalls::transmitLater(Ticket ticket, milliseconds pause)
{
    m_planThread.postAfter(pause, [self = weak_from_this(), ticket] {
        const auto calls = self.lock();
        if (!calls)
            return;
        if (const auto at = calls->m_open.find(ticket); at != calls->m_open.end())
            calls->transmit(ticket, at->second);
    });
}

net::HttpRequest EngineCalls::makeRequest(const Open &open) const
{
    const EngineCall &call = open.call;
    net::HttpRequest request;
    request.destination = net::Destination::Engine;
    request.method = call.body.empty() ? "GET" : "POST";
    request.url = m_settings.scheme + "://" + toString(m_hosts.at(open.host));
    request.url += prefixOf(call.root);
    request.url += call.target;
    request.body = call.body;
    request.headers = call.headers;
    request.headers.push_back({"Content-Type", "application/json"});
    request.headers.push_back({"Accept", std::string(acceptOf(call))});
    request.credentials = {m_settings.user, m_settings.password, m_settings.apiKey};
    request.timeouts = {m_settings.connectTimeout, m_settings.readTimeout,
                        TotalPerReadTimeout * m_settings.readTimeout};
    request.tls = {m_settings.verify, m_settings.verifyHostname, m_settings.caFile};
    request.maxBodyBytes = call.maxBodyBytes;
    return request;
}

void EngineCalls::onAnswer(Ticket ticket, Result<net::HttpResponse> answer)
{
    const auto at = m_open.find(ticket);
    if (at == m_open.end())
        return;
    Open &open = at->second;
    const int status = answer ? answer->status : 0;
    Result<> result = readAnswer(open, answer);
    record(open, result);
    noteHost(open, answer, result);
    if (!result && triesAgain(ticket, open, result.error(), status))
        return;
    judge(open, result, status);
    if (!result)
        result = tl::unexpected<Error>(named(open, result.error()));
    finish(ticket, std::move(result));
}

Result<> EngineCalls::readAnswer(const Open &open, Result<net::HttpResponse> &answer) const
{
    if (!answer)
        return tl::unexpected<Error>(answer.error());
    if (auto checked = checkAnswer(*answer, open.call.isText); !checked)
        return checked;
    return open.read(toString(m_hosts.at(open.host)), *answer);
}

void EngineCalls::record(const Open &open, const Result<> &result)
{
    if (!result)
        m_meter.countFailure();
    const std::string_view outcome = result ? "ok" : toString(result.error().kind);
    const auto took = std::chrono::floor<milliseconds>(m_clock.steady() - open.sentAt);
    if (m_observer != nullptr)
        m_observer->onEngineCall(open.call.operation, outcome, took);
    if (log::isEnabled(log::Level::Debug, "engine"))
        log::debug("engine", "call",
                   {{"operation", std::string(open.call.operation)},
                    {"outcome", std::string(outcome)},
                    {"took_ms", took.count()}});
}

void EngineCalls::noteHost(const Open &open, const Result<net::HttpResponse> &answer,
                           const Result<> &result)
{
    const Instant now = m_clock.now();
    if (answer) {
        if (const auto date = parseHttpDate(answer->header("Date")))
            m_clockOffset = (*date - now).count();
        const bool isEngines = result || !isNoEngine(result.error(), answer->status);
        if (answer->status < 500 && isEngines)
            m_hosts.noteAnswer(open.host, now);
    }
    const bool isHostsBusiness = !result && result.error().kind != ErrorKind::NotFound &&
                                 result.error().kind != ErrorKind::InvalidInput &&
                                 result.error().kind != ErrorKind::Cancelled;
    if (isHostsBusiness)
        m_hosts.noteError(open.host, redacted(result.error().message, m_settings));
}

/// An engine that cannot be reached, answers 5xx or what no engine does gives way to the next; a
/// refused login does not: the account would be locked on every host. A cut connection is often a
/// server that closed an idle one.
bool EngineCalls::triesAgain(Ticket ticket, Open &open, const Error &error, int status)
{
    if (error.code == net::ConnectionCut && !std::exchange(open.wasRepeated, true)) {
        transmitLater(ticket, jittered(RepeatPause, 0.7));
        return true;
    }
    const bool isHostDown =
        status == 0 ? error.kind == ErrorKind::Unavailable
                    : (status >= 500 || isNoEngine(error, status)) && !open.call.isOfOneObject;
    if (!isHostDown)
        return false;
    const std::size_t failed = open.host;
    m_hosts.failed(failed, m_clock.steady());
    const auto next = m_hosts.other(open.hostsTried);
    if (!next)
        return false;
    open.troubles += toString(m_hosts.at(failed)) + " " + error.message + "; then ";
    open.host = *next;
    log::warning("engine", "asking the next host",
                 {{"failed", toString(m_hosts.at(failed))},
                  {"next", toString(m_hosts.at(open.host))},
                  {"reason", redacted(error.message, m_settings)}});
    transmit(ticket, open);
    return true;
}

/// What the end of a call tells of the engine as a whole.
void EngineCalls::judge(const Open &open, const Result<> &result, int status)
{
    const TimePoint now = m_clock.steady();
    if (status == 401 && !open.call.isExtra)
        m_login.onRefused(now, open.isProbe);
    else if (status >= 200 && status < 300 && !open.call.isExtra)
        m_login.onAccepted();
    else
        m_login.onUndecided(open.isProbe);

    const bool isCancelled = !result && result.error().kind == ErrorKind::Cancelled;
    const bool isSilent = !result && result.error().kind != ErrorKind::Cancelled && status == 0;
    if (status != 0 && status < 500)
        m_breaker.onSuccess();
    else if ((isSilent || status >= 500) && !open.call.isOfOneObject && !isCancelled)
        m_breaker.onFailure(now);
    else if (open.isTrial)
        m_breaker.onUndecided();
}

Error EngineCalls::named(const Open &open, const Error &error) const
{
    return {error.kind, std::string(engineProblemCode(error.kind)),
            redacted(words(open.call.operation) + ": " + open.troubles +
                         toString(m_hosts.at(open.host)) + " " + error.message,
                     m_settings)};
}

void EngineCalls::finishLater(Ticket ticket, Error error)
{
    m_planThread.post([self = weak_from_this(), ticket, error = std::move(error)] {
        const auto calls = self.lock();
        const auto at = calls ? calls->m_open.find(ticket) : decltype(calls->m_open.end())();
        if (!calls || at == calls->m_open.end())
            return;
        calls->finish(ticket, tl::unexpected<Error>(calls->named(at->second, error)));
    });
}

void EngineCalls::finish(Ticket ticket, Result<> result)
{
    auto node = m_open.extract(ticket);
    if (node.mapped().hasConnection) {
        --m_inFlight;
        pump();
    }
    node.mapped().done(std::move(result));
}

void EngineCalls::stop()
{
    m_isStopped = true;
    while (!m_open.empty()) {
        auto node = m_open.extract(m_open.begin());
        m_client.cancel(node.mapped().transfer);
        node.mapped().done(tl::unexpected<Error>(cancelled()));
    }
}

} // namespace resync::engine

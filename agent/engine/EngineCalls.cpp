// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/EngineCalls.h"

#include "agent/engine/AnswerCheck.h"
#include "agent/engine/Redaction.h"

#include <utility>

namespace resync::engine {

namespace {

constexpr int TotalPerReadTimeout = 4; // design §5
constexpr std::string_view Prefix = "/twsd/api/v2/";

Error cancelled()
{
    return {ErrorKind::Cancelled, {}, "the engine client is shutting down"};
}

std::string words(std::string_view operation)
{
    std::string out(operation);
    for (char &c : out)
        if (c == '_')
            c = ' ';
    return out;
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

void EngineCalls::setLogin(std::string user, std::string password, std::string apiKey)
{
    m_settings.user = std::move(user);
    m_settings.password = std::move(password);
    m_settings.apiKey = std::move(apiKey);
}

void EngineCalls::get(EngineCall call, BodyReader read, Callback<> done)
{
    if (m_isStopped)
        return done(tl::unexpected<Error>(cancelled()));
    const Ticket ticket = ++m_lastTicket;
    Open &open = m_open[ticket];
    open.call = std::move(call);
    open.read = std::move(read);
    open.done = std::move(done);
    open.host = m_hosts.current(m_clock.steady());
    send(ticket, open);
}

void EngineCalls::send(Ticket ticket, Open &open)
{
    open.sentAt = m_clock.steady();
    if (!m_meter.take(open.sentAt))
        return finishLater(ticket, {ErrorKind::Unavailable,
                                    {},
                                    "not asked: the budget of " +
                                        std::to_string(m_settings.maxCallsPerMinute) +
                                        " calls a minute (TWS_MAX_CALLS_PER_MINUTE) is used up"});
    ++open.hostsTried;
    auto onCurlThread = [post = m_planThread, self = weak_from_this(),
                         ticket](Result<net::HttpResponse> answer) {
        auto carried = std::make_shared<Result<net::HttpResponse>>(std::move(answer));
        post([self, ticket, carried] {
            if (const auto calls = self.lock())
                calls->onAnswer(ticket, std::move(*carried));
        });
    };
    open.transfer = m_client.send(makeRequest(open), std::move(onCurlThread));
}

net::HttpRequest EngineCalls::makeRequest(const Open &open) const
{
    net::HttpRequest request;
    request.destination = net::Destination::Engine;
    request.url = m_settings.scheme + "://" + toString(m_hosts.at(open.host));
    request.url += Prefix;
    request.url += open.call.target;
    request.headers = open.call.headers;
    request.headers.push_back({"Content-Type", "application/json"});
    request.headers.push_back({"Accept", "application/json"});
    request.credentials = {m_settings.user, m_settings.password, m_settings.apiKey};
    request.timeouts = {m_settings.connectTimeout, m_settings.readTimeout,
                        TotalPerReadTimeout * m_settings.readTimeout};
    request.tls = {m_settings.verify, m_settings.verifyHostname, m_settings.caFile};
    request.maxBodyBytes = open.call.maxBodyBytes;
    return request;
}

void EngineCalls::onAnswer(Ticket ticket, Result<net::HttpResponse> answer)
{
    const auto at = m_open.find(ticket);
    if (at == m_open.end())
        return;
    Open &open = at->second;
    Result<> result = readAnswer(open, std::move(answer));
    record(open, result);
    if (!result && moveOn(open, result.error()))
        return send(ticket, open);
    if (!result)
        result = tl::unexpected<Error>(named(open, result.error()));
    finish(ticket, std::move(result));
}

Result<> EngineCalls::readAnswer(const Open &open, Result<net::HttpResponse> answer) const
{
    if (!answer)
        return tl::unexpected<Error>(std::move(answer.error()));
    if (auto checked = checkAnswer(*answer); !checked)
        return checked;
    return open.read(toString(m_hosts.at(open.host)), answer->body);
}

void EngineCalls::record(const Open &open, const Result<> &result)
{
    if (!result)
        m_meter.countFailure();
    if (m_observer != nullptr)
        m_observer->onEngineCall(open.call.operation, result ? "ok" : toString(result.error().kind),
                                 std::chrono::floor<milliseconds>(m_clock.steady() - open.sentAt));
}

/// An engine that cannot be reached or answers 5xx gives way to the next; a refused login does not:
/// the account would be locked on every host.
bool EngineCalls::moveOn(Open &open, const Error &error)
{
    if (error.kind != ErrorKind::Unavailable)
        return false;
    m_hosts.failed(open.host, m_clock.steady());
    if (open.hostsTried >= m_hosts.count())
        return false;
    open.troubles += toString(m_hosts.at(open.host)) + " " + error.message + "; then ";
    open.host = m_hosts.next(open.host);
    return true;
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
    m_planThread([self = weak_from_this(), ticket, error = std::move(error)] {
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

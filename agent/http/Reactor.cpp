// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/Reactor.h"

#include "agent/http/Session.h"
#include "shared/core/Instant.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <random>

namespace resync::http {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

/// How long connections may take to send what waits when the server stops.
constexpr milliseconds Farewell{2000};

/// A tenth of the shortest deadline: late by a tenth at most, and cheap.
milliseconds tickFor(const ServerSettings &settings)
{
    const milliseconds shortest =
        std::min({settings.headerTimeout, settings.bodyTimeout, settings.idleTimeout,
                  settings.writeTimeout, settings.handlerTimeout, settings.streamHeartbeat});
    return std::clamp(shortest / 10, milliseconds(10), milliseconds(500));
}

/// Of the requests that may wait for an answer.
int shareOf(const ServerSettings &settings)
{
    const std::size_t workers = settings.workers;
    return static_cast<int>((settings.maxRequestsInFlight + workers - 1) / workers);
}

void appendHex(std::string &out, std::uint64_t number, std::size_t width)
{
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
    const auto count = static_cast<std::size_t>(end - digits.data());
    out.append(width > count ? width - count : 0, '0').append(digits.data(), count);
}

std::string randomPrefix()
{
    std::random_device device;
    std::string prefix;
    appendHex(prefix, device(), 8);
    appendHex(prefix, device(), 8);
    return prefix + '-';
}

} // namespace

Reactor::Reactor(std::size_t index, std::shared_ptr<const ServerContext> context)
    : m_index(index)
    , m_context(std::move(context))
    , m_tick(tickFor(m_context->settings))
    , m_work(m_io.get_executor())
    , m_timer(m_io)
    , m_graceTimer(m_io)
    , m_maxOwed(shareOf(m_context->settings))
    , m_idPrefix(randomPrefix())
{}

Reactor::~Reactor() = default;

void Reactor::run()
{
    m_io.run();
}

void Reactor::retire()
{
    {
        const std::scoped_lock lock(m_gate);
        m_isRetired = true;
    }
    m_io.restart();
    m_io.poll(); // answers that came too late find their connection closed
}

void Reactor::adopt(Socket socket, ConnectionLimits::Ticket ticket)
{
    m_load.fetch_add(1, std::memory_order_relaxed);
    post([this, connection = std::move(socket), admitted = std::move(ticket)]() mutable {
        open(std::move(connection), std::move(admitted));
    });
}

void Reactor::open(Socket socket, ConnectionLimits::Ticket ticket)
{
    if (m_isStopping) {
        m_load.fetch_sub(1, std::memory_order_relaxed);
        return;
    }
    auto session =
        std::make_shared<Session>(shared_from_this(), std::move(socket), std::move(ticket));
    m_sessions.insert(session);
    if (!m_isTicking)
        armTick();
    session->start();
}

void Reactor::remove(const std::shared_ptr<Session> &session)
{
    if (m_sessions.erase(session) == 0)
        return;
    m_load.fetch_sub(1, std::memory_order_relaxed);
    reportStreamsOnly();
    finishIfIdle();
}

void Reactor::mail(Mail mail)
{
    const std::scoped_lock lock(m_gate);
    if (m_isRetired)
        return;
    m_mail.push_back(std::move(mail));
    if (m_mail.size() == 1)
        boost::asio::post(m_io, [this] { deliverMail(); });
}

void Reactor::deliverMail()
{
    {
        const std::scoped_lock lock(m_gate);
        m_takenMail.swap(m_mail);
    }
    std::vector<std::shared_ptr<StreamChannel>> due;
    for (Mail &mail : m_takenMail) {
        if (mail.channel->take(mail.order, std::move(mail.text)))
            due.push_back(std::move(mail.channel));
    }
    m_takenMail.clear();
    for (const auto &channel : due)
        channel->flush();
}

void Reactor::beginStop()
{
    post([this] { stopSessions(); });
}

void Reactor::stopSessions()
{
    if (m_isStopping)
        return;
    m_isStopping = true;
    m_graceTimer.expires_after(m_context->settings.gracefulTimeout);
    m_graceTimer.async_wait([this](const boost::system::error_code &error) {
        if (!error)
            giveUpSessions();
    });
    const std::vector<std::shared_ptr<Session>> sessions(m_sessions.begin(), m_sessions.end());
    for (const auto &session : sessions)
        session->beginStop();
    reportStreamsOnly();
}

void Reactor::reportStreamsOnly()
{
    const auto isStream = [](const auto &session) { return session->isStreaming(); };
    if (!m_isStopping || m_isStreamsOnly ||
        !std::all_of(m_sessions.begin(), m_sessions.end(), isStream))
        return;
    m_isStreamsOnly = true;
    m_streamsOnly.set_value();
}

void Reactor::endStreams()
{
    post([this] { endStreamSessions(); });
}

void Reactor::endStreamSessions()
{
    m_isEndingStreams = true;
    closeAfterFarewell(true);
    const std::vector<std::shared_ptr<Session>> sessions(m_sessions.begin(), m_sessions.end());
    for (const auto &session : sessions)
        session->endStream();
    finishIfIdle();
}

void Reactor::giveUpSessions()
{
    closeAfterFarewell(false);
    const std::vector<std::shared_ptr<Session>> sessions(m_sessions.begin(), m_sessions.end());
    for (const auto &session : sessions)
        session->giveUp();
}

void Reactor::closeAfterFarewell(bool areStreamsMeant)
{
    m_graceTimer.expires_after(Farewell);
    m_graceTimer.async_wait([this, areStreamsMeant](const boost::system::error_code &error) {
        if (!error)
            closeSessions(areStreamsMeant);
    });
}

void Reactor::closeSessions(bool areStreamsMeant)
{
    const std::vector<std::shared_ptr<Session>> sessions(m_sessions.begin(), m_sessions.end());
    for (const auto &session : sessions) {
        if (areStreamsMeant || !session->isStreaming())
            session->close();
    }
}

void Reactor::finishIfIdle()
{
    if (!m_isEndingStreams || !m_sessions.empty())
        return;
    m_graceTimer.cancel();
    m_timer.cancel();
    m_work.reset();
}

void Reactor::armTick()
{
    m_isTicking = true;
    m_timer.expires_after(m_tick);
    m_timer.async_wait([this](const boost::system::error_code &error) {
        m_isTicking = false;
        if (!error)
            onTick();
    });
}

void Reactor::onTick()
{
    const SteadyTime now = steady_clock::now();
    std::vector<std::shared_ptr<Session>> overdue;
    for (const auto &session : m_sessions) {
        if (session->deadline() <= now)
            overdue.push_back(session);
    }
    for (const auto &session : overdue)
        session->onDeadline();
    if (!m_sessions.empty())
        armTick();
}

std::string_view Reactor::date(SteadyTime now)
{
    if (now >= m_dateUntil) {
        const Instant wall = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
        m_date = formatHttpDate(wall);
        m_dateUntil =
            now + (std::chrono::floor<std::chrono::seconds>(wall) + std::chrono::seconds(1) - wall);
    }
    return m_date;
}

void Reactor::makeRequestId(std::string &out)
{
    out.assign(m_idPrefix);
    appendHex(out, ++m_lastId, 8);
}

} // namespace resync::http

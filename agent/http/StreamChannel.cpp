// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/StreamChannel.h"

#include "agent/http/Reactor.h"
#include "agent/http/Session.h"

#include <utility>

namespace resync::http {

StreamChannel::StreamChannel(std::shared_ptr<Reactor> reactor, StreamStart start)
    : m_reactor(std::move(reactor))
    , m_start(std::move(start))
    , m_maxPendingBytes(m_start.maxPendingBytes + m_start.first.size())
    , m_pendingBytes(m_start.first.size())
{
    m_output.add(std::make_shared<const std::string>(std::move(m_start.first)));
}

void StreamChannel::write(std::shared_ptr<const std::string> text)
{
    if (text == nullptr || text->empty() || m_isFinished.load(std::memory_order_relaxed) ||
        isCutOff())
        return;
    const std::size_t size = text->size();
    const std::size_t pending = m_pendingBytes.fetch_add(size, std::memory_order_relaxed) + size;
    if (pending <= m_maxPendingBytes)
        m_reactor->mail({shared_from_this(), Order::Send, std::move(text)});
    else if (!m_isCutOff.exchange(true))
        m_reactor->mail({shared_from_this(), Order::CutOff, nullptr});
}

void StreamChannel::finish()
{
    if (!m_isFinished.exchange(true))
        m_reactor->mail({shared_from_this(), Order::Finish, nullptr});
}

void StreamChannel::attach(Session &session, std::string head, bool isChunked)
{
    m_session = &session;
    m_output.begin(std::move(head), isChunked);
}

void StreamChannel::close()
{
    m_session = nullptr;
    m_isFinished = true;
    if (std::exchange(m_isClosed, true))
        return;
    m_start.onDrained = nullptr; // it may hold this
    if (const auto onClosed = std::exchange(m_start.onClosed, nullptr))
        onClosed();
}

bool StreamChannel::take(Order order, std::shared_ptr<const std::string> text)
{
    if (m_isClosed)
        return false;
    if (order == Order::Send)
        m_output.add(std::move(text));
    else if (order == Order::Finish)
        m_output.finish();
    return !std::exchange(m_isFlushDue, true);
}

void StreamChannel::endOutput()
{
    m_isFinished = true;
    m_output.finish();
}

void StreamChannel::flush()
{
    m_isFlushDue = false;
    if (m_session != nullptr)
        m_session->flushStream();
}

void StreamChannel::consume(std::size_t bytes)
{
    const std::size_t done = m_output.consume(bytes);
    if (done == 0)
        return;
    const bool isDrained = m_pendingBytes.fetch_sub(done, std::memory_order_relaxed) == done;
    if (isDrained && m_start.onDrained && !m_isClosed)
        m_start.onDrained();
}

} // namespace resync::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/EventStream.h"
#include "agent/http/StreamOutput.h"

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace resync::http {

class Reactor;
class Session;

/// The way from a stream's writers, on any thread, to its connection on the reactor's. Counts what
/// is under way: a stream whose reader is too slow is cut off, and its texts are dropped.
class StreamChannel final : public StreamSink, public std::enable_shared_from_this<StreamChannel>
{
public:
    StreamChannel(std::shared_ptr<Reactor> reactor, StreamStart start);

    void write(std::shared_ptr<const std::string> text) override; ///< thread: any
    void finish() override;                                       ///< thread: any

    // All below: on the reactor's thread.

    [[nodiscard]] const std::string &contentType() const { return m_start.contentType; }
    /// Begins to send to \a session.
    void attach(Session &session, std::string head, bool isChunked);
    /// The connection has ended, or there never was one: tells the program, once.
    void close();

    enum class Order { Send, Finish, CutOff };
    /// Takes what a writer gave. True when flush() is to be called once all mail is taken.
    [[nodiscard]] bool take(Order order, std::shared_ptr<const std::string> text);
    void flush();

    [[nodiscard]] const std::vector<boost::asio::const_buffer> &next() { return m_output.next(); }
    void consume(std::size_t bytes);
    [[nodiscard]] bool isDone() const { return m_output.isDone(); }
    [[nodiscard]] bool isCutOff() const { return m_isCutOff.load(std::memory_order_relaxed); }
    /// No text comes any more; what waits is still sent.
    void endOutput();

private:
    const std::shared_ptr<Reactor> m_reactor;
    StreamStart m_start;
    const std::size_t m_maxPendingBytes; ///< with the first text, whose size is the caller's
    std::atomic<std::size_t> m_pendingBytes;
    std::atomic<bool> m_isCutOff{false};
    std::atomic<bool> m_isFinished{false}; ///< the writer has said so, or the connection has ended

    bool m_isClosed = false;
    Session *m_session = nullptr; ///< none before the start and after the end
    bool m_isFlushDue = false;
    StreamOutput m_output;
};

} // namespace resync::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/ConnectionLimits.h"
#include "agent/http/ServerContext.h"
#include "agent/http/StreamChannel.h"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/wait_traits.hpp>

#include <atomic>
#include <cstddef>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace resync::http {

class Session;

using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using Timer = boost::asio::basic_waitable_timer<
    std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

/// One io_context, the connections it serves and the clock of their deadlines. The thread that
/// calls run() is the server's; all else happens on that thread unless it says otherwise.
/// Connections and late Responders share it, so that it outlives them.
class Reactor : public std::enable_shared_from_this<Reactor>
{
public:
    Reactor(std::size_t index, std::shared_ptr<const ServerContext> context);
    ~Reactor();
    Reactor(const Reactor &) = delete;
    Reactor &operator=(const Reactor &) = delete;

    /// Serves until beginStop() and then until the last connection is gone.
    void run();
    /// After run() has returned, on any thread: later posts are dropped.
    void retire();

    /// Takes a connection that was accepted. Thread: any.
    void adopt(Socket socket, ConnectionLimits::Ticket ticket);
    /// Closes idle connections, lets requests in flight finish within the graceful time, then
    /// answers the rest with 503; streams stay open. Thread: any.
    void beginStop();
    /// Waits for what beginStop() began. Thread: the server's.
    void awaitStreamsOnly() { m_streamsOnly.get_future().wait(); }
    /// Ends the streams and with them run(). Thread: any.
    void endStreams();
    /// Runs \a task on the reactor's thread; false: dropped, the reactor has retired. Thread: any.
    template<typename Task>
    bool post(Task task)
    {
        const std::scoped_lock lock(m_gate);
        if (!m_isRetired)
            boost::asio::post(m_io, std::move(task));
        return !m_isRetired;
    }

    /// What a writer gave to a stream. However much comes at once, the reactor wakes up for it once
    /// and each stream sends once.
    struct Mail
    {
        std::shared_ptr<StreamChannel> channel;
        StreamChannel::Order order = StreamChannel::Order::Send;
        std::shared_ptr<const std::string> text;
    };
    /// Thread: any.
    void mail(Mail mail);
    /// Connections, those on their way here included. Thread: any.
    [[nodiscard]] std::size_t load() const { return m_load.load(std::memory_order_relaxed); }
    [[nodiscard]] Executor executor() { return m_io.get_executor(); }

    [[nodiscard]] std::size_t index() const { return m_index; }
    [[nodiscard]] const ServerContext &context() const { return *m_context; }
    [[nodiscard]] bool isStopping() const { return m_isStopping; }
    /// Handlers that have returned and still owe an answer.
    void addOwed(int change) { m_owed += change; }
    [[nodiscard]] bool isFull() const { return m_owed >= m_maxOwed; }
    /// The current time as an HTTP date, made anew once a second.
    [[nodiscard]] std::string_view date(SteadyTime now);
    /// A request id that no other process or reactor makes.
    void makeRequestId(std::string &out);

    /// A connection has become a stream.
    void reportStreamsOnly();
    void remove(const std::shared_ptr<Session> &session);

private:
    void open(Socket socket, ConnectionLimits::Ticket ticket);
    void deliverMail();
    void stopSessions();
    void endStreamSessions();
    void giveUpSessions();
    void closeAfterFarewell(bool areStreamsMeant);
    void closeSessions(bool areStreamsMeant);
    void armTick();
    void onTick();
    void finishIfIdle();

    const std::size_t m_index;
    const std::shared_ptr<const ServerContext> m_context;
    const std::chrono::milliseconds m_tick; ///< how often deadlines are looked at
    boost::asio::io_context m_io{1};
    boost::asio::executor_work_guard<Executor> m_work;
    Timer m_timer;
    Timer m_graceTimer;
    const int m_maxOwed;
    int m_owed = 0;
    bool m_isTicking = false;
    bool m_isStopping = false;
    bool m_isEndingStreams = false;
    std::promise<void> m_streamsOnly; ///< stopping, and nothing but streams is open
    bool m_isStreamsOnly = false;
    std::unordered_set<std::shared_ptr<Session>> m_sessions;
    std::atomic<std::size_t> m_load{0};
    std::mutex m_gate; ///< guards m_isRetired and m_mail
    bool m_isRetired = false;
    std::vector<Mail> m_mail;
    std::vector<Mail> m_takenMail; ///< storage that deliverMail() uses again
    std::string m_date;
    SteadyTime m_dateUntil{};
    std::string m_idPrefix;
    std::uint64_t m_lastId = 0;
};

} // namespace resync::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/ConnectionLimits.h"
#include "agent/http/Reactor.h"
#include "shared/core/Result.h"

#include <boost/asio/basic_socket_acceptor.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace resync::http {

/// Accepts connections and hands each to the least loaded reactor. Works on the first reactor's
/// thread.
class Listener
{
public:
    /// \a reactors: at least one; they outlive the listener.
    Listener(std::vector<std::shared_ptr<Reactor>> reactors,
             std::shared_ptr<ConnectionLimits> limits);

    /// Binds and listens, or takes the socket that was passed; connections wait until start().
    /// Unavailable: taken, not ours, no such name, not a listening TCP socket.
    [[nodiscard]] Result<> open(const ServerSettings &settings);
    [[nodiscard]] std::uint16_t port() const;
    void start();
    /// Stops accepting. Thread: any.
    void close();

private:
    using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor>;

    [[nodiscard]] boost::system::error_code bind(const boost::asio::ip::tcp::endpoint &endpoint);
    [[nodiscard]] boost::system::error_code takeOver(int descriptor);
    void wait();
    void acceptWaiting();
    [[nodiscard]] bool acceptOne();
    void pause(int error);

    std::vector<std::shared_ptr<Reactor>> m_reactors;
    std::shared_ptr<ConnectionLimits> m_limits;
    Acceptor m_acceptor;
    Timer m_pause;
};

} // namespace resync::http

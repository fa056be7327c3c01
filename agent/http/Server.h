// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/RequestObserver.h"
#include "agent/http/Router.h"
#include "shared/core/Result.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace resync::http {

struct ServerSettings
{
    std::string host = "127.0.0.1"; ///< address or name to listen on
    std::uint16_t port = 8000;      ///< 0: any free one
    int listenFd = -1; ///< a listening socket in the place of host and port; stays the caller's
    std::string tlsCertificateFile; ///< PEM, with its chain; empty: plain HTTP
    std::string tlsKeyFile;         ///< PEM, not encrypted
    unsigned workers = 1;           ///< reactors, one thread each; at least 1
    std::size_t maxConnections = 4096;
    std::size_t maxConnectionsPerAddress = 1024; ///< loopback: the total only
    std::size_t maxRequestsInFlight = 2048;      ///< whose handlers have not answered yet
    std::size_t maxHeaderBytes = 16 * 1024;
    std::size_t maxTargetBytes = 8 * 1024;
    std::size_t maxBodyBytes = 1024 * 1024;
    std::chrono::milliseconds headerTimeout{10'000}; ///< for the TLS handshake too
    std::chrono::milliseconds bodyTimeout{30'000};
    std::chrono::milliseconds idleTimeout{75'000};
    std::chrono::milliseconds writeTimeout{30'000};
    std::chrono::milliseconds handlerTimeout{60'000};  ///< without an answer: 503
    std::chrono::milliseconds streamHeartbeat{15'000}; ///< a comment after so much silence
    std::chrono::milliseconds gracefulTimeout{10'000}; ///< for requests in flight when stopping
};

/// An HTTP/1.1 server on Boost.Beast and Asio: one acceptor, N reactors (threads with an io_context
/// each), a connection goes to the least loaded one. Knows nothing of the program it serves.
/// Thread: construct, start, stop and destroy on one thread.
class Server
{
public:
    Server(ServerSettings settings, const Router &router, RefusalWriter refusals,
           RequestObserver *observer = nullptr);
    ~Server(); ///< stops
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    /// Binds and listens. Unavailable: the address is taken or not ours (the message names it).
    /// InvalidInput: a TLS file cannot be used (named).
    [[nodiscard]] Result<> start();
    /// The port in use; 0 before start().
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] unsigned workers() const;

    /// Reads certificate and key again. What it returns puts them in force for connections to come;
    /// those that are open keep theirs. InvalidInput: a file cannot be used (named). Nothing to do
    /// without TLS. Thread: any, while started.
    [[nodiscard]] Result<std::function<void()>> prepareTls() const;

    /// Stops accepting, lets requests in flight finish within gracefulTimeout, answers 503
    /// shutting_down to the rest, and closes the other connections but the open streams. Then calls
    /// \a endStreams, in which the program writes its farewell to them, ends the streams that are
    /// left, and joins the threads. Safe to call twice.
    void stop(const std::function<void()> &endStreams = {});

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace resync::http

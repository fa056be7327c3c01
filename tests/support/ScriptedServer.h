// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace resync::test {

struct WireRequest
{
    std::string method;
    std::string target;
    std::string head; ///< request line and headers, as received
    std::string body; ///< as long as Content-Length says

    /// Value of a header, any case; empty when absent.
    [[nodiscard]] std::string header(std::string_view name) const;
};

/// What the server does with a request.
struct WireReply
{
    enum class Then { KeepOpen, Close, Silence };

    std::string bytes; ///< sent as they are
    Then then = Then::KeepOpen;
    std::size_t chunk = 0;                ///< bytes at a time; 0: all at once
    std::chrono::milliseconds between{0}; ///< pause between chunks
};

[[nodiscard]] WireReply reply(int status, std::string_view body,
                              std::string_view type = "application/json");

/// An HTTP server on loopback that answers prepared bytes: one thread to accept, one for each
/// connection. The handler is called on those, several at once.
class ScriptedServer
{
public:
    using Handler = std::function<WireReply(const WireRequest &)>;
    struct Tls
    {
        std::string certificateFile;
        std::string keyFile;
    };

    explicit ScriptedServer(Handler handler);
    ScriptedServer(Handler handler, const Tls &tls);
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer &) = delete;
    ScriptedServer &operator=(const ScriptedServer &) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] std::string url(std::string_view path) const;
    [[nodiscard]] std::vector<WireRequest> requests() const;
    [[nodiscard]] int connections() const { return m_connections; }

private:
    class Connection;
    struct Context;

    void listen();
    void acceptLoop();
    void serve(int socket);

    Handler m_handler;
    std::shared_ptr<Context> m_tls;
    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_isStopping = false;
    std::atomic<int> m_connections = 0;
    mutable std::mutex m_mutex; ///< guards the next two
    std::vector<WireRequest> m_requests;
    std::vector<std::thread> m_threads;
    std::thread m_acceptor;
};

/// A loopback port on which nothing listens.
[[nodiscard]] std::uint16_t closedPort();

} // namespace resync::test

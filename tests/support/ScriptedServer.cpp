// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ScriptedServer.h"

#include "shared/core/Text.h"

#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <optional>
#include <utility>

namespace resync::test {

namespace {

constexpr int PollMs = 20; // how soon a waiting thread sees that the server stops

sockaddr_in loopback()
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int boundSocket(std::uint16_t &port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback();
    socklen_t length = sizeof(address);
    ::bind(fd, reinterpret_cast<sockaddr *>(&address), length);
    ::getsockname(fd, reinterpret_cast<sockaddr *>(&address), &length);
    port = ntohs(address.sin_port);
    return fd;
}

WireRequest parseHead(std::string head)
{
    WireRequest request;
    const auto line = split(std::string_view(head).substr(0, head.find("\r\n")), ' ');
    request.method = line.at(0);
    request.target = line.size() > 1 ? std::string(line[1]) : std::string();
    request.head = std::move(head);
    return request;
}

} // namespace

std::string WireRequest::header(std::string_view name) const
{
    for (const std::string_view line : split(head, '\n')) {
        const auto colon = line.find(':');
        if (colon != std::string_view::npos && equalsIgnoringCase(line.substr(0, colon), name))
            return std::string(trimmed(line.substr(colon + 1)));
    }
    return {};
}

WireReply reply(int status, std::string_view body, std::string_view type)
{
    std::string bytes = "HTTP/1.1 " + std::to_string(status) + " Scripted\r\nContent-Type: ";
    bytes += type;
    bytes += "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    bytes += body;
    return {std::move(bytes)};
}

struct ScriptedServer::Context
{
    SSL_CTX *ssl = SSL_CTX_new(TLS_server_method());

    explicit Context(const Tls &tls)
    {
        std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes without MSG_NOSIGNAL
        SSL_CTX_use_certificate_file(ssl, tls.certificateFile.c_str(), SSL_FILETYPE_PEM);
        SSL_CTX_use_PrivateKey_file(ssl, tls.keyFile.c_str(), SSL_FILETYPE_PEM);
    }
    ~Context() { SSL_CTX_free(ssl); }
    Context(const Context &) = delete;
    Context &operator=(const Context &) = delete;
};

/// One accepted socket, plain or TLS.
class ScriptedServer::Connection
{
public:
    Connection(ScriptedServer &server, int socket)
        : m_server(server)
        , m_socket(socket)
    {
        if (!server.m_tls)
            return;
        m_ssl = SSL_new(server.m_tls->ssl);
        SSL_set_fd(m_ssl, socket);
    }
    ~Connection()
    {
        SSL_free(m_ssl);
        ::close(m_socket);
    }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    [[nodiscard]] bool handshake() { return m_ssl == nullptr || SSL_accept(m_ssl) == 1; }

    /// The next request's head; none: the peer closed, or the server stops.
    [[nodiscard]] std::optional<WireRequest> next()
    {
        while (m_buffer.find("\r\n\r\n") == std::string::npos)
            if (!receive())
                return std::nullopt;
        const auto end = m_buffer.find("\r\n\r\n") + 4;
        WireRequest request = parseHead(m_buffer.substr(0, end));
        m_buffer.erase(0, end);
        const auto length = parseNatural(request.header("Content-Length")).value_or(0);
        while (m_buffer.size() < length)
            if (!receive())
                return std::nullopt;
        request.body = m_buffer.substr(0, length);
        m_buffer.erase(0, length);
        return request;
    }

    [[nodiscard]] bool send(const WireReply &reply)
    {
        const std::size_t step = reply.chunk == 0 ? reply.bytes.size() : reply.chunk;
        for (std::size_t at = 0; at < reply.bytes.size(); at += step) {
            if (!write(std::string_view(reply.bytes).substr(at, step)))
                return false;
            if (reply.between.count() > 0 && isGone(static_cast<int>(reply.between.count())))
                return false;
        }
        return true;
    }

    /// Until the peer hangs up or the server stops.
    void beSilent()
    {
        while (!isGone(PollMs) && !m_server.m_isStopping) {
        }
    }

private:
    /// Waits up to \a waitMs; true when the peer has closed meanwhile.
    [[nodiscard]] bool isGone(int waitMs) const
    {
        pollfd fd{m_socket, POLLIN | POLLRDHUP, 0};
        return ::poll(&fd, 1, waitMs) > 0 && (fd.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
    }

    [[nodiscard]] bool receive()
    {
        pollfd fd{m_socket, POLLIN, 0};
        while ((m_ssl == nullptr || SSL_pending(m_ssl) == 0) && ::poll(&fd, 1, PollMs) == 0)
            if (m_server.m_isStopping)
                return false;
        char bytes[4096];
        const auto count = m_ssl != nullptr ? SSL_read(m_ssl, bytes, sizeof(bytes))
                                            : ::recv(m_socket, bytes, sizeof(bytes), 0);
        if (count <= 0)
            return false;
        m_buffer.append(bytes, static_cast<std::size_t>(count));
        return true;
    }

    [[nodiscard]] bool write(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const auto count = m_ssl != nullptr
                                   ? SSL_write(m_ssl, bytes.data(), static_cast<int>(bytes.size()))
                                   : ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }

    ScriptedServer &m_server;
    int m_socket;
    SSL *m_ssl = nullptr;
    std::string m_buffer;
};

ScriptedServer::ScriptedServer(Handler handler)
    : m_handler(std::move(handler))
{
    listen();
}

ScriptedServer::ScriptedServer(Handler handler, const Tls &tls)
    : m_handler(std::move(handler))
    , m_tls(std::make_shared<Context>(tls))
{
    listen();
}

void ScriptedServer::listen()
{
    m_listener = boundSocket(m_port);
    ::listen(m_listener, 64);
    m_acceptor = std::thread([this] { acceptLoop(); });
}

ScriptedServer::~ScriptedServer()
{
    m_isStopping = true;
    m_acceptor.join();
    for (std::thread &thread : m_threads)
        thread.join();
    ::close(m_listener);
}

std::string ScriptedServer::url(std::string_view path) const
{
    return (m_tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(m_port) +
           std::string(path);
}

std::vector<WireRequest> ScriptedServer::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

void ScriptedServer::acceptLoop()
{
    pollfd fd{m_listener, POLLIN, 0};
    while (!m_isStopping) {
        if (::poll(&fd, 1, PollMs) <= 0)
            continue;
        const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0)
            continue;
        ++m_connections;
        m_threads.emplace_back([this, socket] { serve(socket); });
    }
}

void ScriptedServer::serve(int socket)
{
    Connection connection(*this, socket);
    if (!connection.handshake())
        return;
    while (const auto request = connection.next()) {
        {
            const std::lock_guard lock(m_mutex);
            m_requests.push_back(*request);
        }
        const WireReply answer = m_handler(*request);
        if (!connection.send(answer) || answer.then == WireReply::Then::Close)
            return;
        if (answer.then == WireReply::Then::Silence)
            return connection.beSilent();
    }
}

std::uint16_t closedPort()
{
    std::uint16_t port = 0;
    ::close(boundSocket(port));
    return port;
}

} // namespace resync::test

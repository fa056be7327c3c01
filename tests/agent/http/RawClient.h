// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Text.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace resync::test {

/// An answer as it came over the wire.
struct Reply
{
    int status = 0; ///< 0: none came
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    [[nodiscard]] std::string header(std::string_view name) const
    {
        for (const auto &[key, value] : headers) {
            if (equalsIgnoringCase(key, name))
                return value;
        }
        return {};
    }
};

/// A blocking client that sends exactly the bytes it is told to. No wait lasts longer than
/// Patience.
class RawClient
{
public:
    static constexpr std::chrono::seconds Patience{20};

    explicit RawClient(std::uint16_t port)
        : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_isConnected = ::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&address),
                                  sizeof(address)) == 0;
    }
    RawClient(RawClient &&other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1))
        , m_isConnected(other.m_isConnected)
        , m_received(std::move(other.m_received))
    {}
    RawClient &operator=(RawClient &&) = delete;
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;
    virtual ~RawClient() { close(); }

    [[nodiscard]] bool isConnected() const { return m_isConnected; }

    /// False when the server has closed.
    bool send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const auto sent = transmit(bytes);
            if (sent <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    /// What goes out as it is, whatever the client speaks.
    void sendRaw(std::string_view bytes)
    {
        std::ignore = ::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }

    void close()
    {
        if (m_descriptor >= 0)
            ::close(std::exchange(m_descriptor, -1));
    }
    void shutdownSend() { ::shutdown(m_descriptor, SHUT_WR); }
    void setReceiveBuffer(int bytes)
    {
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
    }
    /// Goes away without a goodbye (RST).
    void abort()
    {
        const linger hard{1, 0};
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
        close();
    }

    /// True when there is something to receive, the server's goodbye included.
    [[nodiscard]] bool hasInput(std::chrono::milliseconds patience)
    {
        pollfd waiting{m_descriptor, POLLIN, 0};
        return ::poll(&waiting, 1, static_cast<int>(patience.count())) > 0;
    }

    /// The next answer; status 0 when the server closed or kept silent. \a isHead: no body follows.
    [[nodiscard]] Reply receive(bool isHead = false)
    {
        Reply reply;
        const auto end = await("\r\n\r\n");
        if (!end)
            return reply;
        const std::string head = m_received.substr(0, *end);
        m_received.erase(0, *end + 4);
        parseHead(head, reply);
        const auto length = parseNatural(reply.header("Content-Length"));
        if (isHead || !length)
            return reply;
        while (m_received.size() < *length && receiveSome()) {
        }
        reply.body = m_received.substr(0, *length);
        m_received.erase(0, *length);
        return reply;
    }

    [[nodiscard]] Reply exchange(std::string_view request)
    {
        send(request);
        return receive();
    }

    /// Waits for the server to close; bytes that come first are kept.
    [[nodiscard]] bool isClosedByServer()
    {
        while (receiveSome()) {
        }
        return m_isAtEnd;
    }

    /// The next chunk of a chunked answer; "" for the last one and when the server closed.
    [[nodiscard]] std::string receiveChunk()
    {
        const auto line = await("\r\n");
        if (!line)
            return {};
        const auto size =
            static_cast<std::size_t>(std::stoul(m_received.substr(0, *line), nullptr, 16));
        while (m_received.size() < *line + 2 + size + 2 && receiveSome()) {
        }
        std::string chunk = m_received.substr(*line + 2, size);
        m_received.erase(0, *line + 2 + size + 2);
        return chunk;
    }
    /// Chunks, put together, until \a mark is among them.
    [[nodiscard]] std::string receiveChunksUntil(std::string_view mark)
    {
        std::string text;
        while (text.find(mark) == std::string::npos) {
            const std::string chunk = receiveChunk();
            if (chunk.empty())
                break;
            text += chunk;
        }
        return text;
    }
    /// False when the server has closed or kept silent.
    [[nodiscard]] bool receiveMore() { return receiveSome(); }

    [[nodiscard]] int descriptor() const { return m_descriptor; }
    [[nodiscard]] const std::string &unread() const { return m_received; }

protected:
    static constexpr ssize_t Nothing = -2; ///< came within Patience

    virtual ssize_t transmit(std::string_view bytes)
    {
        return ::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }
    virtual ssize_t take(char *bytes, std::size_t size)
    {
        return hasInput(Patience) ? ::recv(m_descriptor, bytes, size, 0) : Nothing;
    }

private:
    std::optional<std::size_t> await(std::string_view mark)
    {
        for (;;) {
            if (const auto at = m_received.find(mark); at != std::string::npos)
                return at;
            if (!receiveSome())
                return std::nullopt;
        }
    }

    bool receiveSome()
    {
        std::array<char, 65536> bytes{};
        const auto count = take(bytes.data(), bytes.size());
        if (count == Nothing)
            return false;
        m_isAtEnd = count <= 0;
        if (count <= 0)
            return false;
        m_received.append(bytes.data(), static_cast<std::size_t>(count));
        return true;
    }

    static void parseHead(const std::string &head, Reply &reply)
    {
        for (const std::string_view line : split(head, '\n')) {
            const auto colon = line.find(':');
            if (line.substr(0, 9) == "HTTP/1.1 ")
                reply.status = std::stoi(std::string(line.substr(9, 3)));
            else if (colon != std::string_view::npos)
                reply.headers.emplace_back(trimmed(line.substr(0, colon)),
                                           trimmed(line.substr(colon + 1)));
        }
    }

    int m_descriptor = -1;
    bool m_isConnected = false;
    bool m_isAtEnd = false;
    std::string m_received;
};

} // namespace resync::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/ConnectionLimits.h"
#include "agent/http/Reactor.h"
#include "agent/http/RequestParser.h"
#include "agent/http/Responder.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resync::http {

/// One connection: reads a request, has it answered, writes the answer, and so on, one at a time
/// and in order. Lives on its reactor's thread; only deliver and abandon may be called from
/// elsewhere. Kept alive by the reactor while open, and by whoever still owes an answer.
class Session final : public ResponseSink, public std::enable_shared_from_this<Session>
{
public:
    Session(std::shared_ptr<Reactor> reactor, Socket socket, ConnectionLimits::Ticket ticket);

    void start();
    /// Closes at once between two requests, after the answer otherwise.
    void beginStop();
    void close();

    /// When the connection has waited long enough for what it waits for.
    [[nodiscard]] SteadyTime deadline() const { return m_deadline; }
    void onDeadline();

    void deliver(Response response) override;
    void abandon() override;

private:
    enum class Phase { Head, Body, Handling, Writing, Lingering, Closed };

    struct Refused
    {
        int status = 400;
        std::string code;
        std::string detail;
        bool isFinal = true; ///< the connection ends with it
    };

    void advance();
    [[nodiscard]] bool step();

    [[nodiscard]] bool takeHead();
    [[nodiscard]] bool awaitHead();
    void skipEmptyLines();
    [[nodiscard]] std::optional<Refused> readHead(std::string_view head);
    [[nodiscard]] std::optional<Refused> resolveTarget();
    [[nodiscard]] std::optional<Refused> resolveRoute();
    [[nodiscard]] bool acceptBody();
    [[nodiscard]] bool awaitBody();
    [[nodiscard]] bool takeBody();
    [[nodiscard]] bool handle();
    void callHandler();

    [[nodiscard]] bool refuse(Refused refused);
    [[nodiscard]] Response refusalResponse(const Refused &refused) const;
    [[nodiscard]] bool answer(Response response);
    [[nodiscard]] bool writeSome();
    [[nodiscard]] bool onWritten();
    void reportServed(int status, std::size_t bodyBytes);
    void onAnswer(Response response);
    void linger();
    void reset();

    void read(std::size_t atMost);
    void onRead(const boost::system::error_code &error, std::size_t bytes);
    void awaitWritable();
    void sendContinue();
    [[nodiscard]] std::string_view received() const;

    const std::shared_ptr<Reactor> m_reactor; ///< before the socket, which needs its io_context
    Socket m_socket;
    std::optional<ConnectionLimits::Ticket> m_ticket; ///< given back on close
    bool m_isAccepted = true;                         ///< false: over a limit, to be told so

    Phase m_phase = Phase::Head;
    SteadyTime m_deadline = SteadyTime::max();
    SteadyTime m_requestStart{};
    bool m_isReading = false;
    bool m_isHeadBegun = false;
    bool m_isStarted = false; ///< the observer knows of the request
    bool m_isHttp10 = false;
    bool m_isKept = false; ///< the request allows the connection to go on

    boost::beast::flat_buffer m_buffer;
    std::size_t m_scanned = 0; ///< bytes in which the head's end was looked for
    Request m_request;
    std::vector<Header> m_spareHeaders;
    std::optional<RequestParser> m_parser;
    const Route *m_route = nullptr;
    std::string_view m_allow;
    std::optional<Refused> m_refusal; ///< to be sent once the body has been passed over

    std::optional<Response> m_response;
    std::string m_head;
    std::array<boost::asio::const_buffer, 2> m_output;
    bool m_isClosing = false; ///< the answer being written is the last
};

} // namespace resync::http

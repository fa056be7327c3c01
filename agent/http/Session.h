// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/ConnectionLimits.h"
#include "agent/http/Reactor.h"
#include "agent/http/RequestReader.h"
#include "agent/http/Responder.h"
#include "agent/http/ResponseHead.h"
#include "agent/http/StreamChannel.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>

namespace resync::http {

/// One connection: reads a request, has it answered, writes the answer, and so on, one at a time
/// and in order, until one of the answers is a stream, which is the last. Lives on its reactor's
/// thread; only deliver, abandon and openStream may be called from elsewhere. Kept alive by the
/// reactor while open, and by whoever still owes an answer.
class Session final : public ResponseSink, public std::enable_shared_from_this<Session>
{
public:
    Session(std::shared_ptr<Reactor> reactor, Socket socket, ConnectionLimits::Ticket ticket);

    void start();
    /// Closes at once between two requests, after the answer otherwise.
    void beginStop();
    /// The graceful time is over: who has no answer gets 503, and the connection ends with it.
    void giveUp();
    void close();

    /// When the connection has waited long enough for what it waits for.
    [[nodiscard]] SteadyTime deadline() const { return m_deadline; }
    void onDeadline();

    void deliver(Response response) override;
    void abandon() override;
    [[nodiscard]] std::shared_ptr<StreamSink> openStream(StreamStart start) override;

    [[nodiscard]] bool isStreaming() const { return m_phase == Phase::Streaming; }
    /// The stream has something to send, or is cut off.
    void flushStream();
    /// Sends what waits and ends the stream.
    void endStream();

private:
    enum class Phase { Handshake, Head, Body, Handling, Writing, Streaming, Lingering, Closed };

    void begin();
    void shakeHands();
    void advance();
    [[nodiscard]] bool step();

    [[nodiscard]] bool takeHead();
    [[nodiscard]] bool awaitHead();
    [[nodiscard]] bool acceptBody();
    void beginBody();
    [[nodiscard]] bool answerOrContinue();
    [[nodiscard]] bool takeBody();
    [[nodiscard]] bool handle();
    void callHandler(const Route &route);
    [[nodiscard]] std::optional<Response> checkHead(const Route &route) const;
    [[nodiscard]] Refused unanswered() const;

    void settle();
    [[nodiscard]] bool refuse(const Refused &refused);
    [[nodiscard]] Response refusalResponse(const Refused &refused) const;
    [[nodiscard]] bool answer(Response response, Framing framing = Framing::Length);
    [[nodiscard]] bool writeSome();
    template<typename Buffers>
    [[nodiscard]] bool send(const Buffers &buffers);
    template<typename Buffers>
    void sendEncrypted(const Buffers &buffers);
    void onSent(std::size_t bytes);
    void consume(std::size_t bytes);
    [[nodiscard]] bool onWritten();
    void reportStarted();
    void reportServed(int status, std::size_t bodyBytes, SteadyTime now);
    void onAnswer(Response response);
    void onStream(std::shared_ptr<StreamChannel> stream);
    [[nodiscard]] bool beginStream();
    [[nodiscard]] bool sendStream();
    void endConnection();
    void cutStreamOff();
    void onStreamDeadline();
    void onHandlerDeadline();
    void linger();
    void readAway();

    void read(std::size_t atMost);
    void onRead(const boost::system::error_code &error, std::size_t bytes);
    void awaitWritable();
    void discardOutput();
    void sendContinue();

    const std::shared_ptr<Reactor> m_reactor; ///< before the socket, which needs its io_context
    Socket m_socket;
    std::optional<boost::asio::ssl::stream<Socket &>> m_tls; ///< nothing: plain HTTP
    std::optional<ConnectionLimits::Ticket> m_ticket;        ///< given back on close

    Phase m_phase = Phase::Head;
    SteadyTime m_deadline = SteadyTime::max();
    SteadyTime m_requestStart{};
    bool m_isReading = false;
    bool m_isSending = false; ///< waiting for room in the socket's buffer
    bool m_isHeadBegun = false;
    bool m_isOwed = false;    ///< the handler has returned without an answer
    bool m_isStarted = false; ///< the observer knows of the request
    bool m_isLast = false;    ///< the connection ends with the current answer

    RequestReader m_reader;
    std::optional<Refused> m_refusal; ///< to be sent once the body has been passed over

    std::optional<Response> m_response;
    std::string m_head;
    std::array<boost::asio::const_buffer, 2> m_output;

    std::shared_ptr<StreamChannel> m_stream; ///< opened, until the connection ends
};

} // namespace resync::http

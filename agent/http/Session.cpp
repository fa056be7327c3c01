// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/Session.h"

#include "agent/http/ResponseHead.h"
#include "shared/core/Log.h"

#include <boost/asio/error.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace resync::http {

using std::chrono::steady_clock;

namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

constexpr std::size_t HeadReadSize = 4 * 1024;
constexpr std::size_t BodyReadSize = 32 * 1024;
/// How long the client may go on sending after its last answer; closing earlier would take the
/// answer from it (RFC 9112 §9.6).
constexpr std::chrono::seconds LingerTime{2};

constexpr std::string_view Continue = "HTTP/1.1 100 Continue\r\n\r\n";

/// The session whose handler runs on this thread right now.
thread_local const Session *t_dispatching = nullptr;

} // namespace

Session::Session(std::shared_ptr<Reactor> reactor, Socket socket, ConnectionLimits::Ticket ticket)
    : m_reactor(std::move(reactor))
    , m_socket(std::move(socket))
    , m_ticket(std::move(ticket))
    , m_reader(m_reactor->context())
{
    m_reader.request().peerAddress = m_ticket->address();
    if (const auto &tls = m_reactor->context().tls) {
        m_tls.emplace(m_socket, *tls->current());
        m_reader.request().isTls = true;
    }
}

void Session::start()
{
    if (RequestObserver *observer = m_reactor->context().observer)
        observer->onConnectionOpened(m_reactor->index());
    if (m_tls)
        shakeHands();
    else
        begin();
}

void Session::shakeHands()
{
    m_phase = Phase::Handshake;
    m_deadline = steady_clock::now() + m_reactor->context().settings.headerTimeout;
    m_tls->async_handshake(asio::ssl::stream_base::server, [self = shared_from_this()](
                                                               const ErrorCode &error) {
        if (self->m_phase == Phase::Closed)
            return;
        if (!error)
            return self->begin();
        log::debug("http", "a TLS handshake failed",
                   {{"peer", self->m_reader.request().peerAddress}, {"error", error.message()}});
        self->close();
    });
}

void Session::begin()
{
    m_phase = Phase::Head;
    m_requestStart = steady_clock::now();
    m_deadline = m_requestStart + m_reactor->context().settings.idleTimeout;
    if (!m_ticket->isAccepted() && !refuse({503, "overloaded", "Too many connections are open."}))
        return;
    advance();
}

void Session::beginStop()
{
    ErrorCode error;
    const bool isIdle = m_phase == Phase::Head && m_reader.isEmpty();
    if (m_phase == Phase::Handshake)
        close();
    else if (isIdle && m_socket.available(error) == 0)
        close();
}

void Session::close()
{
    if (m_phase == Phase::Closed)
        return;
    const auto self = shared_from_this();
    m_phase = Phase::Closed;
    m_deadline = SteadyTime::max();
    ErrorCode ignored;
    m_socket.close(ignored);
    m_ticket.reset();
    settle();
    reportServed(0, 0, steady_clock::now());
    if (RequestObserver *observer = m_reactor->context().observer)
        observer->onConnectionClosed(m_reactor->index());
    m_reactor->remove(self);
    if (const auto stream = std::exchange(m_stream, nullptr))
        stream->close();
}

void Session::onDeadline()
{
    const bool isHalfSent = m_phase == Phase::Body || (m_phase == Phase::Head && m_isHeadBegun);
    if (m_phase == Phase::Handling)
        return onHandlerDeadline();
    if (m_phase == Phase::Streaming)
        return onStreamDeadline();
    if (m_phase == Phase::Writing)
        discardOutput();
    if (!isHalfSent)
        return close();
    if (m_phase == Phase::Head)
        m_reader.readRefused();
    if (refuse({408, "request_timeout", "The request was not sent in time."}))
        advance();
}

void Session::giveUp()
{
    const bool isHalfSent = m_phase == Phase::Body || (m_phase == Phase::Head && m_isHeadBegun);
    if (m_phase == Phase::Streaming)
        return;
    if (m_phase != Phase::Handling && !isHalfSent)
        return close();
    if (m_phase == Phase::Head)
        m_reader.readRefused();
    if (refuse({503, "shutting_down", "The server is stopping."}))
        advance();
}

/// Nobody can tell a late answer from one to the next request, so there is no next one.
void Session::onHandlerDeadline()
{
    log::error("http", "a request was not answered in time",
               {{"path", m_reader.request().path}, {"request_id", m_reader.request().requestId}});
    if (refuse({503, "overloaded", "The request was not answered in time."}))
        advance();
}

/// Closing will throw away what the socket still holds instead of keeping it for a client that does
/// not read.
void Session::discardOutput()
{
    ErrorCode ignored;
    m_socket.set_option(asio::socket_base::linger(true, 0), ignored);
}

void Session::deliver(Response response)
{
    if (t_dispatching == this) {
        m_response = std::move(response);
        return;
    }
    m_reactor->post([self = shared_from_this(), answer = std::move(response)]() mutable {
        self->onAnswer(std::move(answer));
    });
}

void Session::abandon()
{
    if (t_dispatching == this) {
        m_refusal = unanswered();
        return;
    }
    m_reactor->post([self = shared_from_this()] {
        if (self->m_phase == Phase::Handling && self->refuse(self->unanswered()))
            self->advance();
    });
}

Refused Session::unanswered() const
{
    const Request &request = m_reader.request();
    log::error("http", "a request was dropped without an answer",
               {{"path", request.path}, {"request_id", request.requestId}});
    return {500, "internal", "The request was not answered.", false};
}

void Session::onAnswer(Response response)
{
    if (m_phase == Phase::Handling && answer(std::move(response)))
        advance();
}

/// Works off what there is until bytes, an answer or room in the socket must be waited for.
void Session::advance()
{
    while (step()) {
    }
}

/// False when something has to be waited for.
bool Session::step()
{
    switch (m_phase) {
    case Phase::Head:
        return takeHead();
    case Phase::Body:
        return takeBody();
    case Phase::Writing:
        return writeSome();
    case Phase::Streaming:
        return sendStream();
    case Phase::Handshake:
    case Phase::Handling:
    case Phase::Lingering:
    case Phase::Closed:
        break;
    }
    return false;
}

bool Session::takeHead()
{
    if (!m_reader.hasHead())
        return awaitHead();
    m_requestStart = steady_clock::now();
    if (auto refused = m_reader.takeHead())
        return refuse(*refused);
    reportStarted();
    m_refusal = m_reader.findRoute();
    return acceptBody();
}

bool Session::awaitHead()
{
    if (!m_reader.isEmpty() && !m_isHeadBegun) {
        m_isHeadBegun = true;
        m_requestStart = steady_clock::now();
        m_deadline = m_requestStart + m_reactor->context().settings.headerTimeout;
    }
    read(HeadReadSize);
    return false;
}

/// Decides from the head alone whether the body is worth reading.
bool Session::acceptBody()
{
    if (m_reader.isComplete())
        return handle();
    auto tooLarge = m_reader.prepareBody(m_refusal.has_value());
    if (m_refusal && (tooLarge || m_reader.awaitsContinue())) {
        m_refusal->isFinal = true; // the body stays unread
        return refuse(*m_refusal);
    }
    if (tooLarge)
        return refuse(*tooLarge);
    const bool isAwaited = m_reader.awaitsContinue() && m_reader.isEmpty();
    if (isAwaited)
        return answerOrContinue();
    beginBody();
    return true;
}

void Session::beginBody()
{
    m_phase = Phase::Body;
    m_deadline = m_requestStart + m_reactor->context().settings.bodyTimeout;
}

/// The client waits for a word before it sends the body: it has its answer now where the body does
/// not matter for it (RFC 9110 §10.1.1).
bool Session::answerOrContinue()
{
    const Route *route = m_reader.route();
    const bool isWanted = route != nullptr && route->maxBodyBytes > 0;
    auto refusal = isWanted ? checkHead(*route) : std::nullopt;
    m_isLast = m_isLast || !isWanted || refusal; // the body may come all the same
    if (refusal)
        return answer(std::move(*refusal));
    if (!isWanted)
        return handle();
    beginBody();
    sendContinue();
    return false;
}

std::optional<Response> Session::checkHead(const Route &route) const
{
    try {
        return route.headCheck ? route.headCheck(m_reader.request()) : std::nullopt;
    } catch (const std::exception &exception) {
        log::error("http", "the check of a head failed",
                   {{"route", route.pattern}, {"error", exception.what()}});
        return refusalResponse({500, "internal", "The request was not answered."});
    }
}

void Session::sendContinue()
{
    const auto then = [self = shared_from_this()](const ErrorCode &error, std::size_t) {
        if (error)
            return self->close();
        self->advance();
    };
    const auto line = asio::buffer(Continue.data(), Continue.size());
    if (m_tls)
        asio::async_write(*m_tls, line, then);
    else
        asio::async_write(m_socket, line, then);
}

bool Session::takeBody()
{
    if (auto refused = m_reader.takeBody())
        return refuse(*refused);
    if (m_reader.isComplete())
        return handle();
    read(BodyReadSize);
    return false;
}

/// The request is whole: answers it, or leaves that to the handler's Responder.
bool Session::handle()
{
    m_phase = Phase::Handling;
    if (!m_refusal && m_reader.route() != nullptr && m_reactor->isFull())
        return refuse({503, "overloaded", "Too many requests wait for an answer.", false});
    if (!m_refusal && m_reader.route() != nullptr)
        callHandler(*m_reader.route());
    else if (!m_refusal)
        m_response = Response{204, {}, {{"Allow", std::string(m_reader.allow())}}, nullptr};
    if (m_refusal)
        return refuse(*m_refusal);
    if (m_stream)
        return beginStream();
    if (!m_response) {
        m_deadline = steady_clock::now() + m_reactor->context().settings.handlerTimeout;
        m_isOwed = true;
        m_reactor->addOwed(1);
        return false;
    }
    return answer(std::move(*std::exchange(m_response, std::nullopt)));
}

void Session::callHandler(const Route &route)
{
    t_dispatching = this;
    try {
        route.handler(m_reader.request(), Responder(shared_from_this()));
    } catch (const std::exception &exception) {
        log::error("http", "a handler failed",
                   {{"route", route.pattern}, {"error", exception.what()}});
    }
    t_dispatching = nullptr;
}

/// The handler owes no answer any more.
void Session::settle()
{
    if (std::exchange(m_isOwed, false))
        m_reactor->addOwed(-1);
}

bool Session::refuse(const Refused &refused)
{
    reportStarted();
    if (RequestObserver *observer = m_reactor->context().observer)
        observer->onRefused(m_reactor->index(), refused.code);
    m_isLast = m_isLast || refused.isFinal;
    return answer(refusalResponse(refused));
}

Response Session::refusalResponse(const Refused &refused) const
{
    Response response =
        m_reactor->context().refusals({refused.status, refused.code, refused.detail,
                                       m_reader.request().path, m_reader.request().requestId});
    if (refused.status == 405)
        response.headers.push_back({"Allow", std::string(m_reader.allow())});
    if (refused.status == 503)
        response.headers.push_back({"Retry-After", "1"});
    return response;
}

bool Session::answer(Response response, Framing framing)
{
    settle();
    const Request &request = m_reader.request();
    m_response = std::move(response);
    m_isLast =
        m_isLast || !m_reader.isKept() || m_reactor->isStopping() || asksToClose(*m_response);
    m_phase = Phase::Writing;
    const SteadyTime now = steady_clock::now();
    m_deadline = now + m_reactor->context().settings.writeTimeout;
    m_head.clear();
    appendHead(m_head, *m_response,
               {request.requestId, m_reactor->date(now), m_isLast, m_reader.isHttp10(), framing});
    const bool hasBody = m_response->body != nullptr && request.method != Method::Head &&
                         statusAllowsBody(m_response->status);
    m_output = {asio::buffer(m_head),
                hasBody ? asio::buffer(*m_response->body) : asio::const_buffer()};
    reportServed(m_response->status, m_output[1].size(), now);
    return true;
}

bool Session::writeSome()
{
    return asio::buffer_size(m_output) == 0 ? onWritten() : send(m_output);
}

/// Sends some of \a buffers. False when it is to be waited for: onSent() and advance() follow.
template<typename Buffers>
bool Session::send(const Buffers &buffers)
{
    if (m_tls) {
        sendEncrypted(buffers);
        return false;
    }
    ErrorCode error;
    const std::size_t sent = m_socket.write_some(buffers, error);
    if (error == asio::error::would_block) {
        awaitWritable();
        return false;
    }
    if (error) {
        close();
        return false;
    }
    onSent(sent);
    return true;
}

template<typename Buffers>
void Session::sendEncrypted(const Buffers &buffers)
{
    m_isSending = true;
    m_tls->async_write_some(buffers, [self = shared_from_this(), stream = m_stream](
                                         const ErrorCode &error, std::size_t bytes) {
        self->m_isSending = false;
        if (self->m_phase == Phase::Closed)
            return;
        if (error)
            return self->close();
        self->onSent(bytes);
        self->advance();
    });
}

void Session::onSent(std::size_t bytes)
{
    if (m_phase == Phase::Streaming)
        m_stream->consume(bytes);
    else
        consume(bytes);
}

void Session::consume(std::size_t bytes)
{
    for (asio::const_buffer &buffer : m_output) {
        const std::size_t part = std::min(bytes, buffer.size());
        buffer += part;
        bytes -= part;
    }
    if (asio::buffer_size(m_output) > 0) // else whatever comes next sets it
        m_deadline = steady_clock::now() + m_reactor->context().settings.writeTimeout;
}

std::shared_ptr<StreamSink> Session::openStream(StreamStart start)
{
    auto stream = std::make_shared<StreamChannel>(m_reactor, std::move(start));
    if (t_dispatching == this)
        m_stream = stream;
    else if (!m_reactor->post([self = shared_from_this(), stream] { self->onStream(stream); }))
        stream->close();
    return stream;
}

void Session::onStream(std::shared_ptr<StreamChannel> stream)
{
    if (m_phase != Phase::Handling)
        return stream->close();
    m_stream = std::move(stream);
    if (beginStream())
        advance();
}

/// The head goes out with the first texts. HEAD gets the head alone; that stream ends at once.
bool Session::beginStream()
{
    settle();
    Response response{200,
                      m_stream->contentType(),
                      {{"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}},
                      nullptr};
    const Request &request = m_reader.request();
    const auto framing = m_reader.isHttp10() ? Framing::UntilClose : Framing::Chunked;
    if (request.method == Method::Head) {
        std::exchange(m_stream, nullptr)->close();
        return answer(std::move(response), framing);
    }
    m_isLast = true;
    m_phase = Phase::Streaming;
    const SteadyTime now = steady_clock::now();
    std::string head;
    appendHead(head, response, {request.requestId, m_reactor->date(now), m_isLast, false, framing});
    reportServed(response.status, 0, now);
    m_stream->attach(*this, std::move(head), framing == Framing::Chunked);
    read(HeadReadSize); // to see the client go
    m_reactor->reportStreamsOnly();
    return true;
}

void Session::flushStream()
{
    if (m_stream->isCutOff())
        cutStreamOff();
    else if (!m_isSending)
        advance();
}

void Session::endStream()
{
    if (m_phase != Phase::Streaming)
        return;
    m_stream->endOutput();
    flushStream();
}

bool Session::sendStream()
{
    const ServerSettings &settings = m_reactor->context().settings;
    const auto &output = m_stream->next();
    if (output.empty()) {
        m_deadline = steady_clock::now() + settings.streamHeartbeat;
        if (m_stream->isDone())
            endConnection();
        return false;
    }
    m_deadline = steady_clock::now() + settings.writeTimeout;
    return send(output);
}

/// Behind a stream. Plain HTTP needs no lingering: what the client had sent has been read.
void Session::endConnection()
{
    if (m_tls)
        linger();
    else
        close();
}

/// Nothing was sent for a while: because there was nothing, or because the client does not read.
void Session::onStreamDeadline()
{
    if (m_isSending)
        return cutStreamOff();
    static const auto ping = std::make_shared<const std::string>(": ping\n\n");
    m_stream->write(ping);
    m_deadline = SteadyTime::max(); // sending sets it
}

void Session::cutStreamOff()
{
    const Request &request = m_reader.request();
    log::info("http", "the reader of a stream is too slow; cut off",
              {{"path", request.path}, {"peer", request.peerAddress}});
    discardOutput();
    close();
}

void Session::awaitWritable()
{
    m_isSending = true;
    m_socket.async_wait(Socket::wait_write, [self = shared_from_this()](const ErrorCode &error) {
        self->m_isSending = false;
        if (error)
            return self->close();
        self->advance();
    });
}

bool Session::onWritten()
{
    m_response.reset();
    if (m_isLast) {
        linger();
        return false;
    }
    m_reader.reset();
    m_refusal.reset();
    m_isHeadBegun = false;
    m_deadline = steady_clock::now() + m_reactor->context().settings.idleTimeout;
    m_phase = Phase::Head;
    return true;
}

/// The observer hears of each request once, and it gets an id to be found by.
void Session::reportStarted()
{
    if (std::exchange(m_isStarted, true))
        return;
    std::string &id = m_reader.request().requestId;
    if (id.empty())
        m_reactor->makeRequestId(id);
    if (RequestObserver *observer = m_reactor->context().observer)
        observer->onStarted(m_reactor->index());
}

void Session::reportServed(int status, std::size_t bodyBytes, SteadyTime now)
{
    RequestObserver *observer = m_reactor->context().observer;
    if (!std::exchange(m_isStarted, false) || observer == nullptr)
        return;
    RequestObserver::Served served;
    served.reactor = m_reactor->index();
    served.method = m_reader.method();
    served.foreignMethod = m_reader.foreignMethod();
    served.route = m_reader.pattern();
    served.status = status;
    served.duration = now - m_requestStart;
    served.bodyBytes = bodyBytes;
    served.request = &m_reader.request();
    observer->onServed(served);
}

/// Ends our side and waits for the client to end its own, so that the last answer arrives.
void Session::linger()
{
    m_phase = Phase::Lingering;
    m_deadline = steady_clock::now() + LingerTime;
    if (!m_tls)
        return readAway();
    m_tls->async_shutdown([self = shared_from_this()](const ErrorCode & /*error*/) {
        if (!self->m_isReading)
            self->m_tls.reset(); // the rest is passed over as it is
        self->readAway();
    });
}

void Session::readAway()
{
    if (m_phase == Phase::Closed)
        return;
    ErrorCode error;
    m_socket.shutdown(Socket::shutdown_send, error);
    if (error)
        return close();
    if (!m_isReading)
        read(HeadReadSize);
}

void Session::read(std::size_t atMost)
{
    m_isReading = true;
    auto then = [self = shared_from_this()](const ErrorCode &error, std::size_t bytes) {
        self->onRead(error, bytes);
    };
    const auto room = m_reader.buffer().prepare(atMost);
    if (m_tls)
        m_tls->async_read_some(room, std::move(then));
    else
        m_socket.async_read_some(room, std::move(then));
}

void Session::onRead(const ErrorCode &error, std::size_t bytes)
{
    m_isReading = false;
    if (m_phase == Phase::Closed)
        return;
    if (error)
        return close();
    if (m_phase == Phase::Head || m_phase == Phase::Body) {
        m_reader.buffer().commit(bytes);
        advance();
    } else if (m_phase == Phase::Streaming || m_phase == Phase::Lingering) {
        read(HeadReadSize); // what comes is not looked at
    }
}

} // namespace resync::http

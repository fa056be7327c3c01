// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/Session.h"

#include "agent/http/RequestPolicy.h"
#include "agent/http/ResponseHead.h"
#include "agent/http/Target.h"
#include "shared/core/Log.h"
#include "shared/core/Text.h"

#include <boost/asio/error.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace resync::http {

using std::chrono::steady_clock;

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using ErrorCode = boost::system::error_code;

constexpr std::size_t HeadReadSize = 4 * 1024;
constexpr std::size_t BodyReadSize = 32 * 1024;
/// A body that nobody asked for is passed over up to this size.
constexpr std::size_t MaxIgnoredBody = 64 * 1024;
/// Longest line of a chunked body, and the longest trailer section.
constexpr std::size_t MaxChunkLine = 8 * 1024;
/// Storage above this is given back between two requests.
constexpr std::size_t KeptStorage = 64 * 1024;
constexpr std::size_t MaxSpareHeaders = 32;
/// How long the client may go on sending after its last answer; closing earlier would take the
/// answer from it (RFC 9112 §9.6).
constexpr std::chrono::seconds LingerTime{2};

constexpr std::string_view Continue = "HTTP/1.1 100 Continue\r\n\r\n";

/// The session whose handler runs on this thread right now.
thread_local const Session *t_dispatching = nullptr;

/// Position behind the empty line that ends a head; npos while there is none. Bare line feeds
/// count: the policy refuses them, and sooner than a deadline would.
std::size_t findHeadEnd(std::string_view bytes, std::size_t from)
{
    for (auto feed = bytes.find('\n', from); feed != std::string_view::npos;
         feed = bytes.find('\n', feed + 1)) {
        const std::string_view rest = bytes.substr(feed + 1, 2);
        if (!rest.empty() && rest.front() == '\n')
            return feed + 2;
        if (rest == "\r\n")
            return feed + 3;
    }
    return std::string_view::npos;
}

bool expectsContinue(const Request &request)
{
    const std::string *expect = request.header("Expect");
    return expect != nullptr && equalsIgnoringCase(*expect, "100-continue");
}

/// Bytes that no request begins with: a TLS greeting, say, whose sender waits for an answer.
bool isForeign(std::string_view bytes)
{
    const char first = bytes.empty() ? 'G' : bytes.front();
    return first != '\r' && first != '\n' && !(first > ' ' && first < '\x7F');
}

bool isVisibleAscii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

} // namespace

Session::Session(std::shared_ptr<Reactor> reactor, Socket socket, ConnectionLimits::Ticket ticket)
    : m_reactor(std::move(reactor))
    , m_socket(std::move(socket))
    , m_ticket(std::move(ticket))
    , m_isAccepted(m_ticket->isAccepted())
{
    m_request.peerAddress = m_ticket->address();
}

void Session::start()
{
    if (RequestObserver *observer = m_reactor->context().observer)
        observer->onConnectionOpened(m_reactor->index());
    m_requestStart = steady_clock::now();
    m_deadline = m_requestStart + m_reactor->context().settings.idleTimeout;
    if (!m_isAccepted && !refuse({503, "overloaded", "Too many connections are open."}))
        return;
    advance();
}

void Session::beginStop()
{
    ErrorCode error;
    const bool isIdle = m_phase == Phase::Head && m_buffer.size() == 0;
    if (isIdle && m_socket.available(error) == 0)
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
    reportServed(0, 0);
    if (RequestObserver *observer = m_reactor->context().observer)
        observer->onConnectionClosed(m_reactor->index());
    m_reactor->remove(self);
}

void Session::onDeadline()
{
    const bool isHalfSent = m_phase == Phase::Body || (m_phase == Phase::Head && m_isHeadBegun);
    if (!isHalfSent)
        return close();
    if (refuse({408, "request_timeout", "The request was not sent in time."}))
        advance();
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
    const auto self = shared_from_this();
    const auto answerInstead = [self] {
        if (self->m_phase != Phase::Handling)
            return;
        log::error("http", "a request was dropped without an answer",
                   {{"path", self->m_request.path}, {"request_id", self->m_request.requestId}});
        const Refused refused{500, "internal", "The request was not answered.", false};
        Response response = self->refusalResponse(refused);
        if (t_dispatching == self.get())
            self->m_response = std::move(response);
        else
            self->onAnswer(std::move(response));
    };
    if (t_dispatching == this)
        answerInstead();
    else
        m_reactor->post(answerInstead);
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
    case Phase::Handling:
    case Phase::Lingering:
    case Phase::Closed:
        break;
    }
    return false;
}

std::string_view Session::received() const
{
    const auto data = m_buffer.data();
    return {static_cast<const char *>(data.data()), data.size()};
}

bool Session::takeHead()
{
    skipEmptyLines();
    const std::string_view bytes = received();
    const std::size_t end = findHeadEnd(bytes, m_scanned);
    const std::size_t limit = m_reactor->context().settings.maxHeaderBytes;
    if (end == std::string_view::npos && bytes.size() <= limit && !isForeign(bytes))
        return awaitHead();
    m_requestStart = steady_clock::now();
    auto refused = readHead(bytes.substr(0, end));
    if (refused)
        return refuse(std::move(*refused));
    m_buffer.consume(end);
    m_isStarted = true;
    if (RequestObserver *observer = m_reactor->context().observer)
        observer->onStarted(m_reactor->index());
    m_refusal = resolveTarget();
    return acceptBody();
}

/// RFC 9112 §2.2: empty lines ahead of a request are passed over.
void Session::skipEmptyLines()
{
    while (received().substr(0, 2) == "\r\n") {
        m_buffer.consume(2);
        m_scanned = 0;
    }
}

bool Session::awaitHead()
{
    const std::string_view bytes = received();
    m_scanned = bytes.size() < 2 ? 0 : bytes.size() - 2;
    if (!bytes.empty() && !m_isHeadBegun) {
        m_isHeadBegun = true;
        m_deadline = steady_clock::now() + m_reactor->context().settings.headerTimeout;
    }
    read(HeadReadSize);
    return false;
}

std::optional<Session::Refused> Session::readHead(std::string_view head)
{
    const ServerSettings &settings = m_reactor->context().settings;
    if (auto violation = checkRequestHead(head, {settings.maxHeaderBytes, settings.maxTargetBytes}))
        return Refused{violation->status, std::move(violation->code), std::move(violation->detail)};
    m_parser.emplace(m_request, m_spareHeaders);
    ErrorCode error;
    m_parser->put(asio::buffer(head.data(), head.size()), error);
    if (error || !m_parser->is_header_done())
        return Refused{400, "bad_request", "The header section is malformed."};
    m_isHttp10 = m_parser->isHttp10();
    m_isKept = m_parser->keep_alive();
    const std::string *id = m_request.header("X-Request-ID");
    if (id != nullptr && !id->empty() && id->size() <= 128 && isVisibleAscii(*id))
        m_request.requestId = *id;
    return std::nullopt;
}

std::optional<Session::Refused> Session::resolveTarget()
{
    if (m_request.requestId.empty())
        m_reactor->makeRequestId(m_request.requestId);
    const Target target = splitTarget(m_request.target);
    m_request.path.assign(target.path);
    m_request.rawQuery.assign(target.query);
    if (!decodeQuery(target.query, m_request.query))
        return Refused{400, "bad_request", "The query is not percent-encoded UTF-8.", false};
    if (target.path == "*")
        return std::nullopt;
    return resolveRoute();
}

std::optional<Session::Refused> Session::resolveRoute()
{
    auto match = m_reactor->context().router.match(m_request.method, m_request.path);
    m_route = match.route;
    m_allow = match.allow;
    m_request.parameters = std::move(match.parameters);
    if (match.isMalformed)
        return Refused{400, "bad_request", "The path is not percent-encoded UTF-8.", false};
    if (m_allow.empty())
        return Refused{404, "not_found", "There is nothing at this path.", false};
    if (m_route == nullptr && m_request.method != Method::Options)
        return Refused{405, "method_not_allowed", "This path does not take the method.", false};
    return std::nullopt;
}

/// Decides from the head alone whether the body is worth reading.
bool Session::acceptBody()
{
    if (m_parser->is_done())
        return handle();
    const std::size_t wanted = m_refusal || m_route == nullptr ? 0 : m_route->maxBodyBytes;
    const std::size_t limit =
        wanted == 0 ? MaxIgnoredBody : std::min(wanted, m_reactor->context().settings.maxBodyBytes);
    if (wanted == 0)
        m_parser->ignoreBody();
    m_parser->body_limit(limit);
    m_parser->eager(true);
    const bool mustAsk = !m_isHttp10 && expectsContinue(m_request);
    const bool isTooLarge = m_parser->content_length().value_or(0) > limit;
    if (m_refusal && (mustAsk || isTooLarge)) {
        m_refusal->isFinal = true; // the body stays unread
        return refuse(std::move(*m_refusal));
    }
    if (isTooLarge)
        return refuse({413, "too_large", "The body is larger than this path takes."});
    m_phase = Phase::Body;
    m_deadline = m_requestStart + m_reactor->context().settings.bodyTimeout;
    if (!mustAsk || m_buffer.size() > 0)
        return true;
    sendContinue();
    return false;
}

void Session::sendContinue()
{
    asio::async_write(m_socket, asio::buffer(Continue.data(), Continue.size()),
                      [self = shared_from_this()](const ErrorCode &error, std::size_t) {
                          if (error)
                              return self->close();
                          self->advance();
                      });
}

bool Session::takeBody()
{
    ErrorCode error;
    while (m_buffer.size() > 0 && !error && !m_parser->is_done())
        m_buffer.consume(m_parser->put(m_buffer.data(), error));
    if (m_parser->is_done())
        return handle();
    if (error == beast::http::error::body_limit)
        return refuse({413, "too_large", "The body is larger than this path takes."});
    const bool isWaiting = !error || error == beast::http::error::need_more;
    if (!isWaiting || m_buffer.size() > MaxChunkLine)
        return refuse({400, "bad_request", "The chunked body is malformed."});
    read(BodyReadSize);
    return false;
}

/// The request is whole: answers it, or leaves that to the handler's Responder.
bool Session::handle()
{
    m_phase = Phase::Handling;
    m_deadline = SteadyTime::max();
    if (m_refusal)
        return refuse(std::move(*m_refusal));
    if (m_route != nullptr)
        callHandler();
    else
        m_response = Response{204, {}, {{"Allow", std::string(m_allow)}}, nullptr};
    if (!m_response)
        return false;
    return answer(std::move(*std::exchange(m_response, std::nullopt)));
}

void Session::callHandler()
{
    t_dispatching = this;
    try {
        m_route->handler(m_request, Responder(shared_from_this()));
    } catch (const std::exception &exception) {
        log::error("http", "a handler failed",
                   {{"route", m_route->pattern}, {"error", exception.what()}});
    }
    t_dispatching = nullptr;
}

bool Session::refuse(Refused refused)
{
    if (!m_isStarted) {
        m_isStarted = true;
        if (RequestObserver *observer = m_reactor->context().observer)
            observer->onStarted(m_reactor->index());
    }
    if (RequestObserver *observer = m_reactor->context().observer)
        observer->onRefused(m_reactor->index(), refused.code);
    if (m_request.requestId.empty())
        m_reactor->makeRequestId(m_request.requestId);
    if (refused.isFinal)
        m_isKept = false;
    m_phase = Phase::Handling;
    return answer(refusalResponse(refused));
}

Response Session::refusalResponse(const Refused &refused) const
{
    Response response = m_reactor->context().refusals(
        {refused.status, refused.code, refused.detail, m_request.path, m_request.requestId});
    if (refused.status == 405)
        response.headers.push_back({"Allow", std::string(m_allow)});
    if (refused.status == 503)
        response.headers.push_back({"Retry-After", "1"});
    return response;
}

bool Session::answer(Response response)
{
    m_response = std::move(response);
    m_isClosing = !m_isKept || m_reactor->isStopping() || asksToClose(*m_response);
    m_phase = Phase::Writing;
    const SteadyTime now = steady_clock::now();
    m_deadline = now + m_reactor->context().settings.writeTimeout;
    m_head.clear();
    appendHead(m_head, *m_response,
               {m_request.requestId, m_reactor->date(now), m_isClosing, m_isHttp10});
    const bool hasBody = m_response->body != nullptr && m_request.method != Method::Head &&
                         statusAllowsBody(m_response->status);
    m_output = {asio::buffer(m_head),
                hasBody ? asio::buffer(*m_response->body) : asio::const_buffer()};
    reportServed(m_response->status, m_output[1].size());
    return true;
}

bool Session::writeSome()
{
    ErrorCode error;
    const std::size_t total = asio::buffer_size(m_output);
    std::size_t written = m_socket.write_some(m_output, error);
    if (error == asio::error::would_block) {
        awaitWritable();
        return false;
    }
    if (error) {
        close();
        return false;
    }
    if (written == total)
        return onWritten();
    for (asio::const_buffer &buffer : m_output) {
        const std::size_t part = std::min(written, buffer.size());
        buffer += part;
        written -= part;
    }
    m_deadline = steady_clock::now() + m_reactor->context().settings.writeTimeout;
    return true;
}

void Session::awaitWritable()
{
    m_socket.async_wait(Socket::wait_write, [self = shared_from_this()](const ErrorCode &error) {
        if (error)
            return self->close();
        self->advance();
    });
}

bool Session::onWritten()
{
    m_response.reset();
    if (m_isClosing) {
        linger();
        return false;
    }
    reset();
    m_deadline = steady_clock::now() + m_reactor->context().settings.idleTimeout;
    m_phase = Phase::Head;
    return true;
}

void Session::reportServed(int status, std::size_t bodyBytes)
{
    RequestObserver *observer = m_reactor->context().observer;
    if (!std::exchange(m_isStarted, false) || observer == nullptr)
        return;
    RequestObserver::Served served;
    served.reactor = m_reactor->index();
    served.method = m_request.method;
    served.route = m_route != nullptr ? std::string_view(m_route->pattern) : std::string_view();
    served.status = status;
    served.duration = steady_clock::now() - m_requestStart;
    served.bodyBytes = bodyBytes;
    served.request = m_request.path.empty() ? nullptr : &m_request;
    observer->onServed(served);
}

/// Ends our side and waits for the client to end its own, so that the last answer arrives.
void Session::linger()
{
    m_phase = Phase::Lingering;
    m_deadline = steady_clock::now() + LingerTime;
    ErrorCode error;
    m_socket.shutdown(Socket::shutdown_send, error);
    if (error)
        return close();
    if (!m_isReading)
        read(HeadReadSize);
}

/// Makes ready for the next request; storage of usual size is kept.
void Session::reset()
{
    for (Header &header : m_request.headers) {
        if (m_spareHeaders.size() < MaxSpareHeaders)
            m_spareHeaders.push_back(std::move(header));
    }
    m_request.headers.clear();
    m_request.query.clear();
    m_request.parameters.clear();
    m_request.body.clear();
    m_request.requestId.clear();
    m_request.path.clear();
    m_request.method = Method::Get;
    if (m_request.body.capacity() > KeptStorage)
        m_request.body.shrink_to_fit();
    if (m_buffer.capacity() > KeptStorage)
        m_buffer.shrink_to_fit();
    m_parser.reset();
    m_refusal.reset();
    m_route = nullptr;
    m_allow = {};
    m_scanned = 0;
    m_isHeadBegun = false;
}

void Session::read(std::size_t atMost)
{
    m_isReading = true;
    m_socket.async_read_some(
        m_buffer.prepare(atMost),
        [self = shared_from_this()](const ErrorCode &error, std::size_t bytes) {
            self->onRead(error, bytes);
        });
}

void Session::onRead(const ErrorCode &error, std::size_t bytes)
{
    m_isReading = false;
    if (m_phase == Phase::Closed)
        return;
    if (error)
        return close();
    if (m_phase == Phase::Head || m_phase == Phase::Body) {
        m_buffer.commit(bytes);
        advance();
    } else if (m_phase == Phase::Lingering) {
        read(HeadReadSize);
    }
}

} // namespace resync::http

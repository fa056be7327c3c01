// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/RequestReader.h"

#include "agent/http/RequestPolicy.h"
#include "agent/http/Target.h"
#include "shared/core/Text.h"

#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <utility>

namespace resync::http {

namespace {

using ErrorCode = boost::system::error_code;

/// A body that nobody asked for is passed over up to this size.
constexpr std::size_t MaxIgnoredBody = 64 * 1024;
/// Storage above this is given back between two requests.
constexpr std::size_t KeptStorage = 64 * 1024;
constexpr std::size_t MaxSpareHeaders = 32;
constexpr std::string_view RequestIdField = "X-Request-ID";
constexpr std::string_view ForwardedForField = "X-Forwarded-For";
constexpr std::size_t MaxRequestId = 128;
constexpr std::size_t MaxForeignMethod = 32;
constexpr std::string_view EveryMethod = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

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

struct RequestLine
{
    std::string_view method;
    std::string_view target;
};

/// Those of a head that need not be well-formed behind them; nothing when they are not there.
std::optional<RequestLine> readRequestLine(std::string_view head)
{
    const std::string_view line = trimmed(head.substr(0, head.find('\n')));
    const auto first = line.find(' ');
    const auto second = first == std::string_view::npos ? first : line.find(' ', first + 1);
    if (second == std::string_view::npos || !line.substr(second + 1).starts_with("HTTP/"))
        return std::nullopt;
    if (!isVisibleAscii(line.substr(0, first)))
        return std::nullopt;
    return RequestLine{line.substr(0, first), line.substr(first + 1, second - first - 1)};
}

/// The values of a field in a head that need not be well-formed.
std::vector<std::string_view> valuesOf(std::string_view name, std::string_view head)
{
    std::vector<std::string_view> values;
    for (std::optional<std::string_view> rest = head; rest;) {
        const std::string_view line = takePart(rest, '\n');
        const auto colon = line.find(':');
        if (colon == name.size() && equalsIgnoringCase(line.substr(0, colon), name))
            values.push_back(trimmed(line.substr(colon + 1)));
    }
    return values;
}

/// Beast lets keep-alive win in HTTP/1.0; it does not (RFC 9112 §9.3).
bool namesClose(const std::vector<Header> &headers)
{
    for (const Header &header : headers) {
        if (!equalsIgnoringCase(header.name, "Connection"))
            continue;
        for (std::optional<std::string_view> rest = header.value; rest;)
            if (equalsIgnoringCase(trimmed(takePart(rest, ',')), "close"))
                return true;
    }
    return false;
}

Refused refusalOf(PolicyViolation violation)
{
    return {violation.status, std::move(violation.code), std::move(violation.detail)};
}

} // namespace

RequestReader::RequestReader(const ServerContext &context)
    : m_context(context)
{}

std::string_view RequestReader::received() const
{
    const auto data = m_buffer.data();
    return {static_cast<const char *>(data.data()), data.size()};
}

/// RFC 9112 §2.2: empty lines ahead of a request are passed over.
void RequestReader::skipEmptyLines()
{
    while (received().substr(0, 2) == "\r\n") {
        m_buffer.consume(2);
        m_scanned = 0;
    }
}

bool RequestReader::hasHead()
{
    skipEmptyLines();
    const std::string_view bytes = received();
    m_headEnd = findHeadEnd(bytes, m_scanned);
    m_scanned = bytes.size() < 2 ? 0 : bytes.size() - 2;
    return m_headEnd != std::string_view::npos || isForeign(bytes) ||
           bytes.size() > m_context.settings.maxHeaderBytes;
}

std::optional<Refused> RequestReader::takeHead()
{
    const std::string_view head = received().substr(0, m_headEnd);
    const ServerSettings &settings = m_context.settings;
    if (auto violation =
            checkRequestHead(head, {settings.maxHeaderBytes, settings.maxTargetBytes})) {
        readRefused();
        return refusalOf(std::move(*violation));
    }
    m_parser.emplace(m_request, m_spareHeaders);
    ErrorCode error;
    m_parser->put(boost::asio::buffer(head.data(), head.size()), error);
    if (error || !m_parser->is_header_done()) {
        readRefused();
        return Refused{400, "bad_request", "The header section is malformed."};
    }
    m_method = m_request.method;
    m_isHttp10 = m_parser->isHttp10();
    m_isKept = m_parser->keep_alive() && !(m_isHttp10 && namesClose(m_request.headers));
    m_buffer.consume(head.size());
    if (const std::string *id = m_request.header(RequestIdField))
        adoptRequestId(*id);
    return std::nullopt;
}

void RequestReader::readRefused()
{
    const std::string_view head = received().substr(0, m_headEnd);
    if (m_headEnd != std::string_view::npos)
        readRefusedFields(head);
    const auto line = readRequestLine(head);
    if (!line)
        return;
    m_method = methodFromString(line->method);
    m_request.method = m_method.value_or(Method::Get);
    if (!m_method && line->method.size() <= MaxForeignMethod)
        m_foreignMethod = line->method;
    const std::string_view path = splitTarget(line->target).path;
    if (isVisibleAscii(line->target) && path.starts_with('/') &&
        line->target.size() <= m_context.settings.maxTargetBytes)
        m_request.path = path;
}

/// By what the request is found in logs, and who sent it.
void RequestReader::readRefusedFields(std::string_view head)
{
    const auto ids = valuesOf(RequestIdField, head);
    if (ids.size() == 1)
        adoptRequestId(ids.front());
    m_request.headers.clear();
    for (const std::string_view value : valuesOf(ForwardedForField, head))
        m_request.headers.push_back({std::string(ForwardedForField), std::string(value)});
}

/// What an absolute target names counts, whatever Host says (RFC 9112 §3.2.2).
void RequestReader::setHost(std::string_view authority)
{
    for (Header &header : m_request.headers) {
        if (equalsIgnoringCase(header.name, "Host")) {
            header.value = authority;
            return;
        }
    }
    m_request.headers.push_back({"Host", std::string(authority)});
}

void RequestReader::adoptRequestId(std::string_view id)
{
    if (id.size() <= MaxRequestId && isVisibleAscii(id))
        m_request.requestId = id;
}

std::optional<Refused> RequestReader::findRoute()
{
    const Target target = splitTarget(m_request.target);
    m_request.path.assign(target.path);
    m_request.rawQuery.assign(target.query);
    if (!target.authority.empty())
        setHost(target.authority);
    if (!decodeQuery(target.query, m_request.query))
        return Refused{400, "bad_request", "The query is not percent-encoded UTF-8.", false};
    if (target.path == "*") {
        m_allow = EveryMethod;
        return std::nullopt;
    }
    auto match = m_context.router.match(m_request.method, m_request.path);
    m_route = match.route;
    m_allow = match.allow;
    m_pattern = match.pattern;
    m_request.parameters = std::move(match.parameters);
    if (match.isMalformed)
        return Refused{400, "bad_request", "The path is not percent-encoded UTF-8.", false};
    if (m_allow.empty())
        return Refused{404, "not_found", "There is nothing at this path.", false};
    if (m_route == nullptr && m_request.method != Method::Options)
        return Refused{405, "method_not_allowed", "This path does not take the method.", false};
    return std::nullopt;
}

std::optional<Refused> RequestReader::prepareBody(bool isIgnored)
{
    const bool isWanted = !isIgnored && m_route != nullptr && m_route->maxBodyBytes > 0;
    const std::size_t limit = isWanted
                                  ? std::min(m_route->maxBodyBytes, m_context.settings.maxBodyBytes)
                                  : MaxIgnoredBody;
    if (m_parser->content_length().value_or(0) > limit)
        return refusalOf(bodyTooLarge());
    m_isBodyKept = isWanted;
    if (m_parser->chunked())
        m_chunks.emplace(ChunkedBody::Limits{limit, m_context.settings.maxHeaderBytes});
    else if (!isWanted)
        m_parser->ignoreBody();
    m_parser->eager(true);
    return std::nullopt;
}

std::optional<Refused> RequestReader::takeBody()
{
    if (m_chunks) {
        m_buffer.consume(m_chunks->take(received(), m_isBodyKept ? &m_request.body : nullptr));
        const auto &violation = m_chunks->violation();
        return violation ? std::optional(refusalOf(*violation)) : std::nullopt;
    }
    ErrorCode error;
    while (m_buffer.size() > 0 && !error && !m_parser->is_done())
        m_buffer.consume(m_parser->put(m_buffer.data(), error));
    if (error)
        return Refused{400, "bad_request", "The body is malformed."};
    return std::nullopt;
}

bool RequestReader::isComplete() const
{
    return m_chunks ? m_chunks->isComplete() : m_parser->is_done();
}

bool RequestReader::awaitsContinue() const
{
    const std::string *expect = m_request.header("Expect");
    return !m_isHttp10 && expect != nullptr && equalsIgnoringCase(*expect, "100-continue");
}

void RequestReader::reset()
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
    m_chunks.reset();
    m_route = nullptr;
    m_allow = {};
    m_pattern = {};
    m_method.reset();
    m_foreignMethod.clear();
    m_scanned = 0;
}

} // namespace resync::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/ChunkedBody.h"
#include "agent/http/RequestParser.h"
#include "agent/http/ServerContext.h"

#include <boost/beast/core/flat_buffer.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resync::http {

/// Why the server itself answers a request.
struct Refused
{
    int status = 400;
    std::string code;
    std::string detail;
    bool isFinal =
        true; ///< the connection ends with it: nobody knows where the next request begins
};

/// Reads requests out of a connection's bytes, one after the other: judges the head, finds the
/// route, decodes the body. Knows neither socket nor clock.
class RequestReader
{
public:
    explicit RequestReader(const ServerContext &context);

    /// Where the connection's next bytes go.
    [[nodiscard]] boost::beast::flat_buffer &buffer() { return m_buffer; }
    [[nodiscard]] bool isEmpty() const { return m_buffer.size() == 0; }

    /// A head is there to be taken, or enough of one to refuse it.
    [[nodiscard]] bool hasHead();
    /// Takes the head off the buffer.
    [[nodiscard]] std::optional<Refused> takeHead();
    /// Reads of a head that is refused, whole or not, what can be told of it.
    void readRefused();
    /// Reads the target and finds its route.
    [[nodiscard]] std::optional<Refused> findRoute();
    /// Decides from the head how the body is taken; \a isIgnored: it is only passed over.
    [[nodiscard]] std::optional<Refused> prepareBody(bool isIgnored);
    /// Takes what the buffer holds of the body.
    [[nodiscard]] std::optional<Refused> takeBody();
    /// Makes ready for the next request; storage of usual size is kept.
    void reset();

    [[nodiscard]] Request &request() { return m_request; }
    [[nodiscard]] const Request &request() const { return m_request; }
    [[nodiscard]] const Route *route() const { return m_route; } ///< null: none
    [[nodiscard]] std::string_view allow() const { return m_allow; }
    /// Of the path, whatever the method; empty: none.
    [[nodiscard]] std::string_view pattern() const { return m_pattern; }
    /// Nothing while none is read that the server knows.
    [[nodiscard]] std::optional<Method> method() const { return m_method; }
    /// One that the server does not know, as sent.
    [[nodiscard]] std::string_view foreignMethod() const { return m_foreignMethod; }
    [[nodiscard]] bool isComplete() const;
    [[nodiscard]] bool isHttp10() const { return m_isHttp10; }
    /// The client allows the connection to go on.
    [[nodiscard]] bool isKept() const { return m_isKept; }
    /// The client sends its body only when it is told to.
    [[nodiscard]] bool awaitsContinue() const;

private:
    [[nodiscard]] std::string_view received() const;
    void skipEmptyLines();
    void readRefusedFields(std::string_view head);
    void setHost(std::string_view authority);
    void adoptRequestId(std::string_view id);

    const ServerContext &m_context;
    boost::beast::flat_buffer m_buffer;
    std::size_t m_scanned = 0;                      ///< bytes without the head's end
    std::size_t m_headEnd = std::string_view::npos; ///< behind its empty line; npos: none yet
    Request m_request;
    std::vector<Header> m_spareHeaders;
    std::optional<RequestParser> m_parser;
    std::optional<ChunkedBody> m_chunks; ///< nothing: the body has a length
    bool m_isBodyKept = false;           ///< of chunks
    const Route *m_route = nullptr;
    std::string_view m_allow;
    std::string_view m_pattern;
    std::optional<Method> m_method;
    std::string m_foreignMethod;
    bool m_isHttp10 = false;
    bool m_isKept = false;
};

} // namespace resync::http

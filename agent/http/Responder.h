// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/EventStream.h"
#include "agent/http/Response.h"

#include <memory>

namespace resync::http {

/// Where an answer finally goes; implemented by the connection.
class ResponseSink
{
public:
    ResponseSink() = default;
    ResponseSink(const ResponseSink &) = delete;
    ResponseSink &operator=(const ResponseSink &) = delete;
    virtual ~ResponseSink() = default;
    virtual void deliver(Response response) = 0;
    /// The request was dropped without an answer. Here: delivers a bare 500.
    virtual void abandon();
    /// Null: no stream; onClosed has been called. Here: abandons, as there is no connection.
    [[nodiscard]] virtual std::shared_ptr<StreamSink> openStream(StreamStart start);
};

/// The duty to answer one request, once. May be moved to and used on any thread; the answer is
/// posted to the connection's reactor. Dropped without an answer it answers 500 by itself; a
/// connection that is gone swallows the answer.
class Responder
{
public:
    explicit Responder(std::shared_ptr<ResponseSink> sink);
    Responder(Responder &&) noexcept = default;
    Responder &operator=(Responder &&other) noexcept;
    Responder(const Responder &) = delete;
    Responder &operator=(const Responder &) = delete;
    ~Responder();

    void send(Response response);
    /// Answers 200 with a stream that stays open (to HEAD with the head alone). The connection ends
    /// with it. The stream may be written to at once. Where the connection has ended already,
    /// onClosed may be called before this returns: hold no lock that it takes.
    [[nodiscard]] EventStream openStream(StreamStart start);

private:
    std::shared_ptr<ResponseSink> m_sink;
};

} // namespace resync::http

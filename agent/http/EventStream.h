// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace resync::http {

/// Where a stream's text finally goes; implemented by the connection.
class StreamSink
{
public:
    StreamSink() = default;
    StreamSink(const StreamSink &) = delete;
    StreamSink &operator=(const StreamSink &) = delete;
    virtual ~StreamSink() = default;
    /// Posted to the connection's reactor.
    virtual void write(std::shared_ptr<const std::string> text) = 0;
    virtual void finish() = 0;
};

/// A server-sent event stream that is open (HTML standard, "Server-sent events"), got from
/// Responder::openStream. Text that is written goes out in order, as it is: the caller writes whole
/// events ("event: …\ndata: …\n\n"), one text for many streams is shared. The connection adds a
/// comment every 15 s of silence, and ends when more than 1 MiB waits to be sent.
/// Thread: any; calls after the end do nothing.
class EventStream
{
public:
    EventStream() = default;
    explicit EventStream(std::shared_ptr<StreamSink> sink)
        : m_sink(std::move(sink))
    {}

    void write(std::shared_ptr<const std::string> text) const
    {
        if (m_sink)
            m_sink->write(std::move(text));
    }
    /// Sends what waits and ends the answer.
    void finish() const
    {
        if (m_sink)
            m_sink->finish();
    }

private:
    std::shared_ptr<StreamSink> m_sink;
};

/// How a stream is opened: the head's fields, what is told first, and who is told of its end.
struct StreamStart
{
    std::string contentType = "text/event-stream";
    std::string first; ///< sent at once; may be empty
    /// Called once, on the connection's reactor, when the connection ends, whoever ends it.
    std::function<void()> onClosed;
    /// Called on the connection's reactor whenever all that was written is sent: who has more than
    /// may wait writes the next part then.
    std::function<void()> onDrained;
    std::size_t maxPendingBytes = 1U << 20U;
};

} // namespace resync::http

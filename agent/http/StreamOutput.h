// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/buffer.hpp>

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace resync::http {

/// The texts that wait to be sent on one stream, and how they are put on the wire: as chunks
/// (HTTP/1.1) or as they are (HTTP/1.0, ended by the connection's end). Texts are not copied; what
/// waits goes out together. Knows neither socket nor clock. Thread: one.
class StreamOutput
{
public:
    using Text = std::shared_ptr<const std::string>;

    /// \a head: what goes ahead of the first text, as it is.
    void begin(std::string head, bool isChunked);
    void add(Text text);
    /// No text comes any more.
    void finish() { m_isFinishing = true; }

    /// What to send next; empty when there is nothing. Stays the same until consume().
    [[nodiscard]] const std::vector<boost::asio::const_buffer> &next();
    /// \a bytes of next() are sent. How many bytes of texts are thereby done with.
    std::size_t consume(std::size_t bytes);
    /// Everything is sent, the end included.
    [[nodiscard]] bool isDone() const { return m_isEnded && m_buffers.empty(); }

private:
    void fill();

    bool m_isChunked = false;
    bool m_isFinishing = false;
    bool m_isEnded = false; ///< the end is among what is being sent
    std::deque<Text> m_waiting;
    std::string m_prefix; ///< head or size line of what is being sent
    std::vector<Text> m_sending;
    std::size_t m_sendingBytes = 0; ///< of m_sending
    std::vector<boost::asio::const_buffer> m_buffers;
};

} // namespace resync::http

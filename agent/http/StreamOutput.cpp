// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/StreamOutput.h"

#include <array>
#include <charconv>
#include <utility>

namespace resync::http {

namespace {

namespace asio = boost::asio;

/// Texts in one go; with prefix and end they fit the buffers that one system call takes (64).
constexpr std::size_t MaxTexts = 48;
constexpr std::string_view ChunkEnd = "\r\n";
constexpr std::string_view LastChunk = "0\r\n\r\n";
constexpr std::string_view ChunkEndAndLast = "\r\n0\r\n\r\n";

void appendSizeLine(std::string &out, std::size_t size)
{
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16).ptr;
    out.append(digits.data(), end).append("\r\n");
}

asio::const_buffer bufferOf(std::string_view text)
{
    return asio::buffer(text.data(), text.size());
}

} // namespace

void StreamOutput::begin(std::string head, bool isChunked)
{
    m_prefix = std::move(head);
    m_isChunked = isChunked;
}

void StreamOutput::add(Text text)
{
    if (!m_isFinishing && text != nullptr && !text->empty())
        m_waiting.push_back(std::move(text));
}

const std::vector<asio::const_buffer> &StreamOutput::next()
{
    if (m_buffers.empty())
        fill();
    return m_buffers;
}

void StreamOutput::fill()
{
    while (!m_waiting.empty() && m_sending.size() < MaxTexts) {
        m_sendingBytes += m_waiting.front()->size();
        m_sending.push_back(std::move(m_waiting.front()));
        m_waiting.pop_front();
    }
    const bool isEnding = m_isFinishing && m_waiting.empty() && !m_isEnded;
    m_isEnded = m_isEnded || isEnding;
    const bool hasTexts = !m_sending.empty();
    if (m_isChunked && hasTexts)
        appendSizeLine(m_prefix, m_sendingBytes);
    if (!m_prefix.empty())
        m_buffers.push_back(asio::buffer(m_prefix));
    for (const Text &text : m_sending)
        m_buffers.push_back(asio::buffer(*text));
    if (m_isChunked && hasTexts)
        m_buffers.push_back(bufferOf(isEnding ? ChunkEndAndLast : ChunkEnd));
    else if (m_isChunked && isEnding)
        m_buffers.push_back(bufferOf(LastChunk));
}

std::size_t StreamOutput::consume(std::size_t bytes)
{
    auto buffer = m_buffers.begin();
    while (buffer != m_buffers.end() && bytes >= buffer->size())
        bytes -= (buffer++)->size();
    m_buffers.erase(m_buffers.begin(), buffer);
    if (!m_buffers.empty()) {
        m_buffers.front() += bytes;
        return 0;
    }
    m_prefix.clear();
    m_sending.clear();
    return std::exchange(m_sendingBytes, 0);
}

} // namespace resync::http

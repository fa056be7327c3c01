// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/ChunkedBody.h"

#include "agent/http/Grammar.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

namespace resync::http {

namespace {

/// Longest line of a chunk's size and extensions.
constexpr std::size_t MaxSizeLine = 512;

PolicyViolation malformed()
{
    return {400, "bad_request", "The chunked body is malformed."};
}

void skipBlanks(std::string_view &text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
}

bool takeToken(std::string_view &text)
{
    const auto *const end =
        std::find_if_not(text.begin(), text.end(), [](char c) { return isOf(c, Token); });
    const bool isThere = end != text.begin();
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    return isThere;
}

bool takeQuoted(std::string_view &text)
{
    if (!text.starts_with('"'))
        return false;
    for (std::size_t i = 1; i < text.size() && isOf(text[i], FieldByte); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return true;
        }
        if (text[i] == '\\' && (++i == text.size() || !isOf(text[i], FieldByte)))
            return false;
    }
    return false;
}

/// *( BWS ";" BWS name [ BWS "=" BWS value ] )
bool areExtensions(std::string_view text)
{
    while (!text.empty()) {
        skipBlanks(text);
        if (!text.starts_with(';'))
            return false;
        text.remove_prefix(1);
        skipBlanks(text);
        if (!takeToken(text))
            return false;
        std::string_view ahead = text;
        skipBlanks(ahead);
        if (!ahead.starts_with('='))
            continue;
        text = ahead.substr(1);
        skipBlanks(text);
        if (!takeToken(text) && !takeQuoted(text))
            return false;
    }
    return true;
}

/// The size that \a line tells; nothing when it is malformed.
std::optional<std::uint64_t> readSize(std::string_view line)
{
    std::uint64_t size = 0;
    const char *const end = line.data() + line.size();
    const auto [stop, error] = std::from_chars(line.data(), end, size, 16);
    if (error != std::errc() || !areExtensions({stop, static_cast<std::size_t>(end - stop)}))
        return std::nullopt;
    return size;
}

} // namespace

std::size_t ChunkedBody::take(std::string_view bytes, std::string *out)
{
    std::string_view rest = bytes;
    while (!rest.empty() && !isComplete() && step(rest, out)) {
    }
    return bytes.size() - rest.size();
}

/// False when it waits for more, or has had enough.
bool ChunkedBody::step(std::string_view &rest, std::string *out)
{
    switch (m_phase) {
    case Phase::Size:
        return takeSize(rest);
    case Phase::Data:
        return takeData(rest, out);
    case Phase::DataEnd:
        return takeDataEnd(rest);
    case Phase::Trailers:
        return takeTrailer(rest);
    case Phase::Complete:
        break;
    }
    return false;
}

bool ChunkedBody::takeSize(std::string_view &rest)
{
    const auto end = rest.find('\n');
    if (std::min(end, rest.size()) > MaxSizeLine)
        return refuse(malformed());
    if (end == std::string_view::npos)
        return false;
    const auto line = takeLine(rest);
    const auto size = line ? readSize(*line) : std::nullopt;
    if (!size)
        return refuse(malformed());
    if (*size > m_limits.data - m_data)
        return refuse(bodyTooLarge());
    m_chunk = static_cast<std::size_t>(*size);
    m_data += m_chunk;
    m_phase = m_chunk > 0 ? Phase::Data : Phase::Trailers;
    return true;
}

bool ChunkedBody::takeData(std::string_view &rest, std::string *out)
{
    const auto data = rest.substr(0, m_chunk);
    if (out != nullptr)
        out->append(data);
    rest.remove_prefix(data.size());
    m_chunk -= data.size();
    if (m_chunk == 0)
        m_phase = Phase::DataEnd;
    return true;
}

bool ChunkedBody::takeDataEnd(std::string_view &rest)
{
    constexpr std::string_view LineEnd = "\r\n";
    const auto end = rest.substr(0, LineEnd.size());
    if (!LineEnd.starts_with(end))
        return refuse(malformed());
    if (end.size() < LineEnd.size())
        return false;
    rest.remove_prefix(LineEnd.size());
    m_phase = Phase::Size;
    return true;
}

bool ChunkedBody::takeTrailer(std::string_view &rest)
{
    const auto end = rest.find('\n');
    if (std::min(end, rest.size()) > m_limits.trailers - m_trailers)
        return refuse({431, "too_large", "The trailer section is too large."});
    if (end == std::string_view::npos)
        return false;
    m_trailers += end;
    const auto line = takeLine(rest);
    if (!line)
        return refuse(malformed());
    if (line->empty())
        m_phase = Phase::Complete;
    else if (auto violation = checkTrailer(*line))
        return refuse(std::move(*violation));
    return true;
}

bool ChunkedBody::refuse(PolicyViolation violation)
{
    m_violation = std::move(violation);
    return false;
}

} // namespace resync::http

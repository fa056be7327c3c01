// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/JsonWriter.h"

#include "shared/core/Text.h"

#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

namespace resync {

namespace {

constexpr std::string_view Replacement = "\xEF\xBF\xBD"; // U+FFFD

constexpr bool isPlain(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

void appendEscape(std::string &out, unsigned char c)
{
    static constexpr std::string_view Hex = "0123456789abcdef";
    switch (c) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        out += "\\u00";
        out += Hex[c >> 4];
        out += Hex[c & 15];
    }
}

} // namespace

void appendJsonString(std::string &out, std::string_view text)
{
    out += '"';
    std::size_t i = 0;
    while (i < text.size()) {
        std::size_t end = i;
        while (end < text.size() && isPlain(static_cast<unsigned char>(text[end])))
            ++end;
        out.append(text, i, end - i);
        i = end;
        if (i == text.size())
            break;
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x80) {
            appendEscape(out, c);
            ++i;
            continue;
        }
        const std::size_t length = utf8SequenceLength(text.substr(i));
        if (length == 0) {
            out += Replacement;
            ++i;
        } else {
            out.append(text, i, length);
            i += length;
        }
    }
    out += '"';
}

void JsonWriter::separate()
{
    if (m_needsComma)
        m_out += ',';
    m_needsComma = true;
}

void JsonWriter::open(char bracket)
{
    separate();
    m_out += bracket;
    m_needsComma = false;
    ++m_depth;
}

void JsonWriter::close(char bracket)
{
    --m_depth;
    assert(m_depth >= 0);
    m_out += bracket;
    m_needsComma = true;
}

void JsonWriter::key(std::string_view name)
{
    separate();
    m_out += '"';
    m_out += name;
    m_out += "\":";
    m_needsComma = false;
}

void JsonWriter::escapedKey(std::string_view name)
{
    separate();
    appendJsonString(m_out, name);
    m_out += ':';
    m_needsComma = false;
}

void JsonWriter::value(std::string_view text)
{
    separate();
    appendJsonString(m_out, text);
}

void JsonWriter::value(bool flag)
{
    raw(flag ? "true" : "false");
}

void JsonWriter::value(double number)
{
    if (!std::isfinite(number)) {
        null();
        return;
    }
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    raw({text.data(), static_cast<std::size_t>(end - text.data())});
}

void JsonWriter::value(Instant at)
{
    separate();
    m_out += '"';
    appendInstant(m_out, at);
    m_out += '"';
}

void JsonWriter::integer(std::int64_t number)
{
    std::array<char, 24> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    raw({text.data(), static_cast<std::size_t>(end - text.data())});
}

void JsonWriter::natural(std::uint64_t number)
{
    std::array<char, 24> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    raw({text.data(), static_cast<std::size_t>(end - text.data())});
}

void JsonWriter::null()
{
    raw("null");
}

void JsonWriter::raw(std::string_view json)
{
    separate();
    m_out += json;
}

} // namespace resync

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/MetricsText.h"

#include "shared/core/Text.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace resync::console {

namespace {

bool isNameStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
}

bool isNamePart(char c)
{
    return isNameStart(c) || (c >= '0' && c <= '9');
}

/// Takes tokens off the front of one line.
class LineReader
{
public:
    explicit LineReader(std::string_view line)
        : m_rest(line)
    {}

    void skipBlanks()
    {
        while (!m_rest.empty() && (m_rest.front() == ' ' || m_rest.front() == '\t'))
            m_rest.remove_prefix(1);
    }
    [[nodiscard]] bool take(char c)
    {
        if (m_rest.empty() || m_rest.front() != c)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }
    [[nodiscard]] std::optional<std::string> name()
    {
        std::size_t length = 0;
        while (length < m_rest.size() && isNamePart(m_rest[length]))
            ++length;
        if (length == 0 || !isNameStart(m_rest.front()))
            return std::nullopt;
        std::string out(m_rest.substr(0, length));
        m_rest.remove_prefix(length);
        return out;
    }
    /// A quoted label value with \\, \" and \n.
    [[nodiscard]] std::optional<std::string> quoted()
    {
        if (!take('"'))
            return std::nullopt;
        std::string out;
        while (!m_rest.empty()) {
            char c = m_rest.front();
            m_rest.remove_prefix(1);
            if (c == '"')
                return out;
            if (c == '\\') {
                if (m_rest.empty())
                    return std::nullopt;
                c = m_rest.front() == 'n' ? '\n' : m_rest.front();
                m_rest.remove_prefix(1);
            }
            out += c;
        }
        return std::nullopt;
    }
    /// The value up to a blank; a time stamp behind it is left alone.
    [[nodiscard]] std::optional<double> number()
    {
        const std::string_view word = m_rest.substr(0, m_rest.find_first_of(" \t"));
        if (word == "+Inf" || word == "Inf")
            return std::numeric_limits<double>::infinity();
        if (word == "-Inf")
            return -std::numeric_limits<double>::infinity();
        if (word == "NaN")
            return std::numeric_limits<double>::quiet_NaN();
        double value = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (word.empty() || error != std::errc() || end != word.data() + word.size())
            return std::nullopt;
        return value;
    }

private:
    std::string_view m_rest;
};

bool readLabels(LineReader &reader, MetricLine &line)
{
    while (!reader.take('}')) {
        reader.skipBlanks();
        auto key = reader.name();
        if (!key || !reader.take('='))
            return false;
        auto value = reader.quoted();
        if (!value)
            return false;
        line.labels.emplace_back(std::move(*key), std::move(*value));
        reader.skipBlanks();
        const bool hasMore = reader.take(',');
        reader.skipBlanks();
        if (!hasMore)
            return reader.take('}');
    }
    return true;
}

std::optional<MetricLine> readLine(std::string_view text)
{
    LineReader reader(text);
    MetricLine line;
    auto name = reader.name();
    if (!name)
        return std::nullopt;
    line.name = std::move(*name);
    reader.skipBlanks();
    if (reader.take('{') && !readLabels(reader, line))
        return std::nullopt;
    reader.skipBlanks();
    const auto value = reader.number();
    if (!value)
        return std::nullopt;
    line.value = *value;
    return line;
}

} // namespace

std::string_view MetricLine::label(std::string_view key) const
{
    for (const auto &[name_, value_] : labels)
        if (name_ == key)
            return value_;
    return {};
}

Result<std::vector<MetricLine>> parseMetricsText(std::string_view text)
{
    std::vector<MetricLine> lines;
    std::size_t number = 0;
    for (const std::string_view raw : split(text, '\n')) {
        ++number;
        const std::string_view line = trimmed(raw);
        if (line.empty() || line.front() == '#')
            continue;
        auto read = readLine(line);
        if (!read)
            return fail(ErrorKind::Protocol,
                        "metrics line " + std::to_string(number) + ": not a sample");
        lines.push_back(std::move(*read));
    }
    return lines;
}

} // namespace resync::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace resync::domain {

/// A text to compare names with: "*" stands for any characters, "?" for one; the case of ASCII
/// letters is ignored. One without a slash means the last element of a path.
class Pattern
{
public:
    Pattern() = default;

    /// A pattern for \a text itself, without wildcards.
    [[nodiscard]] static Pattern literal(std::string_view text);

    void appendLiteral(char c);
    void appendAny() { m_text += Any; }
    void appendOne() { m_text += One; }

    [[nodiscard]] bool isEmpty() const { return m_text.empty(); }
    [[nodiscard]] bool hasWildcards() const;
    /// The characters, with the wildcards as "*" and "?".
    [[nodiscard]] std::string text() const;

    [[nodiscard]] bool matches(std::string_view text) const;
    /// Against the whole path if the pattern has a slash, else against its last element.
    [[nodiscard]] bool matchesPath(std::string_view path) const;
    /// The same for the path "folder/name".
    [[nodiscard]] bool matchesPath(std::string_view folder, std::string_view name) const;
    /// Whether \a text contains it; for a pattern without wildcards.
    [[nodiscard]] bool isIn(std::string_view text) const;
    /// Whether \a name contains it, or the path "folder/name" if the pattern has a slash.
    [[nodiscard]] bool isIn(std::string_view folder, std::string_view name) const;

private:
    static constexpr char Any = '\x01'; // control characters never come as literals
    static constexpr char One = '\x02';

    [[nodiscard]] bool hasSlash() const { return m_text.find('/') != std::string::npos; }

    std::string m_text; ///< lower case
};

} // namespace resync::domain

// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Pattern.h"

#include "shared/core/Text.h"

#include <algorithm>

namespace resync::domain {

namespace {

constexpr char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Bytes of the character at \a at; a byte that is not UTF-8 counts as one.
std::size_t characterLength(std::string_view text, std::size_t at)
{
    return std::max<std::size_t>(utf8SequenceLength(text.substr(at)), 1);
}

std::string joined(std::string_view folder, std::string_view name)
{
    std::string path(folder);
    if (!path.ends_with('/'))
        path += '/';
    return path += name;
}

} // namespace

Pattern Pattern::literal(std::string_view text)
{
    Pattern made;
    for (const char c : text)
        made.appendLiteral(c);
    return made;
}

void Pattern::appendLiteral(char c)
{
    m_text += lowered(c);
}

bool Pattern::hasWildcards() const
{
    return m_text.find_first_of(std::string{Any, One}) != std::string::npos;
}

std::string Pattern::text() const
{
    std::string out = m_text;
    std::replace(out.begin(), out.end(), Any, '*');
    std::replace(out.begin(), out.end(), One, '?');
    return out;
}

bool Pattern::matches(std::string_view text) const
{
    // Greedy with one point of return: the last "*" is the only one that has to be widened.
    constexpr std::size_t Nowhere = std::string_view::npos;
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t afterAny = Nowhere;
    std::size_t retry = 0;
    while (t < text.size()) {
        if (p < m_text.size() && m_text[p] == Any) {
            afterAny = ++p;
            retry = t;
        } else if (p < m_text.size() && m_text[p] == One) {
            t += characterLength(text, t);
            ++p;
        } else if (p < m_text.size() && m_text[p] == lowered(text[t])) {
            ++p;
            ++t;
        } else if (afterAny != Nowhere) {
            retry += characterLength(text, retry);
            p = afterAny;
            t = retry;
        } else {
            return false;
        }
    }
    return m_text.find_first_not_of(Any, p) == std::string::npos;
}

bool Pattern::matchesPath(std::string_view path) const
{
    if (hasSlash())
        return matches(path);
    return matches(path.substr(path.rfind('/') + 1)); // npos + 1 is the start
}

bool Pattern::matchesPath(std::string_view folder, std::string_view name) const
{
    if (!hasSlash())
        return matches(name);
    return matches(joined(folder, name));
}

bool Pattern::isIn(std::string_view text) const
{
    const auto found = std::search(text.begin(), text.end(), m_text.begin(), m_text.end(),
                                   [](char a, char b) { return lowered(a) == b; });
    return found != text.end();
}

bool Pattern::isIn(std::string_view folder, std::string_view name) const
{
    return hasSlash() ? isIn(joined(folder, name)) : isIn(name);
}

} // namespace resync::domain

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace resync::mirror {

/// Texts in one block of memory, named by a number. Number 0 is the empty text.
class TextTable
{
public:
    [[nodiscard]] std::string_view at(std::uint32_t number) const
    {
        return std::string_view(m_bytes).substr(m_starts[number],
                                                m_starts[number + 1] - m_starts[number]);
    }
    [[nodiscard]] std::size_t bytes() const
    {
        return m_bytes.capacity() + m_starts.capacity() * sizeof(std::uint32_t);
    }

    bool operator==(const TextTable &) const = default;

private:
    friend class TextTableBuilder;

    std::string m_bytes;
    std::vector<std::uint32_t> m_starts = {0, 0};
};

/// Fills a TextTable.
class TextTableBuilder
{
public:
    /// Adds a text that is seldom repeated (an id), without looking for an equal one.
    std::uint32_t add(std::string_view text)
    {
        if (text.empty())
            return 0;
        m_table.m_bytes.append(text);
        m_table.m_starts.push_back(static_cast<std::uint32_t>(m_table.m_bytes.size()));
        return static_cast<std::uint32_t>(m_table.m_starts.size()) - 2;
    }

    /// The number of an equal text, or a new one.
    std::uint32_t intern(std::string_view text)
    {
        if (text.empty())
            return 0;
        const auto known = m_numbers.find(std::string(text));
        if (known != m_numbers.end())
            return known->second;
        return m_numbers.emplace(text, add(text)).first->second;
    }

    [[nodiscard]] TextTable take()
    {
        m_table.m_bytes.shrink_to_fit();
        m_table.m_starts.shrink_to_fit();
        return std::move(m_table);
    }

private:
    TextTable m_table;
    std::unordered_map<std::string, std::uint32_t> m_numbers;
};

} // namespace resync::mirror

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace resync::mirror {

/// Texts in one block of memory, named by a number. Number 0 is the empty text.
class TextTable
{
public:
    static constexpr std::size_t MaxTextBytes = 16U << 10U; ///< longer texts are cut there
    static constexpr std::size_t MaxBytes = 1U << 30U;      ///< then further texts are empty

    [[nodiscard]] std::string_view at(std::uint32_t number) const
    {
        return std::string_view(m_bytes).substr(m_starts[number],
                                                m_starts[number + 1] - m_starts[number]);
    }
    [[nodiscard]] std::size_t count() const { return m_starts.size() - 1; }
    [[nodiscard]] std::size_t textBytes() const { return m_bytes.size(); }
    /// Bytes of memory.
    [[nodiscard]] std::size_t bytes() const
    {
        return m_bytes.capacity() + m_starts.capacity() * sizeof(std::uint32_t);
    }

private:
    friend class TextTableBuilder;

    std::string m_bytes;
    std::vector<std::uint32_t> m_starts = {0, 0};
};

/// Fills a TextTable. Thread: one.
class TextTableBuilder
{
public:
    TextTableBuilder() = default;
    /// Goes on with \a table, whose texts keep their numbers.
    explicit TextTableBuilder(TextTable table);

    /// Adds a text that is seldom repeated (an id), without looking for an equal one.
    std::uint32_t add(std::string_view text);
    /// The number of an equal text that was interned, or a new one.
    std::uint32_t intern(std::string_view text);

    [[nodiscard]] const TextTable &texts() const { return m_table; }
    [[nodiscard]] std::size_t bytes() const
    {
        return m_table.bytes() + m_slots.capacity() * sizeof(Slot);
    }
    [[nodiscard]] TextTable take();

private:
    struct Slot
    {
        std::uint32_t number = 0; ///< 0: free
        std::uint32_t hash = 0;   ///< spares a look at most of the texts that are others
    };

    /// Where \a text is or belongs among the slots.
    [[nodiscard]] std::size_t slotOf(std::string_view text, std::uint32_t hash) const;
    void grow();

    TextTable m_table;
    std::vector<Slot> m_slots; ///< open addressing; its size is a power of two
    std::size_t m_interned = 0;
};

} // namespace resync::mirror

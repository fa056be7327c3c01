// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/TextTable.h"

#include <cstring>
#include <utility>

namespace resync::mirror {

namespace {

constexpr std::size_t FirstSlots = 64;

/// At most MaxTextBytes, without half a character at the end.
std::string_view cut(std::string_view text)
{
    if (text.size() <= TextTable::MaxTextBytes)
        return text;
    std::size_t size = TextTable::MaxTextBytes;
    const auto isContinuation = [&](std::size_t i) {
        return (static_cast<unsigned char>(text[i]) & 0xc0U) == 0x80U;
    };
    while (size > 0 && isContinuation(size))
        --size;
    return text.substr(0, size);
}

/// Eight bytes a step: a plan brings a dozen texts a row, and each is looked up.
std::uint32_t hashOf(std::string_view text)
{
    constexpr std::uint64_t Odd = 0x9e37'79b9'7f4a'7c15U; // 2^64 / golden ratio
    std::uint64_t hash = text.size();
    const auto mix = [&hash](std::uint64_t word) {
        hash = (hash ^ word) * Odd;
        hash ^= hash >> 32U;
    };
    std::uint64_t word = 0;
    for (; text.size() > sizeof(word); text.remove_prefix(sizeof(word))) {
        std::memcpy(&word, text.data(), sizeof(word));
        mix(word);
    }
    word = 0;
    std::memcpy(&word, text.data(), text.size());
    mix(word);
    return static_cast<std::uint32_t>(hash);
}

} // namespace

TextTableBuilder::TextTableBuilder(TextTable table)
    : m_table(std::move(table))
{
    std::size_t slots = FirstSlots;
    while (slots < m_table.count() * 2)
        slots *= 2;
    m_slots.resize(slots);
    for (std::uint32_t number = 1; number < m_table.count(); ++number) {
        const std::uint32_t hash = hashOf(m_table.at(number));
        m_slots[slotOf(m_table.at(number), hash)] = {number, hash};
    }
    m_interned = m_table.count();
}

std::uint32_t TextTableBuilder::add(std::string_view text)
{
    text = cut(text);
    if (text.empty() || m_table.m_bytes.size() + text.size() > TextTable::MaxBytes)
        return 0;
    m_table.m_bytes.append(text);
    m_table.m_starts.push_back(static_cast<std::uint32_t>(m_table.m_bytes.size()));
    return static_cast<std::uint32_t>(m_table.m_starts.size()) - 2;
}

std::uint32_t TextTableBuilder::intern(std::string_view text)
{
    text = cut(text);
    if (text.empty())
        return 0;
    if (m_interned * 2 >= m_slots.size())
        grow();
    const std::uint32_t hash = hashOf(text);
    Slot &slot = m_slots[slotOf(text, hash)];
    if (slot.number == 0) {
        slot = {add(text), hash};
        m_interned += slot.number != 0 ? 1 : 0;
    }
    return slot.number;
}

std::size_t TextTableBuilder::slotOf(std::string_view text, std::uint32_t hash) const
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t at = hash & mask;
    const auto isOther = [&](const Slot &slot) {
        return slot.number != 0 && (slot.hash != hash || m_table.at(slot.number) != text);
    };
    while (isOther(m_slots[at]))
        at = (at + 1) & mask;
    return at;
}

void TextTableBuilder::grow()
{
    const auto old = std::exchange(
        m_slots, std::vector<Slot>(m_slots.empty() ? FirstSlots : m_slots.size() * 2));
    for (const Slot &slot : old)
        if (slot.number != 0)
            m_slots[slotOf(m_table.at(slot.number), slot.hash)] = slot;
}

TextTable TextTableBuilder::take()
{
    m_table.m_bytes.shrink_to_fit();
    m_table.m_starts.shrink_to_fit();
    m_slots.clear();
    m_interned = 0;
    return std::exchange(m_table, {});
}

} // namespace resync::mirror

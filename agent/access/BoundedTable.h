// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/KeyedHash.h"

#include <cstddef>
#include <list>
#include <unordered_map>
#include <utility>

namespace resync::access {

/// At most \c capacity values by digest; when it is full, the one that was touched longest ago
/// makes room. Thread: one at a time.
template<typename Value>
class BoundedTable
{
public:
    explicit BoundedTable(std::size_t capacity)
        : m_capacity(capacity)
    {}

    /// nullptr when absent; does not count as touching.
    [[nodiscard]] Value *find(const KeyedHash::Digest &key)
    {
        const auto found = m_index.find(key);
        return found == m_index.end() ? nullptr : &found->second->second;
    }

    /// The value of \a key, made when absent, now the youngest.
    [[nodiscard]] Value &touch(const KeyedHash::Digest &key)
    {
        if (const auto found = m_index.find(key); found != m_index.end()) {
            m_entries.splice(m_entries.end(), m_entries, found->second);
            return found->second->second;
        }
        if (m_entries.size() >= m_capacity)
            erase(m_entries.front().first);
        m_entries.emplace_back(key, Value{});
        m_index.emplace(key, std::prev(m_entries.end()));
        return m_entries.back().second;
    }

    void erase(KeyedHash::Digest key)
    {
        if (const auto found = m_index.find(key); found != m_index.end()) {
            m_entries.erase(found->second);
            m_index.erase(found);
        }
    }

    [[nodiscard]] std::size_t size() const { return m_entries.size(); }

private:
    using Entries = std::list<std::pair<KeyedHash::Digest, Value>>; // oldest first

    std::size_t m_capacity;
    Entries m_entries;
    std::unordered_map<KeyedHash::Digest, typename Entries::iterator, DigestHasher> m_index;
};

} // namespace resync::access

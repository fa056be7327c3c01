// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/SortedRows.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace resync::api {

SortedRows SortedRows::make(std::vector<std::string> keysByRow)
{
    SortedRows sorted;
    sorted.rows.resize(keysByRow.size());
    std::iota(sorted.rows.begin(), sorted.rows.end(), 0U);
    std::stable_sort(sorted.rows.begin(), sorted.rows.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return keysByRow[a] < keysByRow[b]; });
    sorted.keys.reserve(keysByRow.size());
    for (const std::uint32_t row : sorted.rows)
        sorted.keys.push_back(std::move(keysByRow[row]));
    return sorted;
}

std::shared_ptr<const SortedRows> SortedRowsCache::find(std::uint64_t generation,
                                                        const SortParts &parts,
                                                        const std::function<SortedRows()> &make)
{
    for (const Entry &entry : m_entries)
        if (entry.generation == generation && entry.parts == parts)
            return entry.rows;
    m_entries.push_front({generation, parts, std::make_shared<const SortedRows>(make())});
    if (m_entries.size() > MaxEntries)
        m_entries.pop_back();
    return m_entries.front().rows;
}

} // namespace resync::api

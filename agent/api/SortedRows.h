// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/Cursor.h"
#include "agent/api/SortOrder.h"

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

namespace resync::api {

/// Rows of a list in another order than that of their ids; equal keys stay in the order of ids.
struct SortedRows
{
    std::vector<std::string> keys;   ///< by position
    std::vector<std::uint32_t> rows; ///< by position: the row

    [[nodiscard]] static SortedRows make(std::vector<std::string> keysByRow);

    /// The first position behind the cursor's row, whether that row still exists or not.
    template<typename Rows>
    [[nodiscard]] std::size_t firstAfter(const Cursor &cursor, const Rows &list) const
    {
        std::size_t low = 0;
        std::size_t high = keys.size();
        while (low < high) {
            const std::size_t middle = low + (high - low) / 2;
            const int order = keys[middle].compare(cursor.key);
            const bool isBehind = order > 0 || (order == 0 && list.idAt(rows[middle]) > cursor.id);
            (isBehind ? high : low) = isBehind ? middle : middle + 1;
        }
        return low;
    }
};

/// The orders made last. Thread: one at a time (the read pool).
class SortedRowsCache
{
public:
    [[nodiscard]] std::shared_ptr<const SortedRows> find(std::uint64_t generation,
                                                         const SortParts &parts,
                                                         const std::function<SortedRows()> &make);

private:
    struct Entry
    {
        std::uint64_t generation;
        SortParts parts;
        std::shared_ptr<const SortedRows> rows;
    };
    static constexpr std::size_t MaxEntries = 4;

    std::list<Entry> m_entries; ///< newest first
};

} // namespace resync::api

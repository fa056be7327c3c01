// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/Tombstones.h"

#include "agent/mirror/JobTable.h"

#include <algorithm>

namespace resync::mirror {

void Tombstones::add(const std::vector<std::string> &ids, std::uint64_t generation)
{
    if (ids.size() > MaxCount) {
        restart(generation);
        return;
    }
    if (m_stones.size() + ids.size() > MaxCount) {
        const auto end =
            m_stones.begin() + static_cast<std::ptrdiff_t>(m_stones.size() + ids.size() - MaxCount);
        m_completeFrom = (end - 1)->generation;
        m_stones.erase(m_stones.begin(), end);
    }
    for (const std::string &id : ids)
        m_stones.push_back({id, generation});
}

void Tombstones::forgetThoseIn(const JobTable &jobs)
{
    std::erase_if(m_stones, [&](const Stone &stone) { return jobs.find(stone.id).has_value(); });
}

void Tombstones::restart(std::uint64_t generation)
{
    m_stones.clear();
    m_completeFrom = generation;
}

std::vector<std::string_view> Tombstones::after(std::uint64_t generation) const
{
    const auto first = std::upper_bound(
        m_stones.begin(), m_stones.end(), generation,
        [](std::uint64_t wanted, const Stone &stone) { return wanted < stone.generation; });
    std::vector<std::string_view> ids;
    for (auto at = first; at != m_stones.end(); ++at)
        ids.push_back(at->id);
    return ids;
}

} // namespace resync::mirror

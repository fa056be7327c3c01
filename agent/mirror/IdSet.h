// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/IdKey.h"

#include <string>
#include <string_view>
#include <unordered_set>

#include <boost/unordered/unordered_flat_set.hpp>

namespace resync::mirror {

/// Ids that were seen; of a UUID 16 bytes are kept, and no allocation is made for it alone.
class IdSet
{
public:
    void insert(std::string_view id)
    {
        const IdKey key(id);
        if (key.isUuid())
            m_uuids.insert(key.uuid());
        else
            m_texts.emplace(id);
    }
    [[nodiscard]] bool contains(const IdKey &id) const
    {
        return id.isUuid() ? m_uuids.contains(id.uuid())
                           : m_texts.contains(std::string(id.opaque()));
    }
    void clear()
    {
        m_uuids.clear();
        m_texts.clear();
    }

private:
    struct Hash
    {
        std::size_t operator()(const PackedUuid &uuid) const noexcept
        {
            return uuid.high ^ uuid.low; // they are random
        }
    };
    boost::unordered_flat_set<PackedUuid, Hash> m_uuids;
    std::unordered_set<std::string> m_texts;
};

} // namespace resync::mirror

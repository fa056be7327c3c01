// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/JobBatch.h"

#include <utility>

namespace resync::mirror {

void JobBatch::put(const domain::Job &job)
{
    if (job.id.value().size() > MaxIdBytes)
        return;
    const auto index = static_cast<std::uint32_t>(m_state.rows().size());
    const Structure::Row row = m_structure.pack(job);
    m_structure.append(row);
    m_structure.setPlanId(job.planId);
    m_state.rows().push_back(m_state.pack(job));
    addEntry(row, index, Entry::Kind::Put);
}

void JobBatch::remove(std::string_view id)
{
    if (id.size() <= MaxIdBytes)
        addEntry(m_structure.packId(id), 0, Entry::Kind::Remove);
}

void JobBatch::setDependencies(const domain::JobDependencies &) {}

void JobBatch::addEntry(const Structure::Row &row, std::uint32_t index, Entry::Kind kind)
{
    m_entries.push_back({row.uuid, row.opaqueId, index, kind});
}

std::size_t JobBatch::bytes() const
{
    return m_structure.bytes() + m_state.bytes() + m_entries.capacity() * sizeof(Entry);
}

JobBatch::Content JobBatch::take()
{
    return {m_structure.take(), m_state.take(), std::exchange(m_entries, {})};
}

} // namespace resync::mirror

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/JobBatch.h"

#include <optional>
#include <string>
#include <utility>

namespace resync::mirror {

namespace {

std::optional<domain::DependencyType> typeOf(std::string_view word)
{
    using Type = domain::DependencyType;
    for (const Type type : {Type::Job, Type::JobStream, Type::Resource, Type::Prompt, Type::File,
                            Type::Internetwork, Type::Join})
        if (toString(type) == word)
            return type;
    return std::nullopt;
}

std::uint8_t statusOf(std::string_view word)
{
    using Status = domain::DependencyStatus;
    for (const Status status :
         {Status::Satisfied, Status::Unsatisfied, Status::Undecided, Status::Unbound})
        if (toString(status) == word)
            return static_cast<std::uint8_t>(status);
    return Structure::Dependency::NoStatus;
}

} // namespace

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

void JobBatch::setDependencies(const domain::JobDependencies &list)
{
    if (list.job.value().size() > MaxIdBytes)
        return;
    DependencyList kept{static_cast<std::uint32_t>(m_dependencies.size()), 0, list.isComplete};
    for (const domain::Dependency &each : list.list) {
        const auto type = typeOf(each.type);
        if (!type) {
            kept.isComplete = false;
            continue;
        }
        m_dependencies.push_back({*type, statusOf(each.status), pack(each)});
        ++kept.count;
    }
    addEntry(m_structure.packId(list.job.value()), static_cast<std::uint32_t>(m_lists.size()),
             Entry::Kind::Dependencies);
    m_lists.push_back(kept);
}

Structure::External JobBatch::pack(const domain::Dependency &from)
{
    TextTableBuilder &texts = m_structure.textBuilder();
    std::string detail;
    for (const auto &[name, value] : from.detail)
        detail.append(name).append(1, '\0').append(value).append(1, '\0');
    return {texts.intern(from.targetId),          texts.intern(from.targetKind),
            texts.intern(from.targetRef),         texts.intern(from.targetName),
            texts.intern(from.targetWorkstation), texts.intern(detail)};
}

void JobBatch::addEntry(const Structure::Row &row, std::uint32_t index, Entry::Kind kind)
{
    m_entries.push_back({row.uuid, row.opaqueId, index, kind});
}

std::size_t JobBatch::bytes() const
{
    return m_structure.bytes() + m_state.bytes() + m_entries.capacity() * sizeof(Entry) +
           m_lists.capacity() * sizeof(DependencyList) +
           m_dependencies.capacity() * sizeof(Dependency);
}

void JobBatch::clear()
{
    const JobBatch old = std::move(*this); // assigning alone would keep the memory of a text
    *this = {};
}

JobBatch::Content JobBatch::take()
{
    return {m_structure.take(), m_state.take(), std::exchange(m_entries, {}),
            std::exchange(m_lists, {}), std::exchange(m_dependencies, {})};
}

} // namespace resync::mirror

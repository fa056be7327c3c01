// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/JobPacking.h"
#include "shared/domain/Dependency.h"
#include "shared/domain/Job.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace resync::mirror {

/// Rows that were read from the engine, kept in compact form until they are merged. Independent of
/// any table. Thread: one.
class JobBatch
{
public:
    static constexpr std::size_t MaxIdBytes = 1024; ///< a longer id is ignored, it was never an id

    /// Of equal ids the later one wins. All jobs are of one plan, that of the last one.
    void put(const domain::Job &job);
    /// The engine says that it is gone; a later put wins over it.
    void remove(std::string_view id);
    /// Of equal ids the later one wins; kept beside the row, which may be in the table already. A
    /// dependency of an unknown type makes the list incomplete.
    void setDependencies(const domain::JobDependencies &list);

    [[nodiscard]] std::size_t size() const { return m_entries.size(); } ///< calls that were kept
    [[nodiscard]] std::size_t bytes() const;                            ///< of memory, about
    [[nodiscard]] bool isEmpty() const { return m_entries.empty(); }
    void clear();

    // ---- for mergeJobs()
    struct Entry
    {
        enum class Kind : std::uint8_t { Put, Remove, Dependencies };

        PackedUuid uuid;
        std::uint32_t opaqueId = Structure::Row::NoText;
        std::uint32_t index = 0; ///< of the row, or of the dependency list
        Kind kind = Kind::Put;
    };
    struct Dependency
    {
        domain::DependencyType type = domain::DependencyType::Job;
        std::uint8_t status = Structure::Dependency::NoStatus;
        Structure::External target;
    };
    struct DependencyList
    {
        std::uint32_t first = 0; ///< index into dependencies
        std::uint32_t count = 0;
        bool isComplete = true;
    };
    struct Content
    {
        Structure structure;
        State state; ///< row for row beside structure
        std::vector<Entry> entries;
        std::vector<DependencyList> lists;
        std::vector<Dependency> dependencies;

        [[nodiscard]] IdKey idOf(const Entry &entry) const
        {
            return entry.opaqueId == Structure::Row::NoText
                       ? IdKey(entry.uuid)
                       : IdKey(structure.texts.at(entry.opaqueId));
        }
    };
    [[nodiscard]] Content take();

private:
    [[nodiscard]] Structure::External pack(const domain::Dependency &from);
    void addEntry(const Structure::Row &row, std::uint32_t index, Entry::Kind kind);

    StructureBuilder m_structure;
    StateBuilder m_state;
    std::vector<Entry> m_entries;
    std::vector<DependencyList> m_lists;
    std::vector<Dependency> m_dependencies;
};

} // namespace resync::mirror

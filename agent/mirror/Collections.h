// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace resync::mirror {

/// The parts of the plan that are read, invalidated and dated on their own.
enum class Collection : std::uint8_t { Jobs, JobStreams, Workstations };
inline constexpr std::size_t CollectionCount = 3;
inline constexpr std::array<Collection, CollectionCount> AllCollections = {
    Collection::Jobs, Collection::JobStreams, Collection::Workstations};
[[nodiscard]] std::string_view toString(Collection collection);

/// What an invalidation reaches: system = everything, jobs = jobs and job streams.
enum class Scope : std::uint8_t { System, Jobs, Workstations };
[[nodiscard]] std::string_view toString(Scope scope);
[[nodiscard]] std::optional<Scope> scopeFromWord(std::string_view word);
[[nodiscard]] bool covers(Scope scope, Collection collection);

/// A set of collections.
class CollectionSet
{
public:
    [[nodiscard]] static CollectionSet all();
    [[nodiscard]] static CollectionSet of(Scope scope);

    [[nodiscard]] bool has(Collection c) const { return (m_bits & bit(c)) != 0; }
    [[nodiscard]] bool isEmpty() const { return m_bits == 0; }
    void add(Collection c) { m_bits |= bit(c); }
    void add(CollectionSet other) { m_bits |= other.m_bits; }

    bool operator==(const CollectionSet &) const = default;

private:
    [[nodiscard]] static unsigned bit(Collection c) { return 1U << static_cast<unsigned>(c); }

    unsigned m_bits = 0;
};

} // namespace resync::mirror

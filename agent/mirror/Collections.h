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

} // namespace resync::mirror

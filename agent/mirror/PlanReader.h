// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Collections.h"
#include "agent/mirror/Engine.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace resync::mirror {

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

/// What one refresh brought home.
struct PlanRead
{
    domain::EngineIdentity engine;
    std::optional<std::vector<domain::Workstation>> workstations;
    std::optional<std::vector<domain::JobStream>> streams;
    std::optional<std::vector<domain::Job>> jobs;
    std::optional<int> divergence; ///< |engine's count − rows read|; none: the engine did not count
    std::uint64_t calls = 0;       ///< requests sent to the engine
    std::chrono::steady_clock::duration pingTook{}; ///< of the smallest request
};

/// Reads the wanted collections page after page, at most two pages at once. Answers once, with the
/// first error or with everything. Thread: the plan thread; \a engine must outlive the answer.
void readPlan(Engine &engine, CollectionSet wanted, std::size_t rowsPerPage,
              Callback<PlanRead> done);

} // namespace resync::mirror

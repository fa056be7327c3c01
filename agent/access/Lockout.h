// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/BoundedTable.h"
#include "shared/core/Clock.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>

namespace resync::access {

struct LockoutSettings
{
    std::chrono::seconds window{15 * 60};      ///< five failures within it lock
    std::chrono::seconds firstLock{30};        ///< doubles with each further lock …
    std::chrono::seconds longestLock{15 * 60}; ///< … up to this
    std::size_t capacity = 10'000; ///< pairs that are remembered; the oldest is forgotten
};

/// Counts failed logins by pair of account and address, so that nobody is locked out by somebody
/// else's guesses. The fifth failure within the window locks the pair; so does every further one
/// that follows within the window. A pair that was quiet for a window starts anew. Failures during
/// a lock do not count. Thread: any; the mutex is held for a table lookup.
class Lockout
{
public:
    Lockout(const Clock &clock, LockoutSettings settings);

    /// Nobody is remembered to have failed: there is nothing to look up. Takes no lock.
    [[nodiscard]] bool isEmpty() const { return m_size.load(std::memory_order_relaxed) == 0; }
    /// How long \a pair has to wait; nothing: it may try.
    [[nodiscard]] std::optional<std::chrono::milliseconds> remaining(const KeyedHash::Digest &pair);
    /// The length of the lock that this failure caused; nothing: none.
    std::optional<std::chrono::milliseconds> addFailure(const KeyedHash::Digest &pair);
    void forget(const KeyedHash::Digest &pair);

private:
    using TimePoint = std::chrono::steady_clock::time_point;

    struct Record
    {
        std::array<TimePoint, 5> failures{}; ///< a ring
        std::size_t count = 0;
        unsigned locks = 0;
        TimePoint lockedUntil{};
    };

    [[nodiscard]] bool isLockDue(const Record &record, TimePoint now) const;
    [[nodiscard]] bool isForgotten(const Record &record, TimePoint now) const;

    const Clock &m_clock;
    const LockoutSettings m_settings;
    std::mutex m_mutex; ///< guards m_records
    BoundedTable<Record> m_records;
    std::atomic<std::size_t> m_size{0}; ///< of m_records
};

} // namespace resync::access

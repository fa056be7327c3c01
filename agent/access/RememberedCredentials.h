// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/BoundedTable.h"
#include "agent/access/KeyedHash.h"
#include "shared/core/Clock.h"

#include <chrono>
#include <mutex>

namespace resync::access {

/// Credentials that a slow check found right, for five minutes, as keyed digests. The digest covers
/// the stored hash too: when that changes, or the account goes, nothing is remembered of it.
/// Thread: any; the mutex is held for a lookup.
class RememberedCredentials
{
public:
    static constexpr std::chrono::minutes Lifetime{5};

    explicit RememberedCredentials(const Clock &clock)
        : m_clock(clock)
    {}

    void add(const KeyedHash::Digest &credential)
    {
        const auto until = m_clock.steady() + Lifetime;
        const std::lock_guard guard(m_mutex);
        m_until.touch(credential) = until;
    }

    [[nodiscard]] bool contains(const KeyedHash::Digest &credential)
    {
        const auto now = m_clock.steady();
        const std::lock_guard guard(m_mutex);
        const auto *until = m_until.find(credential);
        return until != nullptr && now < *until;
    }

private:
    const Clock &m_clock;
    std::mutex m_mutex; ///< guards m_until
    BoundedTable<std::chrono::steady_clock::time_point> m_until{1000};
};

} // namespace resync::access

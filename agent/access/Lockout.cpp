// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/Lockout.h"

#include <algorithm>

namespace resync::access {

namespace {

using std::chrono::milliseconds;

milliseconds roundedUp(std::chrono::steady_clock::duration span)
{
    return std::chrono::ceil<milliseconds>(span);
}

} // namespace

Lockout::Lockout(const Clock &clock, LockoutSettings settings)
    : m_clock(clock)
    , m_settings(settings)
    , m_records(settings.capacity)
{}

std::optional<milliseconds> Lockout::remaining(const KeyedHash::Digest &pair)
{
    const TimePoint now = m_clock.steady();
    const std::lock_guard guard(m_mutex);
    const Record *record = m_records.find(pair);
    if (record == nullptr || record->locks == 0 || record->lockedUntil <= now)
        return std::nullopt;
    return roundedUp(record->lockedUntil - now);
}

std::optional<milliseconds> Lockout::addFailure(const KeyedHash::Digest &pair)
{
    const TimePoint now = m_clock.steady();
    const std::lock_guard guard(m_mutex);
    Record &record = m_records.touch(pair);
    m_size = m_records.size();
    if (isForgotten(record, now))
        record = {};
    if (record.locks > 0 && record.lockedUntil > now)
        return roundedUp(record.lockedUntil - now); // another thread was faster
    record.failures[record.count++ % record.failures.size()] = now;
    if (!isLockDue(record, now))
        return std::nullopt;
    constexpr unsigned MaxDoublings = 16; // far beyond longestLock, and no overflow
    const auto lock = std::min<std::chrono::seconds>(
        m_settings.longestLock,
        m_settings.firstLock * (1U << std::min(record.locks, MaxDoublings)));
    ++record.locks;
    record.lockedUntil = now + lock;
    return lock;
}

void Lockout::forget(const KeyedHash::Digest &pair)
{
    const std::lock_guard guard(m_mutex);
    m_records.erase(pair);
    m_size = m_records.size();
}

/// After a first lock any failure locks again: whoever types a password right needs no sixth guess.
bool Lockout::isLockDue(const Record &record, TimePoint now) const
{
    if (record.locks > 0)
        return true;
    const std::size_t size = record.failures.size();
    return record.count >= size && now - record.failures[record.count % size] <= m_settings.window;
}

bool Lockout::isForgotten(const Record &record, TimePoint now) const
{
    if (record.count == 0)
        return false;
    const TimePoint last = record.failures[(record.count - 1) % record.failures.size()];
    return now - std::max(last, record.lockedUntil) > m_settings.window;
}

} // namespace resync::access

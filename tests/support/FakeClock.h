// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Clock.h"

#include <atomic>
#include <chrono>

namespace resync::test {

/// A clock that moves when the test says so. Thread: any.
class FakeClock final : public Clock
{
public:
    /// Begins at 2026-11-24T01:00:00Z.
    FakeClock() = default;
    explicit FakeClock(Instant start)
        : m_start(start)
    {}

    [[nodiscard]] Instant now() const override { return m_start + passed(); }
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override
    {
        return std::chrono::steady_clock::time_point(std::chrono::hours(1)) + passed();
    }

    void advance(milliseconds span) { m_passed += span.count(); }

private:
    [[nodiscard]] milliseconds passed() const { return milliseconds(m_passed.load()); }

    Instant m_start{milliseconds(1'795'482'000'000)};
    std::atomic<milliseconds::rep> m_passed{0};
};

} // namespace resync::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/EngineSettings.h"

#include <chrono>
#include <cstddef>
#include <vector>

namespace resync::engine {

/// Which of several masters to ask. Stays with one that works, moves to the next when it fails,
/// and gives the first another chance a minute after leaving it.
class HostList
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::seconds ReturnAfter{60};

    explicit HostList(std::vector<HostAddress> hosts);

    [[nodiscard]] std::size_t count() const { return m_hosts.size(); }
    [[nodiscard]] const HostAddress &at(std::size_t index) const { return m_hosts.at(index); }
    [[nodiscard]] std::size_t next(std::size_t index) const { return (index + 1) % count(); }

    /// The one to ask now.
    [[nodiscard]] std::size_t current(TimePoint now);
    /// It could not be reached, or answered 5xx. Later calls start at the next one, unless another
    /// call has moved on already.
    void failed(std::size_t index, TimePoint now);

private:
    std::vector<HostAddress> m_hosts;
    std::size_t m_current = 0;
    TimePoint m_leftFirstAt{};
};

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/EngineSettings.h"
#include "agent/mirror/Engine.h"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

namespace resync::engine {

/// Which of several masters to ask. Stays with one that works, moves to the next when it fails,
/// and gives the first another chance a minute after leaving it. Thread: the plan thread; states()
/// any.
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

    void noteAnswer(std::size_t index, Instant at);
    void noteError(std::size_t index, std::string error);
    [[nodiscard]] std::vector<mirror::EngineHostState> states() const;

private:
    const std::vector<HostAddress> m_hosts;
    mutable std::mutex m_mutex; ///< guards what follows
    std::vector<mirror::EngineHostState> m_states;
    std::size_t m_current = 0;
    TimePoint m_leftFirstAt{};
};

} // namespace resync::engine

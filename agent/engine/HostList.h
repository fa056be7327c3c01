// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/EngineSettings.h"
#include "agent/mirror/Engine.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace resync::engine {

/// Which of several masters to ask. Stays with one that works and moves to the next when it fails.
/// A minute after leaving the first one, and every minute from then on, a single call tries that
/// again; once it answers, all go there. Thread: the plan thread; states() any.
class HostList
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::seconds ReturnAfter{60};

    explicit HostList(std::vector<HostAddress> hosts);

    [[nodiscard]] std::size_t count() const { return m_hosts.size(); }
    [[nodiscard]] const HostAddress &at(std::size_t index) const { return m_hosts.at(index); }
    /// The one that all are sent to, else the next of the list, that is not in \a tried (a set of
    /// indices); none: all were.
    [[nodiscard]] std::optional<std::size_t> other(const std::set<std::size_t> &tried) const;

    /// The one to ask now. \a mayTry: the call may be the one that tries the first host again,
    /// which costs it a connect timeout while that is away.
    [[nodiscard]] std::size_t current(TimePoint now, bool mayTry);
    /// It could not be reached, or answered 5xx. Later calls start at the next one, unless another
    /// call has moved on already.
    void failed(std::size_t index, TimePoint now);

    /// It answered as an engine does. All calls go to the first one again if it was being tried.
    void noteAnswer(std::size_t index, Instant at);
    void noteError(std::size_t index, std::string error);
    [[nodiscard]] std::vector<mirror::EngineHostState> states() const;
    /// How often the host was changed: another may be another engine.
    [[nodiscard]] std::uint64_t moves() const;

private:
    void moveTo(std::size_t index);

    const std::vector<HostAddress> m_hosts;
    mutable std::mutex m_mutex; ///< guards what follows
    std::vector<mirror::EngineHostState> m_states;
    std::size_t m_current = 0;
    TimePoint m_nextReturnAt{};
    bool m_isTryingFirst = false;
    std::uint64_t m_moves = 0;
};

} // namespace resync::engine

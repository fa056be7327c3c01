// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/EngineSettings.h"

#include <chrono>
#include <cstddef>
#include <vector>

namespace resync::engine {

/// Which of the engine's hosts is asked: the next one after a failure, the first one again 60 s
/// later. Thread: one.
class HostList
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    explicit HostList(std::vector<Host> hosts)
        : m_hosts(std::move(hosts))
    {}

    [[nodiscard]] const Host &current(TimePoint now);
    /// \a failed could not be reached; when it is still the current one, the next takes over.
    void moveOn(const Host &failed, TimePoint now);
    [[nodiscard]] std::size_t size() const { return m_hosts.size(); }

private:
    std::vector<Host> m_hosts;
    std::size_t m_current = 0;
    TimePoint m_movedAt{};
};

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace resync::simulator {

/// What the engine side was asked: the proof that a client called, or did not. Every call counts
/// when it arrives, also one that is refused or left hanging.
/// Thread: any.
class Counters
{
public:
    struct Snapshot
    {
        std::uint64_t total = 0;
        std::map<std::string, std::uint64_t> operations;
        std::uint64_t unauthorized = 0;
        std::uint64_t rows = 0; ///< objects sent in lists
        unsigned inFlight = 0;
        unsigned maxConcurrency = 0; ///< the most calls in flight at once since the last reset
    };

    void begin(std::string_view operation);
    void end();
    void noteUnauthorized();
    void noteRows(std::size_t count);
    /// Calls in flight stay; maxConcurrency starts again from them.
    void reset();
    [[nodiscard]] Snapshot snapshot() const;

private:
    mutable std::mutex m_mutex;
    Snapshot m_counts;
};

} // namespace resync::simulator

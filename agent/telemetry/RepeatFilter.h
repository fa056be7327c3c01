// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Log.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace resync::telemetry {

/// Keeps one fault from filling the disk: of lines with the same category and message the first few
/// of each window pass, the others are counted. Debug lines always pass. Thread: any.
class RepeatFilter
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    static constexpr std::uint64_t LinesPerWindow = 20;
    static constexpr std::chrono::seconds Window{10};
    static constexpr std::size_t MaxMessages = 256; ///< watched at once; others pass uncounted

    /// How often a line was held back in a window that is over.
    struct Repeated
    {
        log::Level level = log::Level::Info;
        std::string category;
        std::string message;
        std::uint64_t count = 0;

        bool operator==(const Repeated &) const = default;
    };

    /// Whether the line passes.
    [[nodiscard]] bool admit(log::Level level, std::string_view category, std::string_view message,
                             TimePoint now);
    /// What is to be told of the windows that are over; each is told once.
    [[nodiscard]] std::vector<Repeated> takeOver(TimePoint now);
    /// The same for all windows, at the end.
    [[nodiscard]] std::vector<Repeated> takeAll() { return takeOver(TimePoint::max()); }

private:
    struct Run
    {
        log::Level level = log::Level::Info;
        TimePoint began;
        std::uint64_t lines = 0;
    };

    std::mutex m_mutex; ///< guards the runs
    std::map<std::pair<std::string, std::string>, Run> m_runs;
};

} // namespace resync::telemetry

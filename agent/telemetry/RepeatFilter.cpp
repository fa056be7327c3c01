// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/RepeatFilter.h"

namespace resync::telemetry {

bool RepeatFilter::admit(log::Level level, std::string_view category, std::string_view message,
                         TimePoint now)
{
    if (level == log::Level::Debug)
        return true;
    const std::lock_guard lock(m_mutex);
    std::pair key{std::string(category), std::string(message)};
    const auto found = m_runs.find(key);
    if (found == m_runs.end()) {
        if (m_runs.size() < MaxMessages)
            m_runs.emplace(std::move(key), Run{level, now, 1});
        return true;
    }
    return ++found->second.lines <= LinesPerWindow;
}

std::vector<RepeatFilter::Repeated> RepeatFilter::takeOver(TimePoint now)
{
    std::vector<Repeated> over;
    const std::lock_guard lock(m_mutex);
    for (auto it = m_runs.begin(); it != m_runs.end();) {
        const Run &run = it->second;
        if (now < run.began + Window) {
            ++it;
            continue;
        }
        if (run.lines > LinesPerWindow)
            over.push_back(
                {run.level, it->first.first, it->first.second, run.lines - LinesPerWindow});
        it = m_runs.erase(it);
    }
    return over;
}

} // namespace resync::telemetry

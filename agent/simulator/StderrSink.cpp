// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/StderrSink.h"

#include "shared/core/Clock.h"

#include <cstdio>

namespace resync::simulator {

bool StderrSink::accepts(log::Level level, std::string_view) const
{
    return level >= m_threshold;
}

void StderrSink::write(log::Level level, std::string_view category, std::string_view message,
                       const log::Fields &fields)
{
    std::string line = formatInstant(SystemClock().now());
    line.append(" ").append(log::toString(level)).append(" ").append(category);
    line.append(" ").append(message);
    for (const log::Field &field : fields)
        line.append(" ").append(field.name).append("=").append(field.value);
    line += '\n';
    const std::lock_guard lock(m_mutex);
    std::fwrite(line.data(), 1, line.size(), stderr);
}

} // namespace resync::simulator

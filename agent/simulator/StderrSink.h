// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Log.h"

#include <mutex>

namespace resync::simulator {

/// Log lines on the standard error stream: time, level, category, message, fields.
class StderrSink final : public log::Sink
{
public:
    explicit StderrSink(log::Level threshold)
        : m_threshold(threshold)
    {}

    [[nodiscard]] bool accepts(log::Level level, std::string_view category) const override;
    void write(log::Level level, std::string_view category, std::string_view message,
               const log::Fields &fields) override;

private:
    log::Level m_threshold;
    std::mutex m_mutex;
};

} // namespace resync::simulator

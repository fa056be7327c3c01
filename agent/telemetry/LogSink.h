// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/telemetry/LogLevels.h"
#include "shared/core/Clock.h"
#include "shared/core/Log.h"

#include <atomic>
#include <cstdio>
#include <memory>
#include <optional>
#include <string_view>

namespace resync::telemetry {

/// Auto: text on a terminal, JSON elsewhere.
enum class LogFormat { Auto, Text, Json };
/// "auto", "text", "json".
[[nodiscard]] std::optional<LogFormat> logFormatFromWord(std::string_view word);

struct LogSettings
{
    LogLevels levels;
    LogFormat format = LogFormat::Auto;
    std::FILE *stream = stderr; ///< stays the caller's
};

/// The process's log: one line a call, written whole and flushed at once. Give it to log::install,
/// and take it out again before it dies. Thread: write may be called from any thread at once.
class LogSink final : public log::Sink
{
public:
    LogSink(const Clock &clock, LogSettings settings);
    ~LogSink() override;

    /// From now on. Thread: any.
    void setLevels(LogLevels levels);

    [[nodiscard]] bool accepts(log::Level level, std::string_view category) const override;
    void write(log::Level level, std::string_view category, std::string_view message,
               const log::Fields &fields) override;

private:
    class Backend;

    const Clock &m_clock;
    std::atomic<std::shared_ptr<const LogLevels>> m_levels;
    const bool m_isJson;
    std::unique_ptr<Backend> m_backend;
};

} // namespace resync::telemetry

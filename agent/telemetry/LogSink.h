// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/telemetry/LogLevels.h"
#include "agent/telemetry/RepeatFilter.h"
#include "shared/core/Clock.h"
#include "shared/core/Log.h"

#include <atomic>
#include <cstdio>
#include <memory>
#include <optional>
#include <string_view>

namespace resync::telemetry {

/// Auto: the journal where systemd has connected the stream to it, else text on a terminal and JSON
/// elsewhere.
enum class LogFormat { Auto, Text, Json };
/// "auto", "text", "json".
[[nodiscard]] std::optional<LogFormat> logFormatFromWord(std::string_view word);

struct LogSettings
{
    LogLevels levels;
    LogFormat format = LogFormat::Auto;
    std::FILE *stream = stderr; ///< stays the caller's
};

/// The process's log: one line a call, written whole and flushed at once; many of the same are
/// counted instead (RepeatFilter), but for the access log and the audit (category access). Give it
/// to log::install, and take it out again before it dies. Thread: write may be called from any
/// thread at once.
class LogSink final : public log::Sink
{
public:
    LogSink(const Clock &clock, LogSettings settings);
    ~LogSink() override;

    /// From now on. Thread: any.
    void setLevels(LogLevels levels);

    /// Tells what was held back; to be called every few seconds. Thread: any.
    void tellRepeats();

    [[nodiscard]] bool accepts(log::Level level, std::string_view category) const override;
    void write(log::Level level, std::string_view category, std::string_view message,
               const log::Fields &fields) override;

private:
    class Backend;
    enum class Form { Text, Json, Journal };

    [[nodiscard]] static Form formOf(const LogSettings &settings);
    void tell(const std::vector<RepeatFilter::Repeated> &repeated);
    void put(log::Level level, std::string_view category, std::string_view message,
             const log::Fields &fields);

    const Clock &m_clock;
    std::atomic<std::shared_ptr<const LogLevels>> m_levels;
    const Form m_form;
    RepeatFilter m_repeats;
    std::unique_ptr<Backend> m_backend;
};

} // namespace resync::telemetry

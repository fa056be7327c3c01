// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/LogSink.h"

#include "agent/telemetry/AccessLog.h"
#include "agent/telemetry/Journal.h"
#include "agent/telemetry/LogLine.h"

#include <spdlog/details/console_globals.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <cstdlib>
#include <unistd.h>

namespace resync::telemetry {

namespace {

spdlog::level::level_enum backendLevel(log::Level level)
{
    switch (level) {
    case log::Level::Debug:
        return spdlog::level::debug;
    case log::Level::Info:
        return spdlog::level::info;
    case log::Level::Warning:
        return spdlog::level::warn;
    case log::Level::Error:
        break;
    }
    return spdlog::level::err;
}

/// spdlog's sink with its mutex, for a stream of our choice.
class StreamSink final : public spdlog::sinks::stdout_sink_base<spdlog::details::console_mutex>
{
public:
    explicit StreamSink(std::FILE *stream)
        : stdout_sink_base(stream)
    {}
};

} // namespace

class LogSink::Backend
{
public:
    explicit Backend(std::FILE *stream)
        : m_logger("resync", std::make_shared<StreamSink>(stream))
    {
        m_logger.set_pattern("%v");
        m_logger.set_level(spdlog::level::trace); // levels are ours, by category
    }

    void write(log::Level level, std::string_view line)
    {
        m_logger.log(backendLevel(level), spdlog::string_view_t(line.data(), line.size()));
    }

private:
    spdlog::logger m_logger;
};

std::optional<LogFormat> logFormatFromWord(std::string_view word)
{
    if (word == "auto")
        return LogFormat::Auto;
    if (word == "text")
        return LogFormat::Text;
    return word == "json" ? std::optional(LogFormat::Json) : std::nullopt;
}

LogSink::LogSink(const Clock &clock, LogSettings settings)
    : m_clock(clock)
    , m_levels(std::make_shared<const LogLevels>(std::move(settings.levels)))
    , m_form(formOf(settings))
    , m_backend(std::make_unique<Backend>(settings.stream))
{}

LogSink::~LogSink()
{
    tell(m_repeats.takeAll());
}

LogSink::Form LogSink::formOf(const LogSettings &settings)
{
    if (settings.format != LogFormat::Auto)
        return settings.format == LogFormat::Json ? Form::Json : Form::Text;
    const int descriptor = ::fileno(settings.stream);
    if (isJournalStream(descriptor, std::getenv("JOURNAL_STREAM")))
        return Form::Journal;
    return ::isatty(descriptor) != 0 ? Form::Text : Form::Json;
}

void LogSink::setLevels(LogLevels levels)
{
    m_levels.store(std::make_shared<const LogLevels>(std::move(levels)));
}

bool LogSink::accepts(log::Level level, std::string_view category) const
{
    return m_levels.load()->accepts(level, category);
}

void LogSink::write(log::Level level, std::string_view category, std::string_view message,
                    const log::Fields &fields)
{
    // who was let in or turned away must be found line by line
    const bool isEach =
        (category == "http" && message == AccessMessage) || category == AuditCategory;
    if (isEach || m_repeats.admit(level, category, message, m_clock.steady()))
        put(level, category, message, fields);
}

void LogSink::tellRepeats()
{
    tell(m_repeats.takeOver(m_clock.steady()));
}

void LogSink::tell(const std::vector<RepeatFilter::Repeated> &repeated)
{
    for (const auto &line : repeated)
        put(line.level, line.category,
            line.message + " … repeated " + std::to_string(line.count) + " times", {});
}

void LogSink::put(log::Level level, std::string_view category, std::string_view message,
                  const log::Fields &fields)
{
    const LogLine line{m_clock.now(), level, category, message, fields};
    if (m_form == Form::Journal && sendToJournal(line))
        return;
    m_backend->write(level, m_form == Form::Text ? textLine(line) : jsonLine(line));
}

} // namespace resync::telemetry

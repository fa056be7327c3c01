// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/Log.h"

#include "shared/core/JsonWriter.h"

#include <atomic>

namespace resync::log {

namespace {
std::atomic<Sink *> s_sink{nullptr};
} // namespace

std::string_view toString(Level level)
{
    switch (level) {
    case Level::Debug:
        return "debug";
    case Level::Info:
        return "info";
    case Level::Warning:
        return "warning";
    case Level::Error:
        break;
    }
    return "error";
}

std::string numberText(double number)
{
    std::string text;
    JsonWriter(text).value(number);
    return text;
}

void install(Sink *sink)
{
    s_sink.store(sink, std::memory_order_release);
}

bool isEnabled(Level level, std::string_view category)
{
    const Sink *sink = s_sink.load(std::memory_order_acquire);
    return sink != nullptr && sink->accepts(level, category);
}

void write(Level level, std::string_view category, std::string_view message, const Fields &fields)
{
    Sink *sink = s_sink.load(std::memory_order_acquire);
    if (sink != nullptr && sink->accepts(level, category))
        sink->write(level, category, message, fields);
}

} // namespace resync::log

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace resync::log {

enum class Level { Debug, Info, Warning, Error };

[[nodiscard]] std::string_view toString(Level level);

/// A JSON number, whatever the process's locale is; "null" when it is not finite.
[[nodiscard]] std::string numberText(double number);
template<typename T>
requires std::is_integral_v<T>
[[nodiscard]] std::string numberText(T number)
{
    return std::to_string(number);
}

/// A named fact of a log line. Never a secret, never a body.
struct Field
{
    std::string name;
    std::string value;
    bool isNumber = false; ///< written without quotes in JSON

    Field(std::string_view fieldName, std::string_view text)
        : name(fieldName)
        , value(text)
    {}
    Field(std::string_view fieldName, const char *text)
        : name(fieldName)
        , value(text)
    {}
    Field(std::string_view fieldName, const std::string &text)
        : name(fieldName)
        , value(text)
    {}
    template<typename T>
    requires std::is_arithmetic_v<T> Field(std::string_view fieldName, T number)
        : name(fieldName)
        , value(numberText(number))
        , isNumber(true)
    {}
};

using Fields = std::vector<Field>;

/// Where lines go. Thread: write may be called from any thread at once.
class Sink
{
public:
    Sink() = default;
    Sink(const Sink &) = delete;
    Sink &operator=(const Sink &) = delete;
    virtual ~Sink() = default;

    [[nodiscard]] virtual bool accepts(Level level, std::string_view category) const = 0;
    virtual void write(Level level, std::string_view category, std::string_view message,
                       const Fields &fields) = 0;
};

/// The process's sink; nullptr: lines are dropped. The caller keeps ownership and removes the sink
/// before it dies. Categories: http engine mirror config access app (simulator: sim).
void install(Sink *sink);

[[nodiscard]] bool isEnabled(Level level, std::string_view category);
void write(Level level, std::string_view category, std::string_view message, const Fields &fields);

inline void debug(std::string_view category, std::string_view message, const Fields &fields = {})
{
    write(Level::Debug, category, message, fields);
}
inline void info(std::string_view category, std::string_view message, const Fields &fields = {})
{
    write(Level::Info, category, message, fields);
}
inline void warning(std::string_view category, std::string_view message, const Fields &fields = {})
{
    write(Level::Warning, category, message, fields);
}
inline void error(std::string_view category, std::string_view message, const Fields &fields = {})
{
    write(Level::Error, category, message, fields);
}

} // namespace resync::log

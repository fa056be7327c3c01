// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/JsonFields.h"

#include "shared/core/Text.h"

#include <algorithm>
#include <limits>

namespace resync::engine {

namespace {

using simdjson::ondemand::json_type;

/// The text of a string; nothing for another type.
error_code readText(JsonValue &value, std::optional<std::string_view> &out)
{
    if (!isType(value, json_type::string))
        return simdjson::SUCCESS;
    std::string_view text;
    if (const error_code error = value.get_string().get(text))
        return error;
    out = text;
    return simdjson::SUCCESS;
}

template<typename T, typename Parse>
error_code readParsed(JsonValue &value, std::optional<T> &out, Parse parse)
{
    std::optional<std::string_view> text;
    if (const error_code error = readText(value, text))
        return error;
    if (text)
        if (const auto parsed = parse(*text))
            out = parsed;
    return simdjson::SUCCESS;
}

} // namespace

error_code read(JsonValue &value, std::string &out)
{
    std::optional<std::string_view> text;
    const error_code error = readText(value, text);
    if (text)
        out = *text;
    return error;
}

error_code read(JsonValue &value, std::optional<std::string> &out)
{
    std::optional<std::string_view> text;
    const error_code error = readText(value, text);
    if (text)
        out = std::string(*text);
    return error;
}

error_code read(JsonValue &value, std::optional<long long> &out)
{
    if (!isType(value, json_type::number))
        return simdjson::SUCCESS;
    std::int64_t number = 0;
    if (value.get_int64().get(number) ==
        simdjson::SUCCESS) // a fraction is no whole number: unknown
        out = number;
    return simdjson::SUCCESS;
}

error_code read(JsonValue &value, std::optional<int> &out)
{
    std::optional<long long> number;
    const error_code error = read(value, number);
    if (number && *number >= std::numeric_limits<int>::min() &&
        *number <= std::numeric_limits<int>::max())
        out = static_cast<int>(*number);
    return error;
}

error_code read(JsonValue &value, std::optional<bool> &out)
{
    if (!isType(value, json_type::boolean))
        return simdjson::SUCCESS;
    bool flag = false;
    if (value.get_bool().get(flag) == simdjson::SUCCESS)
        out = flag;
    return simdjson::SUCCESS;
}

error_code read(JsonValue &value, std::optional<Instant> &out)
{
    return readParsed(value, out, parseInstant);
}

error_code read(JsonValue &value, std::optional<milliseconds> &out)
{
    return readParsed(value, out, parseIsoDuration);
}

error_code read(JsonValue &value, std::optional<std::vector<std::string>> &out)
{
    if (!isType(value, json_type::array))
        return simdjson::SUCCESS;
    std::vector<std::string> &texts = out.emplace();
    return forEachItem(value, [&](JsonValue &item) {
        std::optional<std::string> text;
        const error_code error = read(item, text);
        if (text)
            texts.push_back(std::move(*text));
        return error;
    });
}

std::string lowerSnake(std::string_view word)
{
    std::string out = toLower(word);
    std::replace_if(
        out.begin(), out.end(), [](char c) { return c == '-' || c == ' '; }, '_');
    return out;
}

void makePath(std::string &workstation)
{
    if (!workstation.empty() && workstation.front() != '/')
        workstation.insert(workstation.begin(), '/');
}

} // namespace resync::engine

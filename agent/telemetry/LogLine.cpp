// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/LogLine.h"

#include "shared/core/JsonWriter.h"
#include "shared/core/Text.h"

#include <algorithm>
#include <cctype>

namespace resync::telemetry {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// RFC 8259 §6 without an exponent, which std::to_string never writes. A comma locale can make it
/// write "1,5": that is no number.
bool isJsonNumber(std::string_view text)
{
    if (text.starts_with('-'))
        text.remove_prefix(1);
    const auto point = std::min(text.find('.'), text.size());
    const std::string_view whole = text.substr(0, point);
    const std::string_view decimals = text.substr(std::min(point + 1, text.size()));
    const bool hasWhole = !whole.empty() && std::all_of(whole.begin(), whole.end(), isDigit) &&
                          (whole.size() == 1 || whole[0] != '0');
    const bool hasDecimals =
        !decimals.empty() && std::all_of(decimals.begin(), decimals.end(), isDigit);
    return hasWhole && (point == text.size() || hasDecimals);
}

bool isControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

/// \a text on one line: control characters as \n or \x1b, bad bytes as U+FFFD.
void appendOneLine(std::string &out, std::string_view text)
{
    static constexpr std::string_view Hex = "0123456789abcdef";
    while (!text.empty()) {
        const std::size_t length = utf8SequenceLength(text);
        if (length == 0) {
            out += "\xEF\xBF\xBD";
        } else if (text[0] == '\n') {
            out += "\\n";
        } else if (isControl(text[0])) {
            const auto byte = static_cast<unsigned char>(text[0]);
            out += "\\x";
            out += Hex[byte >> 4];
            out += Hex[byte & 15];
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
}

void appendField(std::string &out, const log::Field &field)
{
    const auto needsQuotes = [](char c) {
        return c == ' ' || c == '"' || c == '=' || c == '\\' || isControl(c);
    };
    out += ' ';
    out += field.name;
    out += '=';
    const bool isPlain =
        !field.value.empty() && std::none_of(field.value.begin(), field.value.end(), needsQuotes);
    if (isPlain)
        appendOneLine(out, field.value);
    else
        appendJsonString(out, field.value);
}

void writeField(JsonWriter &json, const log::Field &field)
{
    json.key(field.name);
    if (field.isNumber && isJsonNumber(field.value))
        json.raw(field.value);
    else
        json.value(field.value);
}

} // namespace

std::string messageLine(const LogLine &line)
{
    std::string out(line.category);
    out += ": ";
    appendOneLine(out, line.message);
    for (const log::Field &field : line.fields)
        appendField(out, field);
    return out;
}

std::string textLine(const LogLine &line)
{
    constexpr std::size_t LevelWidth = 8; // "WARNING " is the longest
    std::string out;
    appendInstant(out, line.at);
    std::string level = toUpper(log::toString(line.level));
    level.resize(LevelWidth, ' ');
    return out + ' ' + level + messageLine(line);
}

std::string jsonLine(const LogLine &line)
{
    std::string out;
    JsonWriter json(out);
    json.beginObject();
    json.member("time", line.at);
    json.member("level", log::toString(line.level));
    json.member("category", line.category);
    json.member("message", line.message);
    for (const log::Field &field : line.fields) {
        if (field.name == RequestIdField)
            json.member(RequestIdField, field.value);
    }
    json.key("fields");
    json.beginObject();
    for (const log::Field &field : line.fields) {
        if (field.name != RequestIdField)
            writeField(json, field);
    }
    json.endObject();
    json.endObject();
    return out;
}

} // namespace resync::telemetry

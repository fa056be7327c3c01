// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/DotEnv.h"

#include "agent/config/Names.h"
#include "shared/core/Result.h"
#include "shared/core/Text.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

namespace resync::config {

namespace {

constexpr bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

bool isName(std::string_view text)
{
    const auto fits = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '_';
    };
    return !text.empty() && !(text[0] >= '0' && text[0] <= '9') &&
           std::all_of(text.begin(), text.end(), fits);
}

/// Whether \a rest, which follows a closing quote, is blank or a comment.
bool isTail(std::string_view rest)
{
    const std::string_view bare = trimmed(rest);
    return bare.empty() || (bare[0] == '#' && isBlank(rest[0]));
}

std::string bareValue(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '#' && i > 0 && isBlank(text[i - 1]))
            return std::string(trimmed(text.substr(0, i)));
    }
    return std::string(trimmed(text));
}

char unescaped(char c)
{
    switch (c) {
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c;
    }
}

/// \a text begins with its quote. The error's message is the reason alone.
Result<std::string> quotedValue(std::string_view text)
{
    constexpr std::string_view Escapable = "nrt\"\\$";
    const char quote = text[0];
    std::string value;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == quote) {
            if (!isTail(text.substr(i + 1)))
                return fail(ErrorKind::InvalidInput, "there is text behind the closing quote");
            return value;
        }
        const bool escapes = quote == '"' && text[i] == '\\' && i + 1 < text.size() &&
                             Escapable.find(text[i + 1]) != std::string_view::npos;
        value += escapes ? unescaped(text[++i]) : text[i];
    }
    return fail(ErrorKind::InvalidInput, "the closing quote is missing");
}

/// The name and its bare or quoted text. The error's message is the reason alone.
Result<std::pair<std::string_view, std::string_view>> splitLine(std::string_view line)
{
    constexpr std::string_view Export = "export";
    if (line.starts_with(Export) && line.size() > Export.size() && isBlank(line[Export.size()]))
        line = trimmed(line.substr(Export.size()));
    const auto equals = line.find('=');
    if (equals == std::string_view::npos)
        return fail(ErrorKind::InvalidInput, "there is no = in this line");
    const std::string_view name = trimmed(line.substr(0, equals));
    if (!isName(name))
        return fail(ErrorKind::InvalidInput,
                    "what stands before the = is not a name (letters, digits and _)");
    return std::pair(name, line.substr(equals + 1));
}

Result<std::string> parseText(std::string_view behind)
{
    const std::string_view value = trimmed(behind);
    const bool isQuoted = !value.empty() && (value[0] == '"' || value[0] == '\'');
    return isQuoted ? quotedValue(value) : bareValue(behind);
}

/// The setting that \a name stands for, else the name itself.
std::string keyOf(const std::string &name)
{
    const Setting *setting = meaningOf(name).setting;
    return setting != nullptr ? std::string(setting->name) : name;
}

void keepLast(std::vector<Assignment> &all, Assignment next, Problems &problems)
{
    const auto earlier = std::find_if(
        all.begin(), all.end(), [&](const Assignment &given) { return given.name == next.name; });
    if (earlier == all.end()) {
        all.push_back(std::move(next));
        return;
    }
    problems.warning(
        next.name, next.origin.place() + ": " + next.name + " was already given in line " +
                       std::to_string(earlier->origin.line.value_or(0)) + "; the later one counts");
    *earlier = std::move(next);
}

} // namespace

std::vector<Assignment> parseDotEnv(std::string_view text, const std::string &file,
                                    Problems &problems)
{
    std::vector<Assignment> all;
    int number = 0;
    for (const std::string_view raw : split(text, '\n')) {
        ++number;
        const std::string_view line = trimmed(raw);
        if (line.empty() || line[0] == '#')
            continue;
        const Origin origin{Layer::DotEnv, file, number};
        const auto parts = splitLine(line);
        if (!parts) {
            problems.error({}, origin.place() + ": " + parts.error().message);
            continue;
        }
        const std::string name(parts->first);
        if (auto value = parseText(parts->second))
            keepLast(all, {name, std::move(*value), origin}, problems);
        else
            problems.error(keyOf(name),
                           name + " in " + origin.place() + ": " + value.error().message);
    }
    return all;
}

} // namespace resync::config

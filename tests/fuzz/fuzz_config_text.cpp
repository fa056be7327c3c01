// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a .env file and of a TOML file, and the values in it. Text arrives here as
// readTextFile lets it through.
#include "agent/config/DotEnv.h"
#include "agent/config/Names.h"
#include "agent/config/TomlFile.h"
#include "agent/config/Value.h"
#include "shared/core/Text.h"
#include "tests/fuzz/Fuzz.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace resync;
using namespace resync::config;
using resync::fuzz::require;

namespace {

void checkProblems(const Problems &problems)
{
    for (const auto *list : {&problems.errors, &problems.warnings})
        for (const Problem &problem : *list)
            require(!problem.message.empty() && isUtf8(problem.message), "a problem is told");
}

/// What is shown of a value can be given in its place, unless a part of it is hidden.
void checkValue(const Setting &setting, std::string_view text)
{
    const auto value = parseValue(setting, text);
    if (!value) {
        require(!value.error().message.empty(), "a bad value has its reason");
        return;
    }
    const auto shown = displayText(setting, *value);
    require(shown.has_value(), "a value is shown");
    if (setting.type == Type::Secret)
        return require(*shown == "********", "a secret is hidden");
    if (setting.type == Type::Url)
        return;
    const auto again = parseValue(setting, *shown);
    require(again && *again == *value, "a value is read as it is shown");
}

void checkAssignment(const Assignment &given)
{
    const auto meaning = meaningOf(given.name);
    if (meaning.setting != nullptr && !meaning.isFile)
        checkValue(*meaning.setting, given.text);
    else
        static_cast<void>(nearestName(given.name));
}

std::string inQuotes(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (c == '\n' || c == '\r')
            out += c == '\n' ? "\\n" : "\\r";
        else
            out += c;
    }
    return out + '"';
}

void checkDotEnv(std::string_view text)
{
    Problems problems;
    const auto all = parseDotEnv(text, ".env", problems);
    checkProblems(problems);
    std::string written;
    for (const Assignment &given : all) {
        checkAssignment(given);
        written += "export " + given.name + " = " + inQuotes(given.text) + " # note\n";
    }
    Problems none;
    const auto again = parseDotEnv(written, ".env", none);
    require(none.errors.empty() && none.warnings.empty(), "what was read can be written");
    require(std::equal(all.begin(), all.end(), again.begin(), again.end(),
                       [](const Assignment &a, const Assignment &b) {
                           return a.name == b.name && a.text == b.text;
                       }),
            "what was written is read");
}

void checkToml(std::string_view text)
{
    Problems problems;
    const auto all = parseToml(text, "settings.toml", Layer::Settings, problems);
    checkProblems(problems);
    for (const Assignment &given : all)
        checkAssignment(given);
}

void checkDuration(std::string_view text)
{
    if (const auto span = parseDuration(text))
        require(parseDuration(durationText(*span)) == span, "a duration is read as it is shown");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text = fuzz::textOf(data, size);
    if (!isUtf8(text) || text.find('\0') != std::string_view::npos)
        return 0;
    checkDotEnv(text);
    checkToml(text);
    checkDuration(text);
    return 0;
}

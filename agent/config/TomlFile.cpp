// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/TomlFile.h"

#include "shared/core/Text.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <charconv>
#include <optional>

namespace resync::config {

namespace {

constexpr int MaxDepth = 4; // [app.tws] host is the deepest that can be a setting

std::string numberText(double number)
{
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    return {buffer, end};
}

std::optional<std::string> listText(const toml::array &list)
{
    std::string text;
    for (const toml::node &entry : list) {
        const auto *part = entry.as_string();
        if (part == nullptr)
            return std::nullopt;
        if (!text.empty())
            text += ',';
        text += part->get();
    }
    return text;
}

std::optional<std::string> valueText(const toml::node &node)
{
    if (const auto *text = node.as_string())
        return text->get();
    if (const auto *number = node.as_integer())
        return std::to_string(number->get());
    if (const auto *number = node.as_floating_point())
        return numberText(number->get());
    if (const auto *flag = node.as_boolean())
        return flag->get() ? "true" : "false";
    if (const auto *list = node.as_array())
        return listText(*list);
    return std::nullopt;
}

struct Reader
{
    const std::string &file;
    Layer layer;
    Problems &problems;
    std::vector<Assignment> found;

    void read(const toml::table &table, const std::string &prefix, int depth)
    {
        for (const auto &[key, node] : table) {
            const std::string name = prefix + toUpper(key.str());
            const Origin origin{layer, file, static_cast<int>(key.source().begin.line)};
            if (const auto *inner = node.as_table(); inner != nullptr && depth < MaxDepth)
                read(*inner, name + '_', depth + 1);
            else if (auto text = valueText(node))
                found.push_back({name, std::move(*text), origin});
            else
                problems.error(name,
                               name + " in " + origin.place() +
                                   ": must be a text, a number, true, false or a list of texts");
        }
    }
};

} // namespace

std::vector<Assignment> parseToml(std::string_view text, const std::string &file, Layer layer,
                                  Problems &problems)
{
    const toml::parse_result result = toml::parse(text);
    if (!result) {
        // the library's own description may repeat a piece of the file, and so of a password
        const toml::source_position at = result.error().source().begin;
        problems.error(
            {}, file + " line " + std::to_string(at.line) + ", column " +
                    std::to_string(at.column) +
                    ": this is not valid TOML (texts stand in quotes, names are given once)");
        return {};
    }
    Reader reader{file, layer, problems, {}};
    reader.read(result.table(), {}, 0);
    return std::move(reader.found);
}

} // namespace resync::config

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/JsonView.h"

#include <cstdint>
#include <limits>

namespace resync::engine {

JsonView JsonView::child(std::string_view name) const
{
    simdjson::dom::element found;
    if (!isObject() || m_element.at_key(name).get(found) != simdjson::SUCCESS || found.is_null())
        return {};
    return JsonView(found);
}

bool JsonView::childArray(std::string_view name, simdjson::dom::array &array) const
{
    const JsonView found = child(name);
    return found.m_isThere && found.m_element.get_array().get(array) == simdjson::SUCCESS;
}

bool JsonView::hasArray(std::string_view name) const
{
    simdjson::dom::array array;
    return childArray(name, array);
}

std::string_view JsonView::asText() const
{
    std::string_view text;
    if (m_isThere && m_element.get_string().get(text) != simdjson::SUCCESS)
        return {};
    return text;
}

std::string_view JsonView::text(std::string_view name) const
{
    return child(name).asText();
}

std::optional<long long> JsonView::number(std::string_view name) const
{
    const JsonView found = child(name);
    std::int64_t value = 0;
    if (!found.m_isThere || found.m_element.get_int64().get(value) != simdjson::SUCCESS)
        return std::nullopt;
    return value;
}

std::optional<int> JsonView::integer(std::string_view name) const
{
    const auto value = number(name);
    if (!value || *value < std::numeric_limits<int>::min() + 1 ||
        *value > std::numeric_limits<int>::max())
        return std::nullopt;
    return static_cast<int>(*value);
}

std::optional<bool> JsonView::flag(std::string_view name) const
{
    const JsonView found = child(name);
    bool value = false;
    if (!found.m_isThere)
        return std::nullopt;
    if (found.m_element.get_bool().get(value) == simdjson::SUCCESS)
        return value;
    const auto word = found.asText();
    return word == "true"    ? std::optional(true)
           : word == "false" ? std::optional(false)
                             : std::nullopt;
}

std::optional<Instant> JsonView::instant(std::string_view name) const
{
    return parseInstant(text(name));
}

std::optional<milliseconds> JsonView::span(std::string_view name) const
{
    return parseIsoDuration(text(name));
}

} // namespace resync::engine

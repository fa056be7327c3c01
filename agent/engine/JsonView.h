// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

namespace resync::engine {

/// A JSON object of the engine, read tolerantly: what is missing, null or of another type than
/// expected is absent. Valid as long as the parser that made it.
class JsonView
{
public:
    JsonView() = default;
    explicit JsonView(simdjson::dom::element element)
        : m_element(element)
        , m_isThere(true)
    {}

    [[nodiscard]] JsonView child(std::string_view name) const;
    [[nodiscard]] bool isObject() const { return m_isThere && m_element.is_object(); }
    /// Empty when absent.
    [[nodiscard]] std::string_view text(std::string_view name) const;
    [[nodiscard]] std::optional<long long> number(std::string_view name) const;
    [[nodiscard]] std::optional<int> integer(std::string_view name) const;
    /// true, false, and their words in quotes.
    [[nodiscard]] std::optional<bool> flag(std::string_view name) const;
    [[nodiscard]] bool isTrue(std::string_view name) const { return flag(name).value_or(false); }
    [[nodiscard]] std::optional<Instant> instant(std::string_view name) const;
    /// An ISO 8601 duration.
    [[nodiscard]] std::optional<milliseconds> span(std::string_view name) const;

    [[nodiscard]] bool childArray(std::string_view name, simdjson::dom::array &array) const;
    [[nodiscard]] bool hasArray(std::string_view name) const;
    /// Calls \a visit with every element of an array member.
    template<typename Visit>
    void forEach(std::string_view name, Visit visit) const
    {
        simdjson::dom::array array;
        if (!childArray(name, array))
            return;
        for (const simdjson::dom::element element : array)
            visit(JsonView(element));
    }
    /// This element as a text itself.
    [[nodiscard]] std::string_view asText() const;

private:
    simdjson::dom::element m_element;
    bool m_isThere = false;
};

} // namespace resync::engine

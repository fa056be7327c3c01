// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/core/StrongId.h"

#include <simdjson.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Tolerant reading of the engine's JSON in one pass over the text: a member that is unknown to us,
/// null or of another type than expected leaves its target as it is; only text that is not JSON is
/// an error.
namespace resync::engine {

using JsonValue = simdjson::ondemand::value;
using simdjson::error_code;

/// A member of an object and what to do with its value.
template<typename Target>
struct JsonField
{
    std::string_view name;
    error_code (*read)(JsonValue &value, Target &target);
};

[[nodiscard]] inline bool isType(JsonValue &value, simdjson::ondemand::json_type type)
{
    simdjson::ondemand::json_type seen{};
    return value.type().get(seen) == simdjson::SUCCESS && seen == type;
}

[[nodiscard]] error_code read(JsonValue &value, std::string &out);
[[nodiscard]] error_code read(JsonValue &value, std::optional<std::string> &out);
[[nodiscard]] error_code read(JsonValue &value, std::optional<long long> &out);
[[nodiscard]] error_code read(JsonValue &value, std::optional<int> &out);
[[nodiscard]] error_code read(JsonValue &value, std::optional<bool> &out);
[[nodiscard]] error_code read(JsonValue &value, std::optional<Instant> &out);      ///< ISO 8601
[[nodiscard]] error_code read(JsonValue &value, std::optional<milliseconds> &out); ///< "PT2M"
[[nodiscard]] error_code read(JsonValue &value, std::optional<std::vector<std::string>> &out);

/// "D-POOL" → "d_pool", "Ad Hoc Prompt" → "ad_hoc_prompt".
[[nodiscard]] std::string lowerSnake(std::string_view word);

/// The member name as it stands in the text; one with escapes equals none of ours.
[[nodiscard]] inline std::string_view rawKey(simdjson::ondemand::raw_json_string key)
{
    const char *begin = key.raw();
    const char *end = std::strchr(begin, '"'); // the parser has seen it
    return {begin, end != nullptr ? static_cast<std::size_t>(end - begin) : 0};
}

/// Calls \a onMember(key, value) for each member; nothing when \a value is no object.
template<typename OnMember>
[[nodiscard]] error_code forEachMember(JsonValue &value, OnMember &&onMember)
{
    if (!isType(value, simdjson::ondemand::json_type::object))
        return simdjson::SUCCESS;
    simdjson::ondemand::object object;
    if (const error_code error = value.get_object().get(object))
        return error;
    for (auto member : object) {
        if (member.error())
            return member.error();
        auto &field = member.value_unsafe();
        if (const error_code error = onMember(rawKey(field.key()), field.value()))
            return error;
    }
    return simdjson::SUCCESS;
}

/// Where the field is that a key names; made when the list of fields is compiled, so that the many
/// members that are none of ours cost one look.
template<std::size_t Count>
class FieldIndex
{
public:
    template<typename Target>
    constexpr explicit FieldIndex(const JsonField<Target> (&fields)[Count])
    {
        for (std::size_t i = 0; i < Count; ++i) {
            std::size_t slot = slotOf(fields[i].name);
            while (m_places[slot] != Free)
                slot = (slot + 1) % Slots;
            m_places[slot] = static_cast<std::uint8_t>(i);
        }
    }

    /// The one of \a fields, from which this was made; nullptr: none.
    template<typename Target>
    [[nodiscard]] const JsonField<Target> *find(const JsonField<Target> (&fields)[Count],
                                                std::string_view key) const
    {
        for (std::size_t slot = slotOf(key); m_places[slot] != Free; slot = (slot + 1) % Slots)
            if (const JsonField<Target> &field = fields[m_places[slot]]; field.name == key)
                return &field;
        return nullptr;
    }

private:
    static constexpr std::size_t Slots = std::bit_ceil(4 * Count);
    static constexpr std::uint8_t Free = 255;
    static_assert(Count < Free);

    static constexpr std::size_t slotOf(std::string_view key)
    {
        if (key.empty())
            return 0;
        const auto at = [key](std::size_t i) { return static_cast<unsigned char>(key[i]); };
        return (key.size() + 5U * at(0) + 11U * at(key.size() / 2) + 23U * at(key.size() - 1)) %
               Slots;
    }
    static constexpr std::array<std::uint8_t, Slots> allFree()
    {
        std::array<std::uint8_t, Slots> places{};
        places.fill(Free);
        return places;
    }

    std::array<std::uint8_t, Slots> m_places = allFree();
};

/// Reads the members that \a Fields, an array of JsonField, names, whatever their order.
template<const auto &Fields, typename Target>
[[nodiscard]] error_code readFields(JsonValue &value, Target &target)
{
    static constexpr FieldIndex Index(Fields);
    return forEachMember(value, [&](std::string_view key, JsonValue &member) {
        const auto *field = Index.find(Fields, key);
        return field != nullptr ? field->read(member, target) : simdjson::SUCCESS;
    });
}

/// Calls \a onItem for each item; nothing when \a value is no array.
template<typename OnItem>
[[nodiscard]] error_code forEachItem(JsonValue &value, OnItem &&onItem)
{
    if (!isType(value, simdjson::ondemand::json_type::array))
        return simdjson::SUCCESS;
    simdjson::ondemand::array array;
    if (const error_code error = value.get_array().get(array))
        return error;
    for (auto item : array) {
        if (item.error())
            return item.error();
        if (const error_code error = onItem(item.value_unsafe()))
            return error;
    }
    return simdjson::SUCCESS;
}

/// An id, of whatever kind.
template<typename Tag>
[[nodiscard]] error_code read(JsonValue &value, StrongId<Tag> &out)
{
    std::string text;
    const error_code error = read(value, text);
    out = StrongId<Tag>(std::move(text));
    return error;
}

/// A workstation is always named by its path: "AGT1" of an engine without folders is "/AGT1".
void makePath(std::string &workstation);

} // namespace resync::engine

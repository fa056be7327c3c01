// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/core/StrongId.h"

#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <span>
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

[[nodiscard]] bool isType(JsonValue &value, simdjson::ondemand::json_type type);

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
    const char *end = begin;
    while (*end != '"' && *end != '\\')
        ++end;
    return {begin, static_cast<std::size_t>(end - begin)};
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

/// \a name == \a key, without a call for most that differ; \a name is not empty.
[[nodiscard]] inline bool isNamed(std::string_view name, std::string_view key)
{
    return name.size() == key.size() && name.back() == key.back() && name == key;
}

/// Reads the members that \a fields names, whatever their order; fastest in that of \a fields.
template<typename Target, std::size_t Count>
[[nodiscard]] error_code readFields(JsonValue &value, const JsonField<Target> (&fields)[Count],
                                    Target &target)
{
    std::size_t next = 0; // behind the member that was read last
    return forEachMember(value, [&](std::string_view key, JsonValue &member) {
        for (std::size_t tried = 0; tried < Count; ++tried) {
            const JsonField<Target> &field = fields[next];
            next = next + 1 == Count ? 0 : next + 1;
            if (isNamed(field.name, key))
                return field.read(member, target);
        }
        return simdjson::SUCCESS;
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

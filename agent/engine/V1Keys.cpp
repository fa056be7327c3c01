// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/V1Keys.h"

namespace resync::engine {

namespace {

constexpr JsonField<std::string> NameFields[] = {
    {"name", [](JsonValue &v, std::string &name) { return read(v, name); }},
};

constexpr JsonField<V1Key> KeyFields[] = {
    {"name", [](JsonValue &v, V1Key &k) { return read(v, k.name); }},
    {"startTime", [](JsonValue &v, V1Key &k) { return read(v, k.startTime); }},
    {"folderKey", [](JsonValue &v, V1Key &k) { return readKeyName(v, k.folder); }},
    {"workstationKey", [](JsonValue &v, V1Key &k) { return readKeyName(v, k.workstation); }},
    {"workstationInPlanKey", [](JsonValue &v, V1Key &k) { return readKeyName(v, k.workstation); }},
};

} // namespace

error_code readV1Key(JsonValue &value, V1Key &out)
{
    return readFields<KeyFields>(value, out);
}

error_code readKeyName(JsonValue &value, std::string &out)
{
    if (isType(value, simdjson::ondemand::json_type::string))
        return read(value, out);
    return readFields<NameFields>(value, out);
}

error_code readMilliseconds(JsonValue &value, std::optional<milliseconds> &out)
{
    std::optional<long long> number;
    const error_code error = read(value, number);
    if (number && *number >= 0 && *number <= LongestSpan.count())
        out = milliseconds(*number);
    return error;
}

} // namespace resync::engine

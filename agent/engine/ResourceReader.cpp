// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/ResourceReader.h"

#include "agent/engine/V1Keys.h"

#include <utility>

namespace resync::engine {

namespace {

using domain::Resource;
using domain::ResourceHolder;

error_code readHolderKey(JsonValue &value, ResourceHolder &holder)
{
    return isType(value, simdjson::ondemand::json_type::string) ? read(value, holder.ref)
                                                                : readKeyName(value, holder.ref);
}

constexpr JsonField<ResourceHolder> HolderFields[] = {
    {"jobId", [](JsonValue &v, ResourceHolder &h) { return read(v, h.job); }},
    {"jobKey", readHolderKey},
    {"quantity", [](JsonValue &v, ResourceHolder &h) { return read(v, h.quantity); }},
};

error_code readHolders(JsonValue &value, Resource &resource)
{
    return forEachItem(value, [&](JsonValue &item) {
        return readFields<HolderFields>(item, resource.holders.emplace_back());
    });
}

error_code readKey(JsonValue &value, Resource &resource)
{
    V1Key key;
    const error_code error = readV1Key(value, key);
    resource.name = std::move(key.name);
    resource.folder = std::move(key.folder);
    resource.workstation = std::move(key.workstation);
    return error;
}

constexpr JsonField<Resource> ResourceFields[] = {
    {"id", [](JsonValue &v, Resource &r) { return read(v, r.id); }},
    {"name", [](JsonValue &v, Resource &r) { return read(v, r.name); }},
    {"folder", [](JsonValue &v, Resource &r) { return read(v, r.folder); }},
    {"workstation", [](JsonValue &v, Resource &r) { return read(v, r.workstation); }},
    {"resourceInPlanKey", readKey},
    {"status", [](JsonValue &v, Resource &r) { return read(v, r.status); }},
    {"quantity", [](JsonValue &v, Resource &r) { return read(v, r.quantity); }},
    {"quantityDefined", [](JsonValue &v, Resource &r) { return read(v, r.quantity); }},
    {"quantityInUse", [](JsonValue &v, Resource &r) { return read(v, r.inUse); }},
    {"quantityAvailable", [](JsonValue &v, Resource &r) { return read(v, r.available); }},
    {"holders", readHolders},
};

} // namespace

error_code readResource(JsonValue &value, Resource &out)
{
    const error_code error = readFields<ResourceFields>(value, out);
    makePath(out.workstation);
    out.status = lowerSnake(out.status);
    return error;
}

} // namespace resync::engine

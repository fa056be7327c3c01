// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/DependencyCodec.h"

#include "shared/protocol/FieldTable.h"
#include "shared/protocol/StatementCodec.h"

namespace resync::protocol {

namespace {

using domain::Dependency;

template<std::string Dependency::*Member>
constexpr Field<Dependency> targetField(std::string_view name)
{
    auto made = field<Member>(name);
    made.group = "target";
    return made;
}

constexpr std::array Fields = {
    field<&Dependency::type>("type"),
    field<&Dependency::status>("status"),
    targetField<&Dependency::targetKind>("kind"),
    targetField<&Dependency::targetId>("id"),
    targetField<&Dependency::targetRef>("ref"),
    targetField<&Dependency::targetName>("name"),
    targetField<&Dependency::targetWorkstation>("workstation"),
    field<&Dependency::detail>("detail"),
};

constexpr std::array ListFields = {
    field<&Dependencies::predecessors>("predecessors"),
    field<&Dependencies::successors>("successors"),
    field<&Dependencies::issues>("issues"),
};

} // namespace

void Codec<Dependency>::write(JsonWriter &json, const Dependency &dependency)
{
    writeObject(json, dependency, Fields);
}

void Codec<Dependency>::read(const JsonNode &node, Dependency &out)
{
    readObject(node, out, Fields);
}

void writeDependencies(JsonWriter &json, const Dependencies &dependencies)
{
    json.beginObject();
    writeMembers(json, dependencies, ListFields);
    writeStamp(json, dependencies.stamp);
    json.endObject();
}

Result<Dependencies> readDependencies(std::string_view text)
{
    return readDocument<Dependencies>(text, [](const JsonNode &node, Dependencies &out) {
        readObject(node, out, ListFields);
        readStamp(node, out.stamp);
    });
}

} // namespace resync::protocol

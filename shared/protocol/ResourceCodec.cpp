// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/ResourceCodec.h"

#include "shared/protocol/FieldTable.h"

namespace resync::protocol {

using domain::Resource;
using domain::ResourceHolder;

namespace {

constexpr std::array HolderFields = {
    field<&ResourceHolder::job>("job_id"),
    field<&ResourceHolder::ref>("ref"),
    field<&ResourceHolder::quantity>("quantity"),
};

} // namespace

template<>
struct Codec<ResourceHolder>
{
    static void write(JsonWriter &json, const ResourceHolder &holder)
    {
        writeObject(json, holder, HolderFields);
    }
    static void read(const JsonNode &node, ResourceHolder &out)
    {
        readObject(node, out, HolderFields);
    }
};

namespace {

constexpr std::array Fields = {
    requiredField<&Resource::id>("id"),   field<&Resource::name>("name"),
    field<&Resource::folder>("folder"),   field<&Resource::workstation>("workstation"),
    field<&Resource::status>("status"),   field<&Resource::quantity>("quantity"),
    field<&Resource::inUse>("in_use"),    field<&Resource::available>("available"),
    field<&Resource::holders>("holders"),
};

} // namespace

Result<FieldSelection> selectResourceFields(std::string_view text)
{
    return parseFieldSelection(text, namesOf(Fields));
}

void writeResource(JsonWriter &json, const Resource &resource, const FieldSelection &fields)
{
    writeObject(json, resource, Fields, fields);
}

void Codec<Resource>::read(const JsonNode &node, Resource &out)
{
    readObject(node, out, Fields);
}

Result<List<Resource>> readResourceList(std::string_view text)
{
    return readDocument<List<Resource>>(text, Codec<List<Resource>>::read);
}

} // namespace resync::protocol

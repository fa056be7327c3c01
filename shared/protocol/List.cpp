// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/List.h"

namespace resync::protocol {

void beginList(JsonWriter &json)
{
    json.beginObject();
    json.key("items");
    json.beginArray();
}

void endList(JsonWriter &json, std::uint64_t total, std::string_view nextCursor, const Stamp &stamp)
{
    json.endArray();
    json.member("total", total);
    if (nextCursor.empty())
        json.memberNull("next_cursor");
    else
        json.member("next_cursor", nextCursor);
    writeStamp(json, stamp);
    json.endObject();
}

void readEnvelope(const JsonNode &node, std::uint64_t &total, std::string &nextCursor, Stamp &stamp)
{
    if (!node.expectObject())
        return;
    for (const std::string_view name : {"items", "total"})
        if (const JsonNode member = node.member(name); member.isNull())
            member.report("is missing");
    node.member("total").read(total);
    node.member("next_cursor").read(nextCursor);
    readStamp(node, stamp);
}

} // namespace resync::protocol

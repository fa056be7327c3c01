// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/ChangesCodec.h"

#include "shared/protocol/JobCodec.h"

namespace resync::protocol {

void beginChanges(JsonWriter &json, std::string_view revision)
{
    json.beginObject();
    json.member("revision", revision);
    json.key("changed");
    json.beginArray();
}

void endChanges(JsonWriter &json, const std::vector<std::string_view> &removed, bool hasMore,
                const domain::Freshness &freshness)
{
    json.endArray();
    json.key("removed");
    json.beginArray();
    for (const std::string_view id : removed)
        json.value(id);
    json.endArray();
    json.member("more", hasMore);
    json.key("freshness");
    Codec<domain::Freshness>::write(json, freshness);
    json.endObject();
}

Result<JobChanges> readJobChanges(std::string_view text)
{
    return readDocument<JobChanges>(text, [](const JsonNode &node, JobChanges &out) {
        if (!node.expectObject())
            return;
        Codec<std::vector<domain::Job>>::read(node.member("changed"), out.changed);
        Codec<std::vector<domain::JobId>>::read(node.member("removed"), out.removed);
        node.member("more").read(out.hasMore);
        readStamp(node, out.stamp);
    });
}

} // namespace resync::protocol

// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/FreshnessCodec.h"

#include "shared/protocol/FieldTable.h"

namespace resync::protocol {

namespace {

using domain::Freshness;
using domain::StaleReason;

void writeReason(JsonWriter &json, const Freshness &freshness)
{
    if (!freshness.reason) {
        json.null();
        return;
    }
    json.beginObject();
    json.member("code", domain::toString(*freshness.reason));
    json.key("args");
    json.beginObject();
    json.endObject();
    json.member("text", domain::describe(*freshness.reason));
    json.endObject();
}

void readReason(const JsonNode &node, Freshness &freshness)
{
    if (node.isNull() || !node.expectObject())
        return;
    std::string code;
    node.member("code").read(code);
    freshness.reason = domain::staleReasonFromWord(code).value_or(StaleReason::Unspecified);
}

void readStale(const JsonNode &node, Freshness &freshness)
{
    bool isStale = false;
    node.read(isStale);
    if (isStale)
        freshness.reason = StaleReason::Unspecified; // until the reason is read
}

void readSource(const JsonNode &node, Freshness &freshness)
{
    std::string word;
    node.read(word);
    if (const auto source = domain::sourceFromWord(word))
        freshness.source = *source;
    else if (!node.isNull())
        node.report("is not a known source");
}

constexpr std::array Fields = {
    field<&Freshness::asOf>("as_of"),
    Field<Freshness>{{},
                     "stale",
                     [](JsonWriter &json, const Freshness &f) { json.value(f.isStale()); },
                     readStale},
    Field<Freshness>{{}, "reason", writeReason, readReason},
    Field<Freshness>{
        {},
        "source",
        [](JsonWriter &json, const Freshness &f) { json.value(domain::toString(f.source)); },
        readSource},
};

constexpr std::array StampFields = {
    field<&Stamp::revision>("revision"),
    field<&Stamp::freshness>("freshness"),
};

} // namespace

void Codec<Freshness>::write(JsonWriter &json, const Freshness &freshness)
{
    writeObject(json, freshness, Fields);
}

void Codec<Freshness>::read(const JsonNode &node, Freshness &out)
{
    if (!node.isNull())
        readObject(node, out, Fields);
}

void writeStamp(JsonWriter &json, const Stamp &stamp)
{
    writeMembers(json, stamp, StampFields);
}

void readStamp(const JsonNode &node, Stamp &out)
{
    readObject(node, out, StampFields);
}

} // namespace resync::protocol

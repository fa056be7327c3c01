// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/ImpactCodec.h"

#include "shared/protocol/FieldTable.h"
#include "shared/protocol/JobCodec.h"

namespace resync::protocol {

namespace {

constexpr std::array DeadlineFields = {
    field<&DeadlineAtRisk::ref>("ref"),
    field<&DeadlineAtRisk::deadlineAt>("deadline_at"),
    field<&DeadlineAtRisk::expectedEndAt>("expected_end_at"),
};

} // namespace

template<>
struct Codec<DeadlineAtRisk>
{
    static void write(JsonWriter &json, const DeadlineAtRisk &deadline)
    {
        writeObject(json, deadline, DeadlineFields);
    }
    static void read(const JsonNode &node, DeadlineAtRisk &out)
    {
        readObject(node, out, DeadlineFields);
    }
};

namespace {

constexpr std::array Fields = {
    field<&ImpactSummary::direct>("direct"),
    field<&ImpactSummary::total>("total"),
    field<&ImpactSummary::critical>("critical"),
    field<&ImpactSummary::deadlinesAtRisk>("deadlines_at_risk"),
    field<&ImpactSummary::actBy>("act_by"),
};

} // namespace

void writeImpact(JsonWriter &json, const ImpactDocument &impact, const FieldSelection &fields)
{
    json.beginObject();
    writeMembers(json, impact.summary, Fields);
    json.key("items");
    json.beginArray();
    for (const domain::Job &job : impact.items)
        writeJob(json, job, fields);
    json.endArray();
    writeStamp(json, impact.stamp);
    json.endObject();
}

Result<ImpactDocument> readImpact(std::string_view text)
{
    return readDocument<ImpactDocument>(text, [](const JsonNode &node, ImpactDocument &out) {
        readObject(node, out.summary, Fields);
        if (!node.hasFailed())
            Codec<std::vector<domain::Job>>::read(node.member("items"), out.items);
        readStamp(node, out.stamp);
    });
}

} // namespace resync::protocol

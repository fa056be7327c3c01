// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/CriticalJobCodec.h"

#include "shared/protocol/FieldTable.h"
#include "shared/protocol/JobCodec.h"

namespace resync::protocol {

namespace {

using domain::CriticalJob;

constexpr std::array Fields = {
    field<&CriticalJob::risk>("risk"),
    field<&CriticalJob::confidence>("confidence"),
    field<&CriticalJob::estimatedEndAt>("estimated_end_at"),
    field<&CriticalJob::incompletePredecessors>("incomplete_predecessors"),
};

} // namespace

Result<FieldSelection> selectCriticalJobFields(std::string_view text)
{
    auto names = jobFieldNames();
    for (const FieldName &name : namesOf(Fields))
        names.push_back(name);
    return parseFieldSelection(text, names);
}

void writeCriticalJob(JsonWriter &json, const CriticalJobRow &row, const FieldSelection &fields)
{
    static const std::size_t JobFieldCount = jobFieldNames().size();
    json.beginObject();
    writeJobMembers(json, row.job, fields);
    writeMembers(json, row.critical, Fields, FieldSelection(fields.bits() >> JobFieldCount));
    json.endObject();
}

void Codec<CriticalJobRow>::read(const JsonNode &node, CriticalJobRow &out)
{
    Codec<domain::Job>::read(node, out.job);
    readObject(node, out.critical, Fields);
}

Result<List<CriticalJobRow>> readCriticalJobList(std::string_view text)
{
    return readDocument<List<CriticalJobRow>>(text, Codec<List<CriticalJobRow>>::read);
}

} // namespace resync::protocol

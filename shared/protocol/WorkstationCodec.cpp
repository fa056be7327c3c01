// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/WorkstationCodec.h"

#include "shared/protocol/FieldTable.h"

namespace resync::protocol {

namespace {

using domain::Workstation;

constexpr std::array Fields = {
    requiredField<&Workstation::id>("id"),
    field<&Workstation::name>("name"),
    field<&Workstation::folder>("folder"),
    field<&Workstation::type>("type"),
    field<&Workstation::os>("os"),
    field<&Workstation::node>("node"),
    field<&Workstation::domain>("domain"),
    field<&Workstation::host>("host"),
    field<&Workstation::version>("version"),
    field<&Workstation::linked>("linked"),
    field<&Workstation::running>("running"),
    field<&Workstation::states>("states"),
    field<&Workstation::flags>("flags"),
    field<&Workstation::limit>("limit"),
    field<&Workstation::fence>("fence"),
    field<&Workstation::jobsRequested>("jobs_requested"),
    field<&Workstation::timeZone>("time_zone"),
    field<&Workstation::startedAt>("started_at"),
    field<&Workstation::certificateExpiresAt>("certificate_expires_at"),
};

} // namespace

Result<FieldSelection> selectWorkstationFields(std::string_view text)
{
    return parseFieldSelection(text, namesOf(Fields));
}

void writeWorkstation(JsonWriter &json, const Workstation &workstation,
                      const FieldSelection &fields)
{
    writeObject(json, workstation, Fields, fields);
}

void writeWorkstationDocument(JsonWriter &json, const Workstation &workstation, const Stamp &stamp)
{
    json.beginObject();
    writeMembers(json, workstation, Fields);
    writeStamp(json, stamp);
    json.endObject();
}

void Codec<Workstation>::read(const JsonNode &node, Workstation &out)
{
    readObject(node, out, Fields);
}

Result<List<Workstation>> readWorkstationList(std::string_view text)
{
    return readDocument<List<Workstation>>(text, Codec<List<Workstation>>::read);
}

Result<Document<Workstation>> readWorkstationDocument(std::string_view text)
{
    return readDocument<Document<Workstation>>(text, Codec<Document<Workstation>>::read);
}

} // namespace resync::protocol

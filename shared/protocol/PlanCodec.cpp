// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/PlanCodec.h"

#include "shared/protocol/FieldTable.h"

namespace resync::protocol {

using domain::EngineIdentity;
using domain::FinalStream;
using domain::MirrorState;
using domain::Plan;
using domain::PlanWindow;
using domain::Rollover;
using domain::WorkstationCounts;

namespace {

constexpr std::array WorkstationCountFields = {
    field<&WorkstationCounts::total>("total"),
    field<&WorkstationCounts::linked>("linked"),
    field<&WorkstationCounts::unlinked>("unlinked"),
    field<&WorkstationCounts::running>("running"),
};

} // namespace

template<>
struct Codec<WorkstationCounts>
{
    static void write(JsonWriter &json, const WorkstationCounts &counts)
    {
        writeObject(json, counts, WorkstationCountFields);
    }
    static void read(const JsonNode &node, WorkstationCounts &out)
    {
        if (!node.isNull())
            readObject(node, out, WorkstationCountFields);
    }
};

template<>
struct Codec<Rollover>
{
    static void write(JsonWriter &json, Rollover rollover)
    {
        json.value(domain::toString(rollover));
    }
    static void read(const JsonNode &node, Rollover &out)
    {
        std::string word;
        node.read(word);
        if (const auto rollover = domain::rolloverFromWord(word))
            out = *rollover;
        else if (!node.isNull())
            node.report("is not none, in_progress or overdue");
    }
};

namespace {

template<auto Member>
constexpr Field<Plan> countField(std::string_view name)
{
    auto made = field<Member>(name);
    made.group = "counts";
    return made;
}

constexpr std::array Fields = {
    requiredField<&Plan::id>("id"),
    field<&Plan::runNumber>("run_number"),
    nullableField<&Plan::window, &PlanWindow::startsAt>("window", "starts_at"),
    nullableField<&Plan::window, &PlanWindow::endsAt>("window", "ends_at"),
    field<&Plan::timeZone>("time_zone"),
    field<&Plan::startOfDay>("start_of_day"),
    field<&Plan::engine, &EngineIdentity::host>("engine", "host"),
    field<&Plan::engine, &EngineIdentity::version>("engine", "version"),
    field<&Plan::engine, &EngineIdentity::apis>("engine", "apis"),
    field<&Plan::engine, &EngineIdentity::isActiveMaster>("engine", "is_active_master"),
    countField<&Plan::jobs>("jobs"),
    countField<&Plan::jobStreams>("job_streams"),
    countField<&Plan::workstations>("workstations"),
    nullableField<&Plan::final, &FinalStream::status>("final", "status"),
    nullableField<&Plan::final, &FinalStream::expectedEndAt>("final", "expected_end_at"),
    field<&Plan::rollover>("rollover"),
    field<&Plan::mirror, &MirrorState::rung>("mirror", "rung"),
    field<&Plan::mirror, &MirrorState::hotAsOf>("mirror", "hot_as_of"),
    field<&Plan::mirror, &MirrorState::sweepAsOf>("mirror", "sweep_as_of"),
    field<&Plan::mirror, &MirrorState::structureAsOf>("mirror", "structure_as_of"),
    field<&Plan::mirror, &MirrorState::isComplete>("mirror", "complete"),
    field<&Plan::mirror, &MirrorState::divergence>("mirror", "divergence"),
    field<&Plan::mirror, &MirrorState::unexplained>("mirror", "unexplained"),
};

} // namespace

void writePlanDocument(JsonWriter &json, const Plan &plan, const Stamp &stamp)
{
    json.beginObject();
    writeMembers(json, plan, Fields);
    writeStamp(json, stamp);
    json.endObject();
}

void Codec<Plan>::read(const JsonNode &node, Plan &out)
{
    readObject(node, out, Fields);
}

Result<Document<Plan>> readPlanDocument(std::string_view text)
{
    return readDocument<Document<Plan>>(text, Codec<Document<Plan>>::read);
}

} // namespace resync::protocol

// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/RunCodec.h"

#include "shared/protocol/FieldTable.h"

namespace resync::protocol {

namespace {

using domain::JobRun;
using domain::Run;

template<auto Inner>
constexpr Field<JobRun> runField(std::string_view name)
{
    return field<&JobRun::run, Inner>({}, name);
}

constexpr std::array Fields = {
    runField<&Run::id>("id"),
    runField<&Run::number>("number"),
    runField<&Run::attempt>("attempt"),
    runField<&Run::rerunType>("rerun_type"),
    runField<&Run::workstation>("workstation"),
    field<&JobRun::status>("status"),
    field<&JobRun::internalStatus>("internal_status"),
    field<&JobRun::returnCode>("return_code"),
    runField<&Run::startedAt>("started_at"),
    runField<&Run::endedAt>("ended_at"),
    runField<&Run::elapsed>("elapsed_seconds"),
    runField<&Run::estimated>("estimated_seconds"),
    Field<JobRun>{
        {},
        "source",
        [](JsonWriter &json, const JobRun &run) { json.value(run.isHistory ? "history" : "plan"); },
        [](const JsonNode &node, JobRun &run) {
            std::string word;
            node.read(word);
            run.isHistory = word == "history";
        }},
};

} // namespace

Result<FieldSelection> selectRunFields(std::string_view text)
{
    return parseFieldSelection(text, namesOf(Fields));
}

void writeJobRun(JsonWriter &json, const JobRun &run, const FieldSelection &fields)
{
    writeObject(json, run, Fields, fields);
}

void Codec<JobRun>::read(const JsonNode &node, JobRun &out)
{
    readObject(node, out, Fields);
}

Result<List<JobRun>> readRunList(std::string_view text)
{
    return readDocument<List<JobRun>>(text, Codec<List<JobRun>>::read);
}

} // namespace resync::protocol

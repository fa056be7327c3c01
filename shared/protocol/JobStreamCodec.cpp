// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/JobStreamCodec.h"

#include "shared/protocol/FieldTable.h"

namespace resync::protocol {

namespace {

using domain::DependencyCounts;
using domain::JobCounts;
using domain::JobStream;
using domain::Status;

/// What a row is written from; borrowed for the call.
struct View
{
    const JobStream &stream;
    const JobCounts *counts;
};

using StreamField = Field<View, JobStreamRow>;

template<auto Member>
constexpr StreamField column(std::string_view name)
{
    using Value = Codec<TypeOf<Member>>;
    return {{},
            name,
            [](JsonWriter &json, const View &row) { Value::write(json, row.stream.*Member); },
            [](const JsonNode &node, JobStreamRow &row) { Value::read(node, row.stream.*Member); }};
}

template<auto Member>
constexpr StreamField dependencyColumn(std::string_view name)
{
    using Value = Codec<TypeOf<Member>>;
    return {"dependencies", name,
            [](JsonWriter &json, const View &row) {
                Value::write(json, row.stream.dependencies.*Member);
            },
            [](const JsonNode &node, JobStreamRow &row) {
                Value::read(node, row.stream.dependencies.*Member);
            }};
}

template<void (*Append)(std::string &, const JobStream &)>
constexpr StreamField derivedColumn(std::string_view name)
{
    return {{}, name, [](JsonWriter &json, const View &row) {
                static thread_local std::string s_text;
                s_text.clear();
                Append(s_text, row.stream);
                json.value(s_text);
            }};
}

bool hasNoCounts(const View &row)
{
    return row.counts == nullptr;
}

JobCounts &countsOf(JobStreamRow &row)
{
    return row.counts ? *row.counts : row.counts.emplace();
}

constexpr StreamField totalColumn()
{
    return {"counts", "total",
            [](JsonWriter &json, const View &row) { json.value(row.counts->total); },
            [](const JsonNode &node, JobStreamRow &row) { node.read(countsOf(row).total); },
            hasNoCounts};
}

template<domain::Status Of>
constexpr StreamField countColumn(std::string_view name)
{
    constexpr auto Index = static_cast<std::size_t>(Of);
    return {
        "counts", name,
        [](JsonWriter &json, const View &row) { json.value(row.counts->byStatus[Index]); },
        [](const JsonNode &node, JobStreamRow &row) { node.read(countsOf(row).byStatus[Index]); },
        hasNoCounts};
}

constexpr StreamField idColumn()
{
    auto made = column<&JobStream::id>("id");
    made.isRequired = true;
    return made;
}

constexpr std::array Fields = {
    idColumn(),
    derivedColumn<domain::appendStreamRef>("ref"),
    derivedColumn<domain::appendStreamSeries>("series"),
    column<&JobStream::name>("name"),
    column<&JobStream::aliasOf>("alias_of"),
    column<&JobStream::folder>("folder"),
    column<&JobStream::workstation>("workstation"),
    column<&JobStream::scheduledAt>("scheduled_at"),
    column<&JobStream::status>("status"),
    column<&JobStream::internalStatus>("internal_status"),
    column<&JobStream::late>("late"),
    column<&JobStream::carriedForward>("carried_forward"),
    column<&JobStream::pendingPredecessor>("pending_predecessor"),
    column<&JobStream::priority>("priority"),
    column<&JobStream::limit>("limit"),
    totalColumn(),
    countColumn<Status::Waiting>("waiting"),
    countColumn<Status::Ready>("ready"),
    countColumn<Status::Running>("running"),
    countColumn<Status::Successful>("successful"),
    countColumn<Status::Error>("error"),
    countColumn<Status::Canceled>("canceled"),
    countColumn<Status::Held>("held"),
    countColumn<Status::Undecided>("undecided"),
    countColumn<Status::Blocked>("blocked"),
    countColumn<Status::Suppress>("suppress"),
    column<&JobStream::startedAt>("started_at"),
    column<&JobStream::estimated>("estimated_seconds"),
    column<&JobStream::deadlineAt>("deadline_at"),
    dependencyColumn<&DependencyCounts::total>("total"),
    dependencyColumn<&DependencyCounts::unresolved>("unresolved"),
    column<&JobStream::submitter>("submitter"),
};

} // namespace

Result<FieldSelection> selectJobStreamFields(std::string_view text)
{
    return parseFieldSelection(text, namesOf(Fields));
}

void writeJobStream(JsonWriter &json, const JobStream &stream, const JobCounts *counts,
                    const FieldSelection &fields)
{
    writeObject(json, View{stream, counts}, Fields, fields);
}

void writeJobStreamDocument(JsonWriter &json, const JobStream &stream, const JobCounts *counts,
                            const Stamp &stamp)
{
    json.beginObject();
    writeMembers(json, View{stream, counts}, Fields);
    writeStamp(json, stamp);
    json.endObject();
}

void Codec<JobStreamRow>::read(const JsonNode &node, JobStreamRow &out)
{
    readObject(node, out, Fields);
}

Result<List<JobStreamRow>> readJobStreamList(std::string_view text)
{
    return readDocument<List<JobStreamRow>>(text, Codec<List<JobStreamRow>>::read);
}

Result<Document<JobStreamRow>> readJobStreamDocument(std::string_view text)
{
    return readDocument<Document<JobStreamRow>>(text, Codec<Document<JobStreamRow>>::read);
}

} // namespace resync::protocol

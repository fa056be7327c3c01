// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/V1DependencyReader.h"

#include "agent/engine/DependencyCountReader.h"
#include "agent/engine/DependencyReader.h"
#include "agent/engine/StatusFields.h"
#include "agent/engine/V1Keys.h"
#include "shared/core/Text.h"
#include "shared/domain/Job.h"

#include <utility>

namespace resync::engine {

namespace {

using domain::Dependency;

/// The members of all kinds together; the array that an item stands in says which of them count.
struct Item
{
    std::string jobId, jobName, streamId;
    std::string workstation; ///< beside a key that names none
    V1Key stream;
    V1Key key; ///< of a resource, prompt or file
    std::string text, qualifier, promptStatus, joinName, conditionName;
    std::optional<bool> isSatisfied;
    std::optional<int> number, quantity, held, available;
    StatusFields predecessor;
    std::string status; ///< of what is no job or stream
};

constexpr JsonField<StatusFields> StatusFieldsOfItem[] = {
    {"commonStatus", [](JsonValue &v, StatusFields &s) { return read(v, s.common); }},
    {"internalStatus", [](JsonValue &v, StatusFields &s) { return read(v, s.internal); }},
};

error_code readStatus(JsonValue &value, Item &item)
{
    if (isType(value, simdjson::ondemand::json_type::string))
        return read(value, item.status);
    return readFields<StatusFieldsOfItem>(value, item.predecessor);
}

constexpr JsonField<Item> JobKeyFields[] = {
    {"name", [](JsonValue &v, Item &i) { return read(v, i.jobName); }},
    {"jobStreamInPlanKey", [](JsonValue &v, Item &i) { return readV1Key(v, i.stream); }},
};

constexpr JsonField<Item> FileFields[] = {
    {"fileInPlanKey", [](JsonValue &v, Item &i) { return readV1Key(v, i.key); }},
    {"qualifier", [](JsonValue &v, Item &i) { return read(v, i.qualifier); }},
};

constexpr JsonField<Item> ItemFields[] = {
    {"satisfied", [](JsonValue &v, Item &i) { return read(v, i.isSatisfied); }},
    {"status", readStatus},
    {"jobId", [](JsonValue &v, Item &i) { return read(v, i.jobId); }},
    {"jobName", [](JsonValue &v, Item &i) { return read(v, i.jobName); }},
    {"jobKey", [](JsonValue &v, Item &i) { return readFields<JobKeyFields>(v, i); }},
    {"jobInPlanKey", [](JsonValue &v, Item &i) { return readFields<JobKeyFields>(v, i); }},
    {"jobStreamId", [](JsonValue &v, Item &i) { return read(v, i.streamId); }},
    {"jobStreamKey", [](JsonValue &v, Item &i) { return readV1Key(v, i.stream); }},
    {"jobStreamInPlanKey", [](JsonValue &v, Item &i) { return readV1Key(v, i.stream); }},
    {"joinName", [](JsonValue &v, Item &i) { return read(v, i.joinName); }},
    {"fileInPlan", [](JsonValue &v, Item &i) { return readFields<FileFields>(v, i); }},
    {"fileName", [](JsonValue &v, Item &i) { return read(v, i.key.name); }},
    {"promptKey", [](JsonValue &v, Item &i) { return readV1Key(v, i.key); }},
    {"promptName", [](JsonValue &v, Item &i) { return read(v, i.key.name); }},
    {"promptNumber", [](JsonValue &v, Item &i) { return read(v, i.number); }},
    {"promptStatus", [](JsonValue &v, Item &i) { return read(v, i.promptStatus); }},
    {"text", [](JsonValue &v, Item &i) { return read(v, i.text); }},
    {"resourceKey", [](JsonValue &v, Item &i) { return readV1Key(v, i.key); }},
    {"resourceName", [](JsonValue &v, Item &i) { return read(v, i.key.name); }},
    {"quantity", [](JsonValue &v, Item &i) { return read(v, i.quantity); }},
    {"quantityHeld", [](JsonValue &v, Item &i) { return read(v, i.held); }},
    {"available", [](JsonValue &v, Item &i) { return read(v, i.available); }},
    {"workstationInPlanKey", [](JsonValue &v, Item &i) { return readKeyName(v, i.workstation); }},
    {"dependency", [](JsonValue &v, Item &i) { return read(v, i.text); }},
    {"conditionId", [](JsonValue &v, Item &i) { return read(v, i.conditionName); }},
    {"subsetValue", [](JsonValue &v, Item &i) { return read(v, i.quantity); }},
};

std::string predecessorStatus(const Item &item)
{
    return item.predecessor.internal.empty() ? toLower(item.predecessor.common)
                                             : internalStatusOf(item.predecessor);
}

/// Empty unless the engine told every part of it.
std::string jobRefOf(const Item &item)
{
    const V1Key &stream = item.stream;
    if (stream.name.empty() || stream.folder.empty() || stream.workstation.empty() ||
        !stream.startTime)
        return {};
    domain::Job target;
    target.name = item.jobName;
    target.folder = stream.folder;
    target.stream = {{}, stream.name, stream.workstation};
    target.scheduledAt = stream.startTime;
    return domain::jobRef(target);
}

void asJob(const Item &item, Dependency &out)
{
    out.type = "job";
    out.targetId = item.jobId;
    out.targetName = item.jobName;
    out.targetWorkstation = item.stream.workstation;
    if (!item.jobName.empty())
        out.targetRef = jobRefOf(item);
    addDetail(out, "job_stream", item.stream.name);
    addDetail(out, "join", item.joinName);
    addDetail(out, "predecessor_status", predecessorStatus(item));
}

void asJobStream(const Item &item, Dependency &out)
{
    out.type = "job_stream";
    out.targetId = item.streamId;
    out.targetName = item.stream.name;
    out.targetWorkstation = item.stream.workstation;
    out.targetRef = jobRefOf(item);
    if (!out.targetRef.empty())
        out.targetRef.pop_back(); // the dot before the job's name
    addDetail(out, "join", item.joinName);
    addDetail(out, "predecessor_status", predecessorStatus(item));
}

void asJobOrStream(const Item &item, Dependency &out)
{
    if (item.jobId.empty() && item.jobName.empty())
        asJobStream(item, out);
    else
        asJob(item, out);
}

void asFile(const Item &item, Dependency &out)
{
    out.type = "file";
    out.targetName = item.key.name;
    out.targetWorkstation = item.key.workstation;
    addDetail(out, "qualifier", item.qualifier);
}

void asPrompt(const Item &item, Dependency &out)
{
    out.type = "prompt";
    out.targetName = item.key.name;
    out.targetWorkstation = item.workstation;
    addDetail(out, "number", item.number);
    addDetail(out, "text", item.text);
    addDetail(out, "prompt_status", toLower(item.promptStatus));
}

void asResource(const Item &item, Dependency &out)
{
    out.type = "resource";
    out.targetName = item.key.name;
    out.targetWorkstation = item.key.workstation;
    addDetail(out, "quantity", item.quantity);
    addDetail(out, "quantity_held", item.held);
    addDetail(out, "available", item.available);
}

void asInternetwork(const Item &item, Dependency &out)
{
    out.type = "internetwork";
    out.targetName = item.text;
    out.targetWorkstation = item.workstation;
}

void asCondition(const Item &item, Dependency &out)
{
    out.type = "join";
    out.targetName = item.conditionName;
    addDetail(out, "quantity", item.quantity);
}

std::string statusWord(const Item &item)
{
    if (item.isSatisfied)
        return *item.isSatisfied ? "satisfied" : "unsatisfied";
    for (const std::string_view known : {"satisfied", "unsatisfied", "undecided", "unbound"})
        if (equalsIgnoringCase(known, item.status))
            return std::string(known);
    return {};
}

using List = std::vector<Dependency>;

template<void (*Apply)(const Item &, Dependency &)>
error_code readItems(JsonValue &value, List &list)
{
    return forEachItem(value, [&](JsonValue &member) {
        Item item;
        if (!isType(member, simdjson::ondemand::json_type::object))
            return simdjson::SUCCESS;
        const error_code error = readFields<ItemFields>(member, item);
        Dependency &out = list.emplace_back();
        makePath(item.stream.workstation);
        makePath(item.key.workstation);
        makePath(item.workstation);
        Apply(item, out);
        out.targetKind = out.type;
        out.status = statusWord(item);
        return error;
    });
}

constexpr JsonField<List> ListFields[] = {
    {"internalDependencyInPlan", readItems<asJob>},
    {"externalDependencyInPlan", readItems<asJobOrStream>},
    {"fileDependencyInPlan", readItems<asFile>},
    {"promptDependencyInPlan", readItems<asPrompt>},
    {"resourceDependencyInPlan", readItems<asResource>},
    {"internetworkDependenciesInPlan", readItems<asInternetwork>},
    {"conditionalDependencyInPlan", readItems<asCondition>},
};

struct Row
{
    std::string id;
    std::optional<List> list;
    domain::DependencyCounts counts;
};

constexpr JsonField<Row> RowFields[] = {
    {"id", [](JsonValue &v, Row &r) { return read(v, r.id); }},
    {"dependencies", [](JsonValue &v, Row &r) { return readV1Dependencies(v, r.list); }},
    {"dependenciesStats", [](JsonValue &v, Row &r) { return readDependencyCounts(v, r.counts); }},
};

template<typename Out, typename Id>
error_code readInto(JsonValue &value, Out &out, Id &id)
{
    Row row;
    const error_code error = readFields<RowFields>(value, row);
    const int counted = row.counts.total.value_or(0);
    out.isComplete = row.list ? !row.list->empty() || counted == 0 : row.counts.total == 0;
    if (row.list)
        out.list = std::move(*row.list);
    id = Id(std::move(row.id));
    return error;
}

} // namespace

error_code readV1Dependencies(JsonValue &value, std::optional<List> &out)
{
    if (!isType(value, simdjson::ondemand::json_type::object))
        return simdjson::SUCCESS;
    return readFields<ListFields>(value, out.emplace());
}

error_code readV1JobDependencies(JsonValue &value, domain::JobDependencies &out)
{
    return readInto(value, out, out.job);
}

error_code readV1StreamDependencies(JsonValue &value, domain::StreamDependencies &out)
{
    return readInto(value, out, out.stream);
}

} // namespace resync::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/PlanRows.h"

#include <array>
#include <span>

namespace resync::simulator {

namespace {

enum Key : int {
    Id,
    Name,
    Folder,
    FolderId,
    Parent,
    Station,
    StreamId,
    StreamName,
    Priority,
    Limit,
    Type,
    ScheduledAt,
    IsCritical,
    CommonStatus,
    InternalStatus,
    ReturnCode,
    StartedAt,
    EndedAt,
    StreamStation,
    IsUp,
    Quantity,
    InUse,
    Available,
    State,
    Number
};

constexpr std::array<Field, 17> JobFields = {{
    {"id", Id, FieldType::Text, true, true},
    {"name", Name, FieldType::Text, true},
    {"folder", Folder, FieldType::Text, true},
    {"workstation", Station, FieldType::Text, true},
    {"jobStreamId", StreamId, FieldType::Text, true},
    {"jobStreamName", StreamName, FieldType::Text, true},
    {"jobStreamWorkstation", StreamStation, FieldType::Text, true},
    {"folderId", FolderId, FieldType::Text, true},
    {"priority", Priority, FieldType::Number, false},
    {"schedTime", ScheduledAt, FieldType::Time, true},
    {"jobOptions.critical", IsCritical, FieldType::Number, true},
    {"commonStatus", CommonStatus, FieldType::Text, false},
    {"jobruns.commonStatus", CommonStatus, FieldType::Text, false},
    {"jobruns.compositeStatus.status", InternalStatus, FieldType::Text, false},
    {"jobruns.returnCode", ReturnCode, FieldType::Number, false},
    {"jobruns.timeInfo.actualStartTime", StartedAt, FieldType::Time, false},
    {"jobruns.timeInfo.actualEndTime", EndedAt, FieldType::Time, false},
}};

constexpr std::array<Field, 11> StreamFields = {{
    {"id", Id, FieldType::Text, true, true},
    {"name", Name, FieldType::Text, true},
    {"folder", Folder, FieldType::Text, true},
    {"workstation", Station, FieldType::Text, true},
    {"priority", Priority, FieldType::Number, true},
    {"limit", Limit, FieldType::Number, true},
    {"schedTime", ScheduledAt, FieldType::Time, true},
    {"commonStatus", CommonStatus, FieldType::Text, false},
    {"compositeStatus.status", InternalStatus, FieldType::Text, false},
    {"timeInfo.actualStartTime", StartedAt, FieldType::Time, false},
    {"timeInfo.actualEndTime", EndedAt, FieldType::Time, false},
}};

constexpr std::array<Field, 5> WorkstationFields = {{
    {"id", Id, FieldType::Text, true, true},
    {"name", Name, FieldType::Text, true},
    {"folder", Folder, FieldType::Text, true},
    {"type", Type, FieldType::Text, true},
    {"jobmanUp", IsUp, FieldType::Number, false},
}};

constexpr std::array<Field, 8> ResourceFields = {{
    {"id", Id, FieldType::Text, true, true},
    {"name", Name, FieldType::Text, true},
    {"folder", Folder, FieldType::Text, true},
    {"workstation", Station, FieldType::Text, true},
    {"quantity", Quantity, FieldType::Number, true},
    {"quantityInUse", InUse, FieldType::Number, false},
    {"quantityAvailable", Available, FieldType::Number, false},
    {"status", State, FieldType::Text, false},
}};

constexpr std::array<Field, 4> PromptFields = {{
    {"id", Id, FieldType::Text, true, true},
    {"name", Name, FieldType::Text, true},
    {"number", Number, FieldType::Number, true},
    {"status", State, FieldType::Text, false},
}};

constexpr std::array<Field, 3> FolderFields = {{
    {"folder", Folder, FieldType::Text, true},
    {"folderId", FolderId, FieldType::Text, true},
    {"parent", Parent, FieldType::Text, true},
}};

std::optional<Field> find(std::span<const Field> fields, std::string_view name)
{
    for (const Field &field : fields) {
        if (field.name == name)
            return field;
    }
    return std::nullopt;
}

FieldValue kept(const Uuid &id, Uuid::Text &scratch)
{
    id.view().copy(scratch.data(), scratch.size());
    return std::string_view(scratch.data(), scratch.size());
}

FieldValue time(Instant at)
{
    return at.time_since_epoch().count();
}

FieldValue maybeTime(const PlanView &view, milliseconds sinceStart)
{
    if (sinceStart.count() < 0)
        return std::monostate();
    return time(view.at(sinceStart));
}

FieldValue runValue(const PlanView &view, Row row, int key)
{
    const JobState &state = view.life().job(row);
    if (state.attempts == 0)
        return std::monostate();
    const RunTimes &run = state.runs[state.attempts - 1U];
    if (key == StartedAt)
        return maybeTime(view, run.startedAt);
    if (key == EndedAt)
        return maybeTime(view, run.endedAt);
    const std::optional<int> code = view.returnCode(row, state.attempts);
    return code ? FieldValue(std::int64_t{*code}) : FieldValue();
}

} // namespace

Row JobRows::size() const
{
    return static_cast<Row>(m_view.plan().jobs.size());
}

std::optional<Field> JobRows::field(std::string_view name) const
{
    return find(JobFields, name);
}

FieldValue JobRows::value(Row row, int key, Uuid::Text &scratch) const
{
    const Plan &plan = m_view.plan();
    const Job &job = plan.jobs[row];
    switch (key) {
    case Id:
        return kept(plan.ids.make(IdKind::Job, row), scratch);
    case Name:
        return job.name;
    case Folder:
        return plan.folders[plan.streamOf(job).folder];
    case Station:
        return plan.workstations[job.workstation].path;
    case StreamId:
        return kept(plan.ids.make(IdKind::Stream, job.stream), scratch);
    case StreamName:
        return plan.streamOf(job).name;
    case StreamStation:
        return plan.workstations[plan.streamOf(job).workstation].path;
    case FolderId:
        return kept(plan.ids.make(IdKind::Folder, plan.streamOf(job).folder), scratch);
    case Priority:
        return std::int64_t{m_view.life().job(row).priority};
    case ScheduledAt:
        return time(m_view.at(plan.streamOf(job).scheduledAt));
    case IsCritical:
        return std::int64_t{job.isCritical ? 1 : 0};
    case CommonStatus:
        return engineWord(m_view.life().jobStatus(row));
    case InternalStatus:
        return m_view.jobStatus(row).status;
    default:
        return runValue(m_view, row, key);
    }
}

Row StreamRows::size() const
{
    return static_cast<Row>(m_view.plan().streams.size());
}

std::optional<Field> StreamRows::field(std::string_view name) const
{
    return find(StreamFields, name);
}

FieldValue StreamRows::value(Row row, int key, Uuid::Text &scratch) const
{
    const Plan &plan = m_view.plan();
    const Stream &stream = plan.streams[row];
    switch (key) {
    case Id:
        return kept(plan.ids.make(IdKind::Stream, row), scratch);
    case Name:
        return stream.name;
    case Folder:
        return plan.folders[stream.folder];
    case Station:
        return plan.workstations[stream.workstation].path;
    case Priority:
        return std::int64_t{stream.priority};
    case Limit:
        return std::int64_t{stream.limit};
    case ScheduledAt:
        return time(m_view.at(stream.scheduledAt));
    case CommonStatus:
        return engineWord(m_view.life().streamStatus(row));
    case InternalStatus:
        return m_view.streamStatus(row).status;
    case StartedAt:
        return maybeTime(m_view, m_view.life().streamStartedAt(row));
    default:
        return maybeTime(m_view, m_view.life().streamEndedAt(row));
    }
}

Row WorkstationRows::size() const
{
    return static_cast<Row>(m_view.plan().workstations.size());
}

std::optional<Field> WorkstationRows::field(std::string_view name) const
{
    return find(WorkstationFields, name);
}

FieldValue WorkstationRows::value(Row row, int key, Uuid::Text &scratch) const
{
    const Plan &plan = m_view.plan();
    switch (key) {
    case Id:
        return kept(plan.ids.make(IdKind::Workstation, row), scratch);
    case Name:
        return plan.workstations[row].name();
    case Folder:
        return plan.folders.front();
    case IsUp:
        return std::int64_t{m_view.life().limitsOf(row).isLinked ? 1 : 0};
    default:
        return engineWord(plan.workstations[row].type);
    }
}

Row ResourceRows::size() const
{
    return static_cast<Row>(m_view.plan().resources.size());
}

std::optional<Field> ResourceRows::field(std::string_view name) const
{
    return find(ResourceFields, name);
}

FieldValue ResourceRows::value(Row row, int key, Uuid::Text &scratch) const
{
    const Plan &plan = m_view.plan();
    const Resource &resource = plan.resources[row];
    const std::int64_t inUse = m_view.life().unitsInUse(row);
    switch (key) {
    case Id:
        return kept(plan.ids.make(IdKind::Resource, row), scratch);
    case Name:
        return resource.name;
    case Folder:
        return plan.folders.front();
    case Station:
        return plan.workstations[resource.workstation].path;
    case Quantity:
        return std::int64_t{resource.quantity};
    case InUse:
        return inUse;
    case Available:
        return resource.quantity - inUse;
    default:
        return m_view.resourceStatus(row);
    }
}

Row PromptRows::size() const
{
    return static_cast<Row>(m_view.plan().prompts.size());
}

std::optional<Field> PromptRows::field(std::string_view name) const
{
    return find(PromptFields, name);
}

FieldValue PromptRows::value(Row row, int key, Uuid::Text &scratch) const
{
    const Plan &plan = m_view.plan();
    switch (key) {
    case Id:
        return kept(plan.ids.make(IdKind::Prompt, row), scratch);
    case Name:
        return plan.prompts[row].name;
    case Number:
        return std::int64_t{plan.prompts[row].number};
    default:
        return engineWord(m_view.life().prompt(row).answer);
    }
}

Row FolderRows::size() const
{
    return static_cast<Row>(m_plan.folders.size());
}

std::optional<Field> FolderRows::field(std::string_view name) const
{
    return find(FolderFields, name);
}

FieldValue FolderRows::value(Row row, int key, Uuid::Text &scratch) const
{
    if (key == FolderId)
        return kept(m_plan.ids.make(IdKind::Folder, row), scratch);
    if (key == Folder)
        return m_plan.folders[row];
    return row == 0 ? FieldValue() : FieldValue(m_plan.folders.front());
}

} // namespace resync::simulator

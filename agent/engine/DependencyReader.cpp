// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/DependencyReader.h"

#include "shared/core/Text.h"

#include <array>
#include <utility>

namespace resync::engine {

namespace {

using domain::Dependency;

/// The members of all dependency types together; the type says which of them count.
struct DependencyRow
{
    std::string type;
    std::string status;
    std::optional<bool> isSatisfied;
    std::string jobId, jobName;
    std::string streamId, streamName, streamWorkstation, streamFolder;
    std::optional<Instant> streamScheduledAt;
    std::string predecessorStatus;
    std::string name, workstation;
    std::string promptName, promptText, promptStatus;
    std::string fileName, fileWorkstation, fileQualifier;
    std::string joinName, networkAgent, networkDependency;
    std::optional<int> number, quantity, quantityHeld, available, joinQuantity;
};

constexpr JsonField<DependencyRow> PredecessorFields[] = {
    {"status", [](JsonValue &v, DependencyRow &r) { return read(v, r.predecessorStatus); }},
};

constexpr JsonField<DependencyRow> FileFields[] = {
    {"name", [](JsonValue &v, DependencyRow &r) { return read(v, r.fileName); }},
    {"workstation", [](JsonValue &v, DependencyRow &r) { return read(v, r.fileWorkstation); }},
    {"qualifier", [](JsonValue &v, DependencyRow &r) { return read(v, r.fileQualifier); }},
};

constexpr JsonField<DependencyRow> DependencyFields[] = {
    {"dependencyType", [](JsonValue &v, DependencyRow &r) { return read(v, r.type); }},
    {"dependencyStatus", [](JsonValue &v, DependencyRow &r) { return read(v, r.status); }},
    {"satisfied", [](JsonValue &v, DependencyRow &r) { return read(v, r.isSatisfied); }},
    {"jobId", [](JsonValue &v, DependencyRow &r) { return read(v, r.jobId); }},
    {"jobName", [](JsonValue &v, DependencyRow &r) { return read(v, r.jobName); }},
    {"jobStreamId", [](JsonValue &v, DependencyRow &r) { return read(v, r.streamId); }},
    {"jobStreamName", [](JsonValue &v, DependencyRow &r) { return read(v, r.streamName); }},
    {"jobStreamWorkstation",
     [](JsonValue &v, DependencyRow &r) { return read(v, r.streamWorkstation); }},
    {"jobStreamFolder", [](JsonValue &v, DependencyRow &r) { return read(v, r.streamFolder); }},
    {"jobStreamSchedTime",
     [](JsonValue &v, DependencyRow &r) { return read(v, r.streamScheduledAt); }},
    {"predecessorStatus",
     [](JsonValue &v, DependencyRow &r) { return readFields<PredecessorFields>(v, r); }},
    {"name", [](JsonValue &v, DependencyRow &r) { return read(v, r.name); }},
    {"workstation", [](JsonValue &v, DependencyRow &r) { return read(v, r.workstation); }},
    {"quantity", [](JsonValue &v, DependencyRow &r) { return read(v, r.quantity); }},
    {"quantityHeld", [](JsonValue &v, DependencyRow &r) { return read(v, r.quantityHeld); }},
    {"available", [](JsonValue &v, DependencyRow &r) { return read(v, r.available); }},
    {"file", [](JsonValue &v, DependencyRow &r) { return readFields<FileFields>(v, r); }},
    {"promptName", [](JsonValue &v, DependencyRow &r) { return read(v, r.promptName); }},
    {"promptStatus", [](JsonValue &v, DependencyRow &r) { return read(v, r.promptStatus); }},
    {"text", [](JsonValue &v, DependencyRow &r) { return read(v, r.promptText); }},
    {"number", [](JsonValue &v, DependencyRow &r) { return read(v, r.number); }},
    {"joinName", [](JsonValue &v, DependencyRow &r) { return read(v, r.joinName); }},
    {"joinQuantity", [](JsonValue &v, DependencyRow &r) { return read(v, r.joinQuantity); }},
    {"networkAgent", [](JsonValue &v, DependencyRow &r) { return read(v, r.networkAgent); }},
    {"dependency", [](JsonValue &v, DependencyRow &r) { return read(v, r.networkDependency); }},
};

/// Empty unless the engine told every part of it.
std::string targetRef(const DependencyRow &row, const std::string &jobName)
{
    if (row.streamWorkstation.empty() || row.streamFolder.empty() || row.streamName.empty() ||
        !row.streamScheduledAt)
        return {};
    domain::Job target;
    target.name = jobName;
    target.folder = row.streamFolder;
    target.stream = {{}, row.streamName, row.streamWorkstation};
    target.scheduledAt = row.streamScheduledAt;
    return domain::jobRef(target);
}

void asJob(const DependencyRow &row, Dependency &out)
{
    out.type = out.targetKind = "job";
    out.targetId = row.jobId;
    out.targetName = row.jobName;
    out.targetWorkstation = row.streamWorkstation;
    if (!row.jobName.empty())
        out.targetRef = targetRef(row, row.jobName);
    addDetail(out, "job_stream", row.streamName);
    addDetail(out, "predecessor_status", toLower(row.predecessorStatus));
}

void asJobStream(const DependencyRow &row, Dependency &out)
{
    out.type = out.targetKind = "job_stream";
    out.targetId = row.streamId;
    out.targetName = row.streamName;
    out.targetWorkstation = row.streamWorkstation;
    out.targetRef = targetRef(row, {});
    if (!out.targetRef.empty())
        out.targetRef.pop_back(); // the dot before the job's name
    addDetail(out, "predecessor_status", toLower(row.predecessorStatus));
}

void asResource(const DependencyRow &row, Dependency &out)
{
    out.type = out.targetKind = "resource";
    out.targetName = row.name;
    out.targetWorkstation = row.workstation;
    addDetail(out, "quantity", row.quantity);
    addDetail(out, "quantity_held", row.quantityHeld);
    addDetail(out, "available", row.available);
}

void asFile(const DependencyRow &row, Dependency &out)
{
    out.type = out.targetKind = "file";
    out.targetName = row.fileName;
    out.targetWorkstation = row.fileWorkstation;
    addDetail(out, "qualifier", row.fileQualifier);
}

void asPrompt(const DependencyRow &row, Dependency &out)
{
    out.type = out.targetKind = "prompt";
    out.targetName = row.promptName;
    out.targetWorkstation = row.workstation;
    addDetail(out, "number", row.number);
    addDetail(out, "text", row.promptText);
    addDetail(out, "prompt_status", toLower(row.promptStatus));
}

void asInternetwork(const DependencyRow &row, Dependency &out)
{
    out.type = out.targetKind = "internetwork";
    out.targetName = row.networkDependency;
    out.targetWorkstation = row.networkAgent;
}

void asJoin(const DependencyRow &row, Dependency &out)
{
    out.type = out.targetKind = "join";
    out.targetName = row.joinName;
    addDetail(out, "quantity", row.joinQuantity);
}

struct Shape
{
    std::string_view word;
    void (*apply)(const DependencyRow &, Dependency &);
};

constexpr std::array Shapes = {
    Shape{"INTERNAL", asJob},
    Shape{"EXTERNAL_JOB", asJob},
    Shape{"EXTERNAL_JOBSTREAM", asJobStream},
    Shape{"RESOURCE", asResource},
    Shape{"FILE", asFile},
    Shape{"PROMPT", asPrompt},
    Shape{"INTERNETWORK", asInternetwork},
    Shape{"JOIN", asJoin},
};

std::string statusWord(const DependencyRow &row)
{
    for (const std::string_view known : {"satisfied", "unsatisfied", "undecided", "unbound"})
        if (equalsIgnoringCase(known, row.status))
            return std::string(known);
    if (!row.status.empty())
        return "undecided"; // a word of a newer engine
    if (!row.isSatisfied)
        return {};
    return *row.isSatisfied ? "satisfied" : "unsatisfied";
}

} // namespace

void addDetail(Dependency &out, std::string_view key, const std::string &text)
{
    if (!text.empty())
        out.detail.emplace_back(key, text);
}

void addDetail(Dependency &out, std::string_view key, std::optional<int> number)
{
    if (number)
        out.detail.emplace_back(key, std::to_string(*number));
}

error_code readDependency(JsonValue &value, Dependency &out)
{
    DependencyRow row;
    if (const error_code error = readFields<DependencyFields>(value, row))
        return error;
    out.type = lowerSnake(row.type);
    out.status = statusWord(row);
    for (const Shape &shape : Shapes)
        if (equalsIgnoringCase(shape.word, row.type))
            shape.apply(row, out);
    return simdjson::SUCCESS;
}

} // namespace resync::engine

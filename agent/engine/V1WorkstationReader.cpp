// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/V1WorkstationReader.h"

#include "agent/engine/V1Keys.h"
#include "shared/core/Text.h"

#include <utility>

namespace resync::engine {

namespace {

struct Row
{
    domain::Workstation station;
    std::string name;     ///< path
    std::string planName; ///< the same, of the other member
    std::string folder;
    std::string linkStatus;
    std::string serverStatus;
    std::optional<bool> isJobmanUp, isWriterUp, isInitialised, isFullStatus, isAutoLink;
    std::optional<bool> hasEventProcessor, hasSsm;
};

error_code readPlanKey(JsonValue &value, Row &row)
{
    V1Key key;
    const error_code error = readV1Key(value, key);
    row.planName = std::move(key.name);
    row.folder = std::move(key.folder);
    return error;
}

constexpr JsonField<Row> RowFields[] = {
    {"id", [](JsonValue &v, Row &r) { return read(v, r.station.id); }},
    {"key", [](JsonValue &v, Row &r) { return readKeyName(v, r.name); }},
    {"workstationInPlanKey", readPlanKey},
    {"type", [](JsonValue &v, Row &r) { return read(v, r.station.type); }},
    {"os", [](JsonValue &v, Row &r) { return read(v, r.station.os); }},
    {"nodeName", [](JsonValue &v, Row &r) { return read(v, r.station.node); }},
    {"linkStatus", [](JsonValue &v, Row &r) { return read(v, r.linkStatus); }},
    {"jobmanUp", [](JsonValue &v, Row &r) { return read(v, r.isJobmanUp); }},
    {"writerUp", [](JsonValue &v, Row &r) { return read(v, r.isWriterUp); }},
    {"initialized", [](JsonValue &v, Row &r) { return read(v, r.isInitialised); }},
    {"fullStatus", [](JsonValue &v, Row &r) { return read(v, r.isFullStatus); }},
    {"autoLink", [](JsonValue &v, Row &r) { return read(v, r.isAutoLink); }},
    {"applicationServerStatus", [](JsonValue &v, Row &r) { return read(v, r.serverStatus); }},
    {"evtProcRunning", [](JsonValue &v, Row &r) { return read(v, r.hasEventProcessor); }},
    {"ssmRunning", [](JsonValue &v, Row &r) { return read(v, r.hasSsm); }},
    {"limit", [](JsonValue &v, Row &r) { return read(v, r.station.limit); }},
    {"fence", [](JsonValue &v, Row &r) { return read(v, r.station.fence); }},
    {"requestedJobs", [](JsonValue &v, Row &r) { return read(v, r.station.jobsRequested); }},
    {"version", [](JsonValue &v, Row &r) { return read(v, r.station.version); }},
    {"timeStarted", [](JsonValue &v, Row &r) { return read(v, r.station.startedAt); }},
    {"timeZone", [](JsonValue &v, Row &r) { return read(v, r.station.timeZone); }},
    {"domainInPlanKey", [](JsonValue &v, Row &r) { return readKeyName(v, r.station.domain); }},
    {"hostWorkstationKey", [](JsonValue &v, Row &r) { return readKeyName(v, r.station.host); }},
    {"certificateExpiryDate",
     [](JsonValue &v, Row &r) { return read(v, r.station.certificateExpiresAt); }},
};

/// "/FIN/AGT1" is AGT1 in /FIN; engines without folders say "AGT1".
void completeName(Row &row)
{
    std::string path = row.planName.empty() ? row.name : row.planName;
    makePath(path);
    if (path.empty())
        return;
    const std::size_t slash = path.rfind('/');
    row.station.name = path.substr(slash + 1);
    row.station.folder = !row.folder.empty() ? row.folder
                         : slash == 0        ? "/"
                                             : path.substr(0, slash);
}

/// The types that API v2 calls otherwise.
std::string_view typeWord(std::string_view word)
{
    if (word == "dynamic_pool")
        return "d_pool";
    if (word == "remote_engine")
        return "rem_eng";
    if (word == "xa")
        return "x_agent";
    if (word == "sa")
        return "s_agent";
    return word == "broker" ? "workload_broker" : word;
}

void addState(Row &row, const std::optional<bool> &is, std::string_view word)
{
    if (is.value_or(false))
        row.station.states.emplace_back(word);
}

void completeStates(Row &row)
{
    const std::string link = lowerSnake(row.linkStatus);
    if (link == "linked" || link == "fully_linked" || link == "unlinked")
        row.station.linked = link != "unlinked";
    addState(row, row.station.linked, link);
    if (row.isJobmanUp)
        row.station.running = *row.isJobmanUp;
    addState(row, row.isJobmanUp, "jobman_up");
    addState(row, row.isWriterUp, "writer_up");
    addState(row, row.isInitialised, "is_inited");
    addState(row, row.hasEventProcessor, "evt_proc_running");
    addState(row, row.hasSsm, "ssm_running");
    addState(row, equalsIgnoringCase(row.serverStatus, "RUNNING"), "server_started");
    if (row.isAutoLink.value_or(false))
        row.station.flags.emplace_back("auto_link");
    if (row.isFullStatus.value_or(false))
        row.station.flags.emplace_back("full_status");
}

} // namespace

error_code readV1Workstation(JsonValue &value, domain::Workstation &out)
{
    Row row;
    const error_code error = readFields<RowFields>(value, row);
    completeName(row);
    completeStates(row);
    row.station.type = std::string(typeWord(lowerSnake(row.station.type)));
    row.station.os = lowerSnake(row.station.os);
    out = std::move(row.station);
    return error;
}

} // namespace resync::engine
